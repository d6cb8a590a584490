import { parentPort, workerData } from 'node:worker_threads';
import { serveCalls, type Channel, type NoticeMessage } from '#host/base';
import { asProblem } from '#shared/errors';
import type { ThreadData, ThreadNotice } from './notices.ts';

type Handlers = Readonly<Record<string, (context: unknown, args: never) => unknown>>;

/**
 * Runs a thread: opens what it needs, then serves calls one after the other. A failure to open is told to the main
 * thread as a Problem, and the thread ends.
 */
export function runThread(open: (data: ThreadData, tell: (notice: ThreadNotice) => void) => Handlers): void {
  const port = parentPort;
  if (port === null) throw new Error('this file runs in a worker thread only');
  const tell = (value: ThreadNotice): void => port.postMessage({ kind: 'notice', value } satisfies NoticeMessage);
  try {
    const handlers = open(workerData as ThreadData, tell);
    serveCalls(port as Channel, handlers, undefined);
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'failed', problem: asProblem(error).toData() });
    port.close();
  }
}

/** Puts the handlers of several rooms into one map. A name that two rooms use is a bug. */
export function joinHandlers<C>(
  ...maps: readonly Readonly<Record<string, (context: C, args: never) => unknown>>[]
): Readonly<Record<string, (context: C, args: never) => unknown>> {
  const joined: Record<string, (context: C, args: never) => unknown> = {};
  for (const map of maps) {
    for (const [name, handler] of Object.entries(map)) {
      if (name in joined) throw new Error(`two handlers are called ${name}`);
      joined[name] = handler;
    }
  }
  return joined;
}

/** The handlers of `map`, each run through `run`; used to put a transaction around every call. */
export function wrapHandlers(
  names: readonly string[],
  run: (name: string, args: unknown) => unknown,
): Record<string, (context: unknown, args: never) => unknown> {
  return Object.fromEntries(names.map((name) => [name, (_context: unknown, args: never) => run(name, args)]));
}
