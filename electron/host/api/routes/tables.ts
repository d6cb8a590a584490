import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z, type ZodType } from 'zod';
import { callerFor, checked, type HostContext } from '#host/base';
import { blobPath } from '#host/files';
import {
  followDescriptions,
  makeTableThread,
  type RowsAnswer,
  type TablePlace,
  type tableReads,
  type WantedFile,
} from '#host/tables';
import {
  MOST_VECTOR_COLUMNS,
  MOST_VECTORS,
  type TableAnswer,
  type TableForm,
  type TablePlotAnswer,
  type TablePlotQuery,
  type TableQuery,
  type TableVectorColors,
  type TableVectorColorsQuery,
  type TableVectorsQuery,
} from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { signalOf } from '../cancel.ts';
import { projectParams } from '../schemas.ts';

const name = z.string().min(1).max(4096);
const query = {
  sources: z
    .array(
      z.union([
        z.strictObject({ run: name, file: name, artifactPath: name.exactOptional() }),
        z.strictObject({ artifact: name, path: name }),
      ]),
    )
    .min(1)
    .max(100),
  join: z
    .strictObject({ column: z.string().max(4096), how: z.enum(['inner', 'outer']), isDifferentOnly: z.boolean() })
    .exactOptional(),
  derived: z
    .array(z.strictObject({ name: name.max(200), formula: z.string().max(2000) }))
    .max(30)
    .exactOptional(),
  sort: z.array(z.strictObject({ column: z.string().max(4096), isDescending: z.boolean() })).max(8),
  where: z
    .array(
      z.strictObject({
        column: z.string().max(4096),
        op: z.enum(['=', '!=', '<', '<=', '>', '>=', 'contains', 'missing', 'present']),
        value: z.string().max(4096).exactOptional(),
      }),
    )
    .max(50),
  text: z.string().max(1000).exactOptional(),
};
const rowsBody: ZodType<TableQuery> = z.strictObject({
  ...query,
  groupBy: z.string().max(4096).exactOptional(),
  from: z.int().min(0),
  count: z.int().min(1).max(1000),
});
const column = z.string().max(4096);
const plotBody: ZodType<TablePlotQuery> = z.strictObject({
  ...query,
  plot: z.strictObject({
    kind: z.enum(['scatter', 'line', 'bar', 'histogram']),
    x: column,
    y: column.exactOptional(),
    color: column.exactOptional(),
    aggregate: z.enum(['count', 'mean', 'sum', 'min', 'max']).exactOptional(),
  }),
});
const vectors = z.strictObject({
  columns: z.array(column).min(1).max(MOST_VECTOR_COLUMNS),
  most: z.int().min(1).max(MOST_VECTORS),
});
const vectorsBody: ZodType<TableVectorsQuery> = z.strictObject({ ...query, vectors });
const vectorColorsBody: ZodType<TableVectorColorsQuery> = z.strictObject({ ...query, vectors, color: column });
const exportBody = z.strictObject({ ...query, form: z.enum(['csv', 'json', 'parquet']) });

const FORMS: Readonly<Record<TableForm, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
};

