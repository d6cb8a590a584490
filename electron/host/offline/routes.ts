import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerFor, checked, ensureLocalUser, type HostContext } from '#host/base';
import type { BlobStore } from '#host/files';
import type { FoundLog, ImportList, ImportScan } from '#shared/api';
import { asProblem, Problem } from '#shared/errors';
import { type DiskLog, findLogs, readPath } from './disk/find.ts';
import type { offlineReads } from './records/index.ts';
import { Importer } from './work/importer.ts';
import { runPathOf } from './work/visit.ts';
import { startWatcher } from './work/watch.ts';

const MOST_PATH_CHARS = 32_768;
const pathBody = z.object({ path: z.string().min(1).max(MOST_PATH_CHARS) });
const startBody = z.object({
  /** Logs that a scan found. */
  paths: z.array(z.string().min(1).max(MOST_PATH_CHARS)).min(1).max(10_000),
});
const idParams = z.object({ id: z.coerce.number().int().positive() });

/**
 * `/api/imports`: opening `.wandb` files, run folders and TensorBoard folders of the machine that this host runs on.
 * Only its own user may name paths: the key alone does not open the disk.
 */
export function registerOfflineRoutes(app: FastifyInstance, host: HostContext, blobs: BlobStore): void {
  const readers = callerFor<typeof offlineReads>(host.readers);
  let importer: Importer | undefined;
  let watcher: ReturnType<typeof startWatcher> | undefined;
  app.addHook('onReady', async () => {
    importer = new Importer(host, blobs);
    watcher = startWatcher(host, importer);
  });
  app.addHook('preClose', async () => {
    watcher?.stop();
    await importer?.stop();
  });
  const running = (): { importer: Importer; watcher: NonNullable<typeof watcher> } => {
    if (importer === undefined || watcher === undefined) throw new Problem('host.starting');
    return { importer, watcher };
  };

  const local = { preHandler: async (request: FastifyRequest) => ensureLocalUser(request.identity) };

  app.get('/api/imports', async (): Promise<ImportList> => {
    const [items, watched] = await Promise.all([readers.call('offline.list', undefined), running().watcher.list()]);
    return { items, watched };
  });

  app.post('/api/imports/scan', local, async (request): Promise<ImportScan> => {
    const { path, isFolder, logs, isCut } = await findLogs(readPath(checked(pathBody, request.body).path));
    const found: FoundLog[] = [];
    for (const log of logs) found.push(await describe(log));
    const known = await readers.call('offline.known', { logs: found });
    const described = found.map((log, i) => ({ ...log, ...known[i] }));
    return { path, isFolder, isCut, found: described };
  });

  app.post('/api/imports', local, async (request, reply) => {
    const { paths } = checked(startBody, request.body);
    const logs: DiskLog[] = [];
    for (const path of new Set(paths.map(readPath))) logs.push(...(await findLogs(path)).logs);
    if (logs.length === 0) throw new Problem('import.path', { path: paths[0] ?? '', reason: 'there is no log in it' });
    await running().importer.add(logs, true);
    return reply.code(202).send({ count: logs.length });
  });

  app.post('/api/imports/:id/cancel', local, async (request, reply) => {
    await running().importer.cancel(idOf(request));
    return reply.code(204).send();
  });

  app.delete('/api/imports/:id', local, async (request, reply) => {
    await running().importer.remove(idOf(request));
    return reply.code(204).send();
  });

  app.put('/api/imports/watched', local, async (request, reply) => {
    const { path, isFolder } = await findLogs(readPath(checked(pathBody, request.body).path));
    if (!isFolder) throw new Problem('import.path', { path, reason: 'only folders can be watched' });
    await running().watcher.add(path);
    return reply.code(204).send();
  });

  app.delete('/api/imports/watched', local, async (request, reply) => {
    await running().watcher.remove(checked(pathBody, request.body).path);
    return reply.code(204).send();
  });

  async function describe(log: DiskLog): Promise<FoundLog> {
    const about = { ...log, here: 'no' as const };
    try {
      const head = await running().importer.head(log);
      if (head === undefined) return about;
      const { displayName } = head.fields;
      const run = runPathOf(host, head);
      const startedAt = head.identity.startedAtMs;
      return { ...about, run, startedAt, ...(displayName === undefined ? {} : { displayName }) };
    } catch (error) {
      const problem = asProblem(error);
      return { ...about, fault: String(problem.details.reason ?? problem.message) };
    }
  }
}

function idOf(request: FastifyRequest): number {
  const result = idParams.safeParse(request.params);
  if (!result.success) throw new Problem('import.unknown', { id: String((request.params as { id?: string }).id) });
  return result.data.id;
}
