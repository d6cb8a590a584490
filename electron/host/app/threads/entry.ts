import { parentPort, workerData } from 'node:worker_threads';
import { serveCalls, type Channel, type Handlers, type NoticeMessage } from '#host/base';
import { asProblem } from '#shared/errors';
import { collectGarbage } from './garbage.ts';
import type { ThreadData, ThreadNotice } from './notices.ts';

/** What a thread does. */
export interface ThreadWork<C> {
  /** The handlers of several rooms. A name that two rooms use is a bug. */
  readonly rooms: readonly Handlers<C>[];
  /** Rooms that a thread need not hold before somebody calls one of their handlers, by the names' part before the dot. */
  readonly lateRooms?: Readonly<Record<string, () => Promise<Handlers<C>>>>;
  /** Runs one call; `handle` takes the context that this thread has for it. */
  run(handle: (context: C) => unknown): unknown;
  /** One small piece of work left for later, done in turns between calls; returns true while there is more of it. */
  rest?(): boolean;
  /** Called after the last call. */
  close(): void;
}

/**
 * Runs a thread: opens what it needs, then serves calls one after the other. A failure to open is told to the main
 * thread as a Problem, and the thread ends.
 */
export function runThread<C>(open: (data: ThreadData, tell: (notice: ThreadNotice) => void) => ThreadWork<C>): void {
  const port = parentPort;
  if (port === null) throw new Error('this file runs in a worker thread only');
  const tell = (value: ThreadNotice): void => port.postMessage({ kind: 'notice', value } satisfies NoticeMessage);
  try {
    const work = open(workerData as ThreadData, tell);
    const joined: Joined = { 'thread.close': () => work.close(), 'thread.tidy': collectGarbage };
    const served = withRest(work);
    for (const room of work.rooms) addHandlers(joined, room, served);
    serveCalls(port as Channel, joined, undefined, lateLoader(joined, served));
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'failed', problem: asProblem(error).toData() });
    port.close();
  }
}

/** After each call, what was left for later is done piece by piece, as long as no call waits for longer than a piece. */
function withRest<C>(work: ThreadWork<C>): ThreadWork<C> {
  if (work.rest === undefined) return work;
  let isPlanned = false;
  const turn = (): void => {
    isPlanned = false;
    try {
      if (work.rest?.() === true) plan();
    } catch {
      // It is tried again after the next call, which meets the same trouble and tells it.
    }
  };
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(turn);
  };
  return {
    ...work,
    run(handle) {
      plan();
      return work.run(handle);
    },
  };
}

type Joined = Record<string, Handlers<undefined>[string]>;

function addHandlers<C>(joined: Joined, room: Handlers<C>, work: ThreadWork<C>): void {
  for (const [name, handler] of Object.entries(room)) {
    if (Object.hasOwn(joined, name)) throw new Error(`two handlers are called ${name}`);
    joined[name] = (_context, args) => work.run((context) => handler(context, args));
  }
}

function lateLoader<C>(joined: Joined, work: ThreadWork<C>): (name: string) => Promise<void> | undefined {
  return (name) => {
    const load = work.lateRooms?.[name.split('.', 1)[0] ?? ''];
    if (load === undefined || Object.hasOwn(joined, name)) return undefined;
    return load().then((room) => addHandlers(joined, room, work));
  };
}