/** `/api/projects/:entity/:project/tables/…`: ranges of logged tables, and whole ones as files. */
export function registerTableRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof tableReads>(host.readers);
  const thread = makeTableThread(host.clock);
  app.addHook('preClose', () => thread.stop());

  const open = async (path: ProjectPath, asked: Pick<TableQuery, 'sources' | 'join'>, signal?: AbortSignal) => {
    const { sources } = asked;
    const found = await readers.call('tables.places', { path, sources }, signal === undefined ? {} : { signal });
    const opened = await followDescriptions(readers, found, (sha256) => blobPath(host.paths, sha256));
    const { places, rename } = opened;
    const paths = places.map((place) =>
      'parts' in place ? place.parts.map((sha256) => blobPath(host.paths, sha256)) : undefined,
    );
    const join = asked.join ?? opened.join;
    return {
      places,
      shape: join === undefined ? {} : { join },
      files: { paths, ...(rename === undefined ? {} : { rename }) },
    };
  };

  app.post('/api/projects/:entity/:project/tables/rows', async (request, reply): Promise<TableAnswer> => {
    const asked = checked(rowsBody, request.body);
    const signal = signalOf(reply);
    const { places, files: own, shape } = await open(checked(projectParams, request.params), asked, signal);
    const answer = await thread.call('table.rows', { ...own, query: { ...asked, ...shape } }, { signal });
    const wanted = wantedFiles(answer, places);
    const files = wanted.length === 0 ? [] : await readers.call('tables.files', { files: wanted });
    const missing = places.flatMap((place, source) => ('reason' in place ? [{ source, reason: place.reason }] : []));
    return { ...answer, files, faults: [...missing, ...answer.faults] };
  });

  app.post('/api/projects/:entity/:project/tables/plot', async (request, reply): Promise<TablePlotAnswer> => {
    const asked = checked(plotBody, request.body);
    const signal = signalOf(reply);
    const { files, shape } = await open(checked(projectParams, request.params), asked, signal);
    return thread.call('table.plot', { ...files, query: { ...asked, ...shape } }, { signal });
  });

  app.post('/api/projects/:entity/:project/tables/vectors', async (request, reply) => {
    const asked = checked(vectorsBody, request.body);
    const signal = signalOf(reply);
    const { files, shape } = await open(checked(projectParams, request.params), asked, signal);
    const buffer = await thread.call('table.vectors', { ...files, query: { ...asked, ...shape } }, { signal });
    return reply.type('application/octet-stream').send(Buffer.from(buffer));
  });

  app.post(
    '/api/projects/:entity/:project/tables/vector-colors',
    async (request, reply): Promise<TableVectorColors> => {
      const asked = checked(vectorColorsBody, request.body);
      const signal = signalOf(reply);
      const { files, shape } = await open(checked(projectParams, request.params), asked, signal);
      return thread.call('table.vectorColors', { ...files, query: { ...asked, ...shape } }, { signal });
    },
  );

  app.post('/api/projects/:entity/:project/tables/export', async (request, reply) => {
    const { form, ...asked } = checked(exportBody, request.body);
    const { files, shape } = await open(checked(projectParams, request.params), asked);
    const folder = await mkdtemp(join(tmpdir(), 'taffrail-table-'));
    const to = join(folder, `table.${form}`);
    const clean = (): void => void rm(folder, { recursive: true, force: true });
    try {
      await thread.call('table.write', { ...files, query: { ...asked, ...shape, from: 0, count: 1 }, form, to });
    } catch (error) {
      clean();
      throw error;
    }
    const stream = createReadStream(to);
    stream.on('close', clean);
    return reply.type(FORMS[form]).header('Content-Disposition', `attachment; filename="table.${form}"`).send(stream);
  });
}

/** The media that cells of an answer refer to, each once; only what lies in an artifact has files. */
function wantedFiles({ rows, columns }: RowsAnswer, places: readonly TablePlace[]): WantedFile[] {
  const wanted = new Map<string, WantedFile>();
  for (const row of rows) {
    for (const [i, cell] of row.cells.entries()) {
      const paths = pathsIn(cell);
      if (paths.length === 0) continue;
      const source = columns[i]?.source ?? row.source;
      const place = places[source];
      if (place === undefined || !('artifact' in place) || place.artifact === undefined) continue;
      for (const path of paths) wanted.set(`${source} ${path}`, { source, artifact: place.artifact, path });
    }
  }
  return [...wanted.values()];
}

/** Paths in a media value: its own, and those of its masks and boxes. */
function pathsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  const fields = value as Readonly<Record<string, unknown>>;
  const own = typeof fields['path'] === 'string' ? [fields['path']] : [];
  return [...own, ...Object.values(fields).flatMap((one) => (typeof one === 'object' ? pathsIn(one) : []))];
}
