import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checked, ensureLocalUser, type HostContext } from '#host/base';
import { runFilter } from '#host/query';
import type { RunSync, SyncRuleCount, SyncState, SyncTest } from '#shared/api';
import { Problem } from '#shared/errors';
import { readCertificates } from './connection.ts';
import { KeyRing } from './keys.ts';
import { networkFault, Networks } from './networks.ts';
import { SyncQueue } from './queue.ts';
import { connectionOf, Remotes } from './remotes.ts';
import { Rules } from './rules.ts';
import { StateLog } from './state-log.ts';
import { Teller } from './teller.ts';
import { testRemote } from './test-remote.ts';

const MOST_RUNS = 100_000;
const MIN_BYTES_PER_SECOND = 1000;
const MAX_BYTES_PER_SECOND = 1e12;
const MOST_CA_CHARS = 1_000_000;
const name = z.string().trim().min(1).max(4096);
const httpUrl = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `${what} that begins with http:// or https:// is needed` })
    .max(2000)
    .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
      error: 'user and password do not belong into an address',
    })
    .transform((url) => url.replace(/\/+$/, ''));
const secret = z.string().trim().min(1).max(1000);
const changeBody = z.object({
  name: z.string().trim().min(1).max(100),
  baseUrl: httpUrl('an address'),
  key: secret.exactOptional(),
  entity: name.exactOptional(),
  maxBytesPerSecond: z
    .int({ error: 'a number is needed' })
    .min(MIN_BYTES_PER_SECOND, { error: 'at least 1 kB/s' })
    .max(MAX_BYTES_PER_SECOND, { error: 'at most 1 TB/s' })
    .exactOptional(),
  network: z
    .string()
    .trim()
    .min(1)
    .check(({ value, issues }) => {
      const message = networkFault(value);
      if (message !== undefined) issues.push({ code: 'custom', message, input: value });
    })
    .exactOptional(),
  proxyUrl: httpUrl('the address of a proxy').exactOptional(),
  proxyUser: z.string().trim().min(1).max(1000).exactOptional(),
  proxyPassword: z.string().max(1000).exactOptional(),
  ca: z.string().max(MOST_CA_CHARS).exactOptional(),
});
const remoteBody = changeBody.extend({ key: secret });
/** `id`: what is left out is that of a remote that is kept already. */
const testBody = changeBody.extend({ id: z.int().exactOptional() });
const ruleBody = z.object({
  remoteId: z.int(),
  isOn: z.boolean(),
  project: z.object({ entity: name, project: name }).exactOptional(),
  tag: z.string().trim().min(1).max(256).exactOptional(),
  filter: runFilter.exactOptional(),
  when: z.enum(['live', 'finished']),
  isForAll: z.boolean(),
});
const runPath = z.object({ entity: name, project: name, run: name });
const runsBody = z.object({
  remoteId: z.number().int(),
  runs: z.array(runPath).min(1).max(MOST_RUNS),
});
const retryBody = z.object({ choice: z.enum(['copy', 'overwrite']).exactOptional() });
/** 32 bytes as base64. */
const vaultBody = z.object({ key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, { error: 'must be 32 bytes as base64' }) });
const pausedBody = z.object({ isPaused: z.boolean() });
const idParams = z.object({ id: z.coerce.number().int() });

interface SyncRoom {
  readonly keys: KeyRing;
  readonly log: StateLog;
  readonly networks: Networks;
  readonly remotes: Remotes;
  readonly queue: SyncQueue;
  readonly rules: Rules;
  readonly teller: Teller;
}

/** `/api/sync`: remotes, rules and the runs that go to them; for the user of this machine only. */
export function registerSyncRoutes(app: FastifyInstance, host: HostContext): void {
  const room = openRoom(host);
  const { networks, remotes, queue } = room;
  let endWatch: () => void = () => undefined;
  app.addHook('onReady', async () => {
    endWatch = networks.watch(
      host.clock,
      () => remotes.networks(),
      () => void queue.networksChanged(),
    );
    room.queue.begin();
    room.rules.begin();
  });
  app.addHook('preClose', async () => {
    endWatch();
    room.rules.stop();
    await room.queue.stop();
    room.log.close();
  });
  const local = { preHandler: async (request: FastifyRequest) => ensureLocalUser(request.identity) };
  app.get('/api/sync', local, async (): Promise<SyncState> => {
    const { keys, queue, remotes, rules } = room;
    const keyStore = keys.isUnlocked ? 'system' : 'file';
    return { remotes: remotes.list(), rules: rules.list(), ...queue.list(), isPaused: queue.isPaused, keyStore };
  });
  // The window brings it, whether it started this host or found it running.
  app.put('/api/sync/vault', local, async (request, reply) => {
    room.keys.unlock(Buffer.from(checked(vaultBody, request.body, 'sync.remote').key, 'base64'));
    room.teller.now();
    room.queue.next();
    return reply.code(204).send();
  });
  app.put('/api/sync/paused', local, async (request, reply) => {
    await room.queue.pauseAll(checked(pausedBody, request.body, 'sync.remote').isPaused);
    return reply.code(204).send();
  });
  registerRemoteRoutes(app, room, local);
  registerRuleRoutes(app, room, local);
  registerRunRoutes(app, room, local);
}

type Local = { readonly preHandler: (request: FastifyRequest) => Promise<void> };

