import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checked, ensureLocalUser, type HostContext } from '#host/base';
import type { BlobStore } from '#host/files';
import { readPath } from '#host/offline';
import type { BundleJob, BundleLook } from '#shared/api';
import { Problem } from '#shared/errors';
import { runPathSchema } from './format/schema.ts';
import { asProblems } from './read/check.ts';
import { openBundle } from './read/zip.ts';
import { safePart } from './format/names.ts';
import { BundleJobs } from './work/jobs.ts';

const MOST_PATH_CHARS = 32_768;
const MOST_RUNS = 100_000;
const path = z.string().min(1).max(MOST_PATH_CHARS);
const pathBody = z.object({ path });
const exportBody = z.object({
  runs: z.array(runPathSchema).max(MOST_RUNS).optional(),
  projects: z
    .array(runPathSchema.omit({ run: true }))
    .max(MOST_RUNS)
    .optional(),
  form: z.enum(['zip', 'folder']),
  path: path.optional(),
});
const idParams = z.object({ id: z.coerce.number().int().positive() });

/**
 * `/api/bundles`: runs as one file, out of this store and into it. Who may read runs may have them bundled and fetch
 * the file; who may log may send one. Only the host's own user may name paths of its machine.
 */
export function registerBundleRoutes(app: FastifyInstance, host: HostContext, blobs: BlobStore): void {
  const jobs = new BundleJobs(host, blobs);
  app.addHook('onReady', () => jobs.begin());
  app.addHook('preClose', () => jobs.stop());
  const local = { preHandler: async (request: FastifyRequest) => ensureLocalUser(request.identity) };

  app.get('/api/bundles', async (request): Promise<BundleJob[]> => {
    const isLocal = request.identity.kind === 'local-user';
    return jobs.list().map((job) => (isLocal ? job : withoutPath(job)));
  });

  app.post('/api/bundles', async (request, reply) => {
    const { runs = [], projects = [], form, path: asked } = checked(exportBody, request.body);
    if (runs.length + projects.length === 0) throw new Problem('bundle.empty');
    if (asked !== undefined) ensureLocalUser(request.identity);
    else if (form === 'folder') throw new Problem('body.invalid', { field: 'path', reason: 'a folder needs a place' });
    const target = asked === undefined ? {} : { path: await placeOf(asked) };
    return reply.code(202).send({ id: await jobs.export({ runs, projects, form, ...target }) });
  });

  app.post('/api/bundles/look', local, async (request): Promise<BundleLook> => {
    const file = readPath(checked(pathBody, request.body).path);
    return asProblems(file, async () => {
      const bundle = await openBundle(file);
      bundle.close();
      const { runs, artifacts, files, madeAt, madeBy } = bundle.manifest;
      return {
        path: file,
        sizeBytes: (await stat(file)).size,
        madeAt,
        madeBy: madeBy.user,
        runs: runs.map(({ entity, project, run, displayName }) => ({ entity, project, run, displayName })),
        artifactCount: artifacts.length,
        fileCount: files.length,
      };
    });
  });

  app.post('/api/bundles/import', local, async (request, reply) => {
    const file = readPath(checked(pathBody, request.body).path);
    return reply.code(202).send({ id: await jobs.import(file, false) });
  });

  app.post('/api/bundles/:id/cancel', async (request, reply) => {
    await jobs.cancel(idOf(request));
    return reply.code(204).send();
  });

  app.delete('/api/bundles/:id', async (request, reply) => {
    await jobs.remove(idOf(request));
    return reply.code(204).send();
  });

  app.get('/api/bundles/:id/file', async (request, reply) => sendKept(reply, jobs.kept(idOf(request))));

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The body stays a stream, whatever its type.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.put('/api/bundles/upload', async (request, reply) => {
      const file = await receive(request, jobs);
      return reply.code(202).send({ id: await jobs.import(file, true) });
    });
  });
}

/** Takes an uploaded bundle onto the disk of the data. */
async function receive(request: FastifyRequest, jobs: BundleJobs): Promise<string> {
  const { name } = request.query as { readonly name?: unknown };
  const plain = typeof name === 'string' && name !== '' ? safePart(basename(name)) : 'bundle.zip';
  const file = await jobs.place(plain);
  try {
    await pipeline(request.raw, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return file;
  } catch (error) {
    await rm(dirname(file), { recursive: true, force: true });
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Problem('store.full', {}, { cause: error });
    throw new Problem('request.cancelled', {}, { cause: error });
  }
}

async function sendKept(
  reply: FastifyReply,
  kept: { readonly path: string; readonly name: string },
): Promise<FastifyReply> {
  const { size } = await stat(kept.path);
  const ascii = kept.name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  return reply
    .header('Content-Type', 'application/zip')
    .header('Content-Length', size)
    .header('Cache-Control', 'no-store')
    .header('Content-Disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(kept.name)}`)
    .send(createReadStream(kept.path));
}

/** The whole path that a person means. Errors: `bundle.path`. */
async function placeOf(text: string): Promise<string> {
  try {
    return readPath(text);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('bundle.path', { path: text, reason: String(error.details.reason) }, { cause: error });
  }
}

function withoutPath(job: BundleJob): BundleJob {
  return Object.fromEntries(Object.entries(job).filter(([name]) => name !== 'path')) as unknown as BundleJob;
}

function idOf(request: FastifyRequest): number {
  const result = idParams.safeParse(request.params);
  if (!result.success) throw new Problem('bundle.unknown', { id: String((request.params as { id?: string }).id) });
  return result.data.id;
}
