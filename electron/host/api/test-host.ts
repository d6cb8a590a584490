import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import {
  type Caller,
  type Clock,
  dataPaths,
  type HandlerMap,
  type HostContext,
  silentLogger,
  systemClock,
  Transferred,
} from '#host/base';
import { fileReads } from '#host/files';
import { artifactReads, queryReads } from '#host/query';
import {
  closeWritable,
  openReadable,
  openWritable,
  runInTransaction,
  runWriteCall,
  upsertRun,
  type UpsertRunInput,
  type WriteContext,
} from '#host/store';
import type { ChangeEvent } from '#shared/api';
import { asProblem } from '#shared/errors';
import type { UnixMs } from '#shared/units';
import { registerApiRoutes } from './index.ts';
import { apiWrites } from './writes.ts';

/** The room's routes on a real store, with the callers in this thread. */
export interface TestHost {
  readonly app: FastifyInstance;
  readonly host: HostContext;
  /** Who asks from now on; the local user unless told otherwise. */
  asked: { identity: 'local-user' | 'key' };
  run(name: string, input?: Omit<UpsertRunInput, 'path' | 'username'>): void;
  write<T>(work: (ctx: WriteContext) => T): T;
  publish(event: ChangeEvent): void;
  close(): Promise<void>;
}

export const KEY = 'k'.repeat(40);

export function openTestHost(clock: Clock = systemClock): TestHost {
  const paths = dataPaths(mkdtempSync(join(tmpdir(), 'taffrail-api-')));
  const writable = openWritable(paths, () => 0 as UnixMs);
  const db = openReadable(paths);
  const listeners = new Set<(event: ChangeEvent) => void>();
  const publish = (event: ChangeEvent): void => listeners.forEach((listener) => listener(event));
  const reads = { ...artifactReads, ...queryReads, ...fileReads } as unknown as Record<
    string,
    (context: unknown, args: unknown) => unknown
  >;
  const host: HostContext = {
    clock,
    log: silentLogger,
    paths,
    settings: { username: 'ada', crashAfterMs: 300_000, requireKey: false },
    version: '1.2.3',
    readers: callerOf((name, args) => reads[name]?.({ db, now: clock.now }, args)),
    writer: callerOf((name, args) => {
      const { result, events } = runWriteCall(writable, apiWrites, { name, args }, clock.now);
      events.forEach(publish);
      return result;
    }),
    events: {
      publish,
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    signingSecret: 's',
    apiKey: KEY,
  };
  const asked: TestHost['asked'] = { identity: 'local-user' };
  const app = fastify();
  app.decorateRequest('identity');
  app.decorateRequest('baseUrl', 'http://127.0.0.1:8080');
  app.addHook('onRequest', async (request) => {
    request.identity = { kind: asked.identity };
  });
  app.setErrorHandler((error, _request, reply) => {
    const problem = asProblem(error);
    return reply.code(problem.status).send({ error: problem.toData() });
  });
  registerApiRoutes(app, host);
  const write = <T>(work: (ctx: WriteContext) => T): T => runInTransaction(writable, clock.now, work).result;
  return {
    app,
    host,
    asked,
    publish,
    write,
    run: (name, input = {}) =>
      void write((ctx) =>
        upsertRun(ctx, { path: { entity: 'ada', project: 'p', run: name }, username: 'ada', ...input }),
      ),
    async close() {
      await app.close();
      db.close();
      closeWritable(writable);
      rmSync(paths.root, { recursive: true });
    },
  };
}

function callerOf(answer: (name: string, args: unknown) => unknown): Caller<HandlerMap> {
  return {
    async call(name: string, args: unknown) {
      // Arguments and answers cross a thread in the real host: only plain data does.
      const value = answer(name, structuredClone(args));
      return structuredClone(value instanceof Transferred ? value.value : value) as never;
    },
  };
}