function openRoom(host: HostContext): SyncRoom {
  const at = (file: string): string => join(host.paths.root, file);
  const damaged = (path: string, line?: number): void =>
    host.log.error('a file of the sync room is damaged; what can be read of it counts', {
      path,
      ...(line ? { line } : {}),
    });
  const log = new StateLog(at('sync.jsonl'), (line) => damaged('sync.jsonl', line));
  const keys = new KeyRing(at('sync-keys.json'), () => damaged('sync-keys.json'));
  const teller = new Teller(host);
  const networks = new Networks();
  const remotes = new Remotes(log, keys, networks);
  const queue = new SyncQueue(host, { log, remotes, teller });
  const rules = new Rules(host, { log, queue, remotes, teller });
  return { keys, log, networks, remotes, queue, rules, teller };
}

function registerRemoteRoutes(
  app: FastifyInstance,
  { log, networks, remotes, queue, rules, teller }: SyncRoom,
  local: Local,
): void {
  /** A remote is tried before it is kept; one of a network that this machine is not on is not asked, nor shown a key. */
  const triedIfNear = async (remote: z.infer<typeof remoteBody>): Promise<void> => {
    readCertificatesOf(remote);
    if (networks.isOn(remote.network)) await tried(remote);
  };
  app.post('/api/sync/test', local, async (request): Promise<SyncTest> => {
    const { id, ...change } = checked(testBody, request.body, 'sync.remote');
    const whole = id === undefined ? checked(remoteBody, change, 'sync.remote') : remotes.completed(id, change);
    if (!networks.isOn(whole.network)) {
      const reason = `this machine is not on ${whole.network} now, so nobody was asked`;
      throw new Problem('sync.remote', { field: 'network', reason });
    }
    return tried(whole);
  });

  app.post('/api/sync/remotes', local, async (request, reply) => {
    const remote = checked(remoteBody, request.body, 'sync.remote');
    await triedIfNear(remote);
    const id = log.newId();
    remotes.add(id, remote);
    teller.now();
    return reply.code(201).send({ id });
  });

  app.put('/api/sync/remotes/:id', local, async (request, reply) => {
    const id = idOf(request);
    const change = checked(changeBody, request.body, 'sync.remote');
    await triedIfNear(remotes.completed(id, change));
    remotes.change(id, change);
    await queue.haltAllOf(id);
    // What failed for its key or its certificate goes now; what failed for another reason says so once more.
    queue.retryFailed(id);
    return reply.code(204).send();
  });

  app.put('/api/sync/remotes/:id/paused', local, async (request, reply) => {
    const id = idOf(request);
    remotes.pause(id, checked(pausedBody, request.body, 'sync.remote').isPaused);
    await queue.haltAllOf(id);
    return reply.code(204).send();
  });

  app.delete('/api/sync/remotes/:id', local, async (request, reply) => {
    const id = idOf(request);
    remotes.get(id);
    rules.removeAllOf(id);
    await queue.removeAllOf(id);
    remotes.remove(id);
    teller.now();
    return reply.code(204).send();
  });
}

function registerRuleRoutes(app: FastifyInstance, { rules }: SyncRoom, local: Local): void {
  app.post('/api/sync/rules/count', local, async (request): Promise<SyncRuleCount> => {
    return { runs: await rules.count(checked(ruleBody, request.body, 'sync.remote')) };
  });

  app.post('/api/sync/rules', local, async (request, reply) => {
    return reply.code(201).send({ id: await rules.add(checked(ruleBody, request.body, 'sync.remote')) });
  });

  app.put('/api/sync/rules/:id', local, async (request, reply) => {
    await rules.change(idOf(request), checked(ruleBody, request.body, 'sync.remote'));
    return reply.code(204).send();
  });

  app.delete('/api/sync/rules/:id', local, async (request, reply) => {
    rules.remove(idOf(request));
    return reply.code(204).send();
  });
}

function registerRunRoutes(app: FastifyInstance, { queue, remotes, rules }: SyncRoom, local: Local): void {
  app.get('/api/sync/run', local, async (request): Promise<RunSync> => {
    return { items: queue.ofRun(checked(runPath, request.query, 'sync.remote')), remotes: remotes.list() };
  });

  app.post('/api/sync/runs', local, async (request, reply) => {
    const { remoteId, runs } = checked(runsBody, request.body, 'sync.remote');
    queue.add(remoteId, runs);
    rules.unskip(remoteId, runs);
    return reply.code(204).send();
  });

  app.post('/api/sync/retry', local, async (_, reply) => {
    queue.retryFailed();
    return reply.code(204).send();
  });

  app.post('/api/sync/runs/:id/retry', local, async (request, reply) => {
    queue.retry(idOf(request), checked(retryBody, request.body, 'sync.remote').choice);
    return reply.code(204).send();
  });

  app.put('/api/sync/runs/:id/paused', local, async (request, reply) => {
    await queue.pauseItem(idOf(request), checked(pausedBody, request.body, 'sync.remote').isPaused);
    return reply.code(204).send();
  });

  app.delete('/api/sync/runs/:id', local, async (request, reply) => {
    rules.skip(await queue.remove(idOf(request)));
    return reply.code(204).send();
  });
}

/** What is asked for is tried before anything of it is kept. */
function tried(remote: z.infer<typeof remoteBody>): Promise<SyncTest> {
  readCertificatesOf(remote);
  return testRemote(connectionOf(remote));
}

/** Errors: `sync.remote` for certificates that cannot be read. */
function readCertificatesOf(remote: z.infer<typeof remoteBody>): void {
  const { ca } = connectionOf(remote);
  if (ca !== undefined) readCertificates(ca);
}

function idOf(request: FastifyRequest): number {
  const result = idParams.safeParse(request.params);
  if (!result.success)
    throw new Problem('sync.unknown', { what: 'entry', id: String((request.params as { id?: string }).id) });
  return result.data.id;
}
