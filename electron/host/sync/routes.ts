import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checked, ensureLocalUser, type HostContext } from '#host/base';
import type { SyncState, SyncTest } from '#shared/api';
import { Problem } from '#shared/errors';
import { SyncQueue } from './queue.ts';
import { testRemote } from './test-remote.ts';

const MOST_RUNS = 100_000;
const name = z.string().trim().min(1).max(4096);
const remoteBody = z.object({
  name: z.string().trim().min(1).max(100),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https:// is needed' })
    .max(2000)
    .transform((url) => url.replace(/\/+$/, '')),
  key: z.string().trim().min(1).max(1000),
  entity: name.optional(),
});
const runsBody = z.object({
  remoteId: z.number().int(),
  runs: z
    .array(z.object({ entity: name, project: name, run: name }))
    .min(1)
    .max(MOST_RUNS),
});
const retryBody = z.object({ choice: z.enum(['copy', 'overwrite']).optional() });
const pausedBody = z.object({ isPaused: z.boolean() });
const idParams = z.object({ id: z.coerce.number().int() });

/** `/api/sync`: remotes and the runs that go to them; for the user of this machine only. */
export function registerSyncRoutes(app: FastifyInstance, host: HostContext): void {
  const queue = new SyncQueue(host);
  app.addHook('onReady', async () => queue.begin());
  app.addHook('preClose', () => queue.stop());
  const local = { preHandler: async (request: FastifyRequest) => ensureLocalUser(request.identity) };

  app.get('/api/sync', local, async (): Promise<SyncState> => queue.list());

  app.post('/api/sync/test', local, async (request): Promise<SyncTest> => {
    const { baseUrl, key } = checked(remoteBody, request.body, 'sync.remote');
    return testRemote(baseUrl, key);
  });

  app.post('/api/sync/remotes', local, async (request, reply) => {
    const { key, entity, ...remote } = checked(remoteBody, request.body, 'sync.remote');
    await testRemote(remote.baseUrl, key);
    const id = queue.addRemote({ ...remote, ...(entity === undefined ? {} : { entity }) }, key);
    return reply.code(201).send({ id });
  });

  app.delete('/api/sync/remotes/:id', local, async (request, reply) => {
    await queue.removeRemote(idOf(request));
    return reply.code(204).send();
  });

  app.post('/api/sync/runs', local, async (request, reply) => {
    const { remoteId, runs } = checked(runsBody, request.body, 'sync.remote');
    queue.add(remoteId, runs);
    return reply.code(204).send();
  });

  app.post('/api/sync/runs/:id/retry', local, async (request, reply) => {
    queue.retry(idOf(request), checked(retryBody, request.body, 'sync.remote').choice);
    return reply.code(204).send();
  });

  app.delete('/api/sync/runs/:id', local, async (request, reply) => {
    await queue.remove(idOf(request));
    return reply.code(204).send();
  });

  app.put('/api/sync/paused', local, async (request, reply) => {
    await queue.pause(checked(pausedBody, request.body, 'sync.remote').isPaused);
    return reply.code(204).send();
  });
}

function idOf(request: FastifyRequest): number {
  const result = idParams.safeParse(request.params);
  if (!result.success)
    throw new Problem('sync.unknown', { what: 'entry', id: String((request.params as { id?: string }).id) });
  return result.data.id;
}
