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
  MOST_LIVE_ROWS,
  MOST_VECTOR_COLUMNS,
  MOST_VECTORS,
  type TableAnswer,
  type TableForm,
  type TablePlotAnswer,
  type TablePlotQuery,
  type TableQuery,
  type TableRow,
  type TableVectorColors,
  type TableVectorColorsQuery,
  type TableVectorsQuery,
} from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { signalOf } from '../cancel.ts';
import { matchingRuns, projectParams } from '../schemas.ts';
import { watchProjects } from '../stamps.ts';

const name = z.string().min(1).max(4096);
const ids = z.array(name).max(MOST_LIVE_ROWS);
const liveRuns = z.strictObject({
  ...matchingRuns,
  only: ids.exactOptional(),
  without: ids.exactOptional(),
  parts: z
    .array(z.enum(['run', 'config', 'summary', 'media']))
    .max(4)
    .exactOptional(),
  keys: z.string().max(1000).exactOptional(),
});
const liveVersions = z.strictObject({
  type: name.exactOptional(),
  collection: name.exactOptional(),
  ofRun: z
    .array(z.enum(['config', 'summary']))
    .max(2)
    .exactOptional(),
});
const query = {
  sources: z
    .array(
      z.union([
        z.strictObject({ run: name, file: name, artifactPath: name.exactOptional() }),
        z.strictObject({ artifact: name, path: name }),
        z.strictObject({ runs: liveRuns }),
        z.strictObject({ artifacts: liveVersions }),
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

/** The paths of a table's files, and of those with the arrays of its columns where it has any. */
function storedAt({ parts, arrays }: Extract<TablePlace, { kind: 'whole' }>, paths: HostContext['paths']) {
  const files = parts.map((sha256) => blobPath(paths, sha256));
  if (arrays === undefined) return files;
  const named = Object.entries(arrays).map(([name, sha256]) => [name, blobPath(paths, sha256)] as const);
  return { parts: files, arrays: Object.fromEntries(named) };
}

/** `/api/projects/:entity/:project/tables/…`: ranges of tables, and whole ones as files. */
export function registerTableRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof tableReads>(host.readers);
  const thread = makeTableThread(host.clock, host.paths);
  const stamps = watchProjects(host.events);
  app.addHook('preClose', async () => {
    stamps.end();
    await thread.stop();
  });

  const open = async (path: ProjectPath, asked: Pick<TableQuery, 'sources' | 'join'>, signal?: AbortSignal) => {
    const { sources } = asked;
    // Before anything is read: what changes meanwhile is then asked for again under the next stamp.
    const stamp = stamps.of(path);
    const found = await readers.call('tables.places', { path, sources }, signal === undefined ? {} : { signal });
    const opened = await followDescriptions(readers, found, (sha256) => blobPath(host.paths, sha256));
    const { places, rename } = opened;
    const whereabouts = places.map((place) => {
      if ('live' in place) return { project: path, source: place.live, stamp };
      return 'parts' in place ? storedAt(place, host.paths) : undefined;
    });
    const join = asked.join ?? opened.join;
    return {
      places,
      shape: join === undefined ? {} : { join },
      files: { places: whereabouts, ...(rename === undefined ? {} : { rename }) },
    };
  };

  app.post('/api/projects/:entity/:project/tables/rows', async (request, reply): Promise<TableAnswer> => {
    const path = checked(projectParams, request.params);
    const asked = checked(rowsBody, request.body);
    const signal = signalOf(reply);
    const { places, files: own, shape } = await open(path, asked, signal);
    const answer = await thread.call('table.rows', { ...own, query: { ...asked, ...shape } }, { signal });
    const wanted = wantedFiles(answer, places, path);
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

/** The media that cells of an answer refer to, each once; only what lies in an artifact or with a run has files. */
function wantedFiles(answer: RowsAnswer, places: readonly TablePlace[], project: ProjectPath): WantedFile[] {
  const wanted = new Map<string, WantedFile>();
  for (const row of answer.rows) {
    for (const [i, cell] of row.cells.entries()) {
      const paths = pathsIn(cell);
      if (paths.length === 0) continue;
      const source = answer.columns[i]?.source ?? row.source;
      const place = places[source];
      const holder = place === undefined ? undefined : holderOf(place, project, () => runOf(answer, row, source));
      if (holder === undefined) continue;
      for (const path of paths) wanted.set(`${source} ${path}`, { source, ...holder, path });
    }
  }
  return [...wanted.values()];
}

/** What holds the files of a row: the artifact that its table lies in, or the run that it is about. */
function holderOf(place: TablePlace, project: ProjectPath, run: () => string | undefined) {
  if ('live' in place) {
    const name = 'runs' in place.live ? run() : undefined;
    return name === undefined ? undefined : { run: { ...project, run: name } };
  }
  return 'artifact' in place && place.artifact !== undefined ? { artifact: place.artifact } : undefined;
}

/** The short id that a row of runs has in its column `id`, which a join may have given another name. */
function runOf({ columns }: RowsAnswer, row: TableRow, source: number): string | undefined {
  const at = columns.findIndex(
    (column) => (column.base ?? column.name) === 'id' && (column.source ?? source) === source,
  );
  const cell = row.cells[at];
  return typeof cell === 'string' ? cell : undefined;
}

/** Paths in a media value: its own, and those of its masks and boxes. */
function pathsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  const fields = value as Readonly<Record<string, unknown>>;
  const own = typeof fields['path'] === 'string' ? [fields['path']] : [];
  return [...own, ...Object.values(fields).flatMap((one) => (typeof one === 'object' ? pathsIn(one) : []))];
}
