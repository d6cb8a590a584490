import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { type Caller, type Clock, dataPaths, type HandlerMap, type HostContext, silentLogger } from '#host/base';
import {
  closeWritable,
  openWritable,
  runInTransaction,
  runWriteCall,
  type WritableDb,
  type WriteContext,
} from '#host/store';
import type { ChangeEvent } from '#shared/api';
import { asProblem } from '#shared/errors';
import type { UnixMs } from '#shared/units';
import { registerIngestRoutes } from './routes.ts';
import { ingestWrites } from './writes.ts';

/** A host of this room alone: the routes without a port, the writer in the same thread, time that moves when told to. */
export interface TestIngest {
  readonly app: FastifyInstance;
  readonly store: {
    readonly db: WritableDb;
    /** Milliseconds since 1970. */
    time: number;
    write<T>(work: (ctx: WriteContext) => T): T;
  };
  readonly host: HostContext;
  /** What the windows were told since the start. */
  readonly events: ChangeEvent[];
  /** Moves the time and runs what is due meanwhile, in steps of a second. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock at once, as a machine does that slept. */
  jump(ms: number): void;
  close(): Promise<void>;
}

export function makeTestIngest(): TestIngest {
  const root = mkdtempSync(join(tmpdir(), 'taffrail-ingest-'));
  const paths = dataPaths(root);
  const now = (): UnixMs => store.time as UnixMs;
  const store: TestIngest['store'] = {
    time: Date.UTC(2026, 0, 1),
    db: openWritable(paths, () => Date.UTC(2026, 0, 1) as UnixMs),
    write: (work) => runInTransaction(store.db, now, work).result,
  };
  const events: ChangeEvent[] = [];
  const timers = new Set<{ everyMs: number; nextMs: number; fn: () => void }>();
  const clock: Clock = {
    now,
    monotonic: () => store.time,
    every(everyMs, fn) {
      const timer = { everyMs, nextMs: store.time + everyMs, fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    after: () => () => undefined,
  };
  const writer: Caller<HandlerMap> = {
    async call(name, args, options) {
      // As between threads: what is moved is gone here.
      const sent: unknown = structuredClone(args, { transfer: [...(options?.transfer ?? [])] });
      const outcome = runWriteCall(store.db, ingestWrites, { name, args: sent }, clock.now);
      events.push(...outcome.events);
      return outcome.result;
    },
  };
  const host = {
    clock,
    log: silentLogger,
    paths,
    settings: { username: 'me', crashAfterMs: 300_000, requireKey: false },
    version: '0.0.0',
    writer,
  } as unknown as HostContext;
  const app = Fastify();
  app.setErrorHandler((error, _request, reply) => {
    const problem = asProblem(error);
    return reply.code(problem.status).send({ error: problem.message });
  });
  registerIngestRoutes(app, host);
  return {
    app,
    store,
    host,
    events,
    async advance(ms) {
      for (let left = ms; left > 0; left -= 1000) {
        store.time += Math.min(1000, left);
        for (const timer of timers) {
          if (timer.nextMs > store.time) continue;
          timer.nextMs = store.time + timer.everyMs;
          timer.fn();
          await Promise.resolve();
        }
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
    jump(ms) {
      store.time += ms;
      for (const timer of timers) timer.nextMs = store.time + 1000;
    },
    async close() {
      await app.close();
      closeWritable(store.db);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
