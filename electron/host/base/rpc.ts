import { asProblem, Problem, type ProblemData } from '#shared/errors';

/** The two ends of a thread channel: a worker_threads MessagePort, Worker or parentPort fits. */
export interface Channel {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

// `any` arguments would be simpler, but a handler must say what it takes; `never` accepts every such handler.
export type HandlerMap = Readonly<Record<string, (context: never, args: never) => unknown>>;

type Args<H extends HandlerMap, K extends keyof H> = Parameters<H[K]>[1];
/** What the caller gets: of a Transferred answer its value. */
type Result<H extends HandlerMap, K extends keyof H> =
  Awaited<ReturnType<H[K]>> extends Transferred<infer T> ? T : Awaited<ReturnType<H[K]>>;

/** Calls handlers of type H that live in another thread. */
export interface Caller<H extends HandlerMap> {
  /**
   * Resolves with the handler's result; rejects with the Problem it threw (any other throw arrives as `internal`).
   * `transfer` moves buffers instead of copying them. An aborted `signal` rejects at once with `request.cancelled`
   * and drops the call if it has not begun.
   */
  call<K extends keyof H & string>(
    name: K,
    args: Args<H, K>,
    options?: { readonly transfer?: readonly ArrayBuffer[]; readonly signal?: AbortSignal },
  ): Promise<Result<H, K>>;
}

interface CallMessage {
  readonly kind: 'call';
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}
interface CancelMessage {
  readonly kind: 'cancel';
  readonly id: number;
}
interface AnswerMessage {
  readonly kind: 'answer';
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
}
export interface NoticeMessage {
  readonly kind: 'notice';
  readonly value: unknown;
}

/** A handler's answer that is moved, not copied: `value` is sent, the buffers of `transfer` change owner. */
export class Transferred<T> {
  readonly value: T;
  readonly transfer: readonly ArrayBuffer[];
  constructor(value: T, transfer: readonly ArrayBuffer[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** Handlers by name, as serveCalls takes them. */
export type Handlers<C> = Readonly<Record<string, (context: C, args: never) => unknown>>;

/**
 * Serves calls that arrive on `channel`, one after the other in the order they came. Calls that were cancelled while
 * they waited are not run. `context` is handed to each handler. `prepare` says what has to be loaded before a call of
 * this name can run; the calls behind it wait, and it fails with the error of loading.
 */
export function serveCalls<C>(
  channel: Channel,
  handlers: Handlers<C>,
  context: C,
  prepare: (name: string) => Promise<void> | undefined = () => undefined,
): void {
  const waiting: CallMessage[] = [];
  const cancelled = new Set<number>();
  let isScheduled = false;
  const serve = (message: CallMessage, loaded?: PromiseSettledResult<void>): void => {
    isScheduled = false;
    if (waiting.length > 0) schedule();
    if (cancelled.delete(message.id)) return;
    answer(channel, message, () => {
      if (loaded?.status === 'rejected') throw loaded.reason;
      const handler = handlers[message.name];
      if (handler === undefined) throw new Error(`no handler ${message.name}`);
      return handler(context, message.args as never);
    });
  };
  const run = (): void => {
    const message = waiting.shift();
    if (message === undefined) return;
    const loading = prepare(message.name);
    if (loading === undefined) return serve(message);
    void Promise.allSettled([loading]).then(([loaded]) => serve(message, loaded));
  };
  // One call per turn of the event loop, so that a cancel sent meanwhile is seen before the next call begins.
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(run);
  };
  channel.on('message', (raw) => {
    const message = raw as CallMessage | CancelMessage;
    if (message.kind === 'cancel') {
      if (waiting.some((call) => call.id === message.id)) cancelled.add(message.id);
    } else if (message.kind === 'call') {
      waiting.push(message);
      schedule();
    }
  });
}

function answer(channel: Channel, message: CallMessage, work: () => unknown): void {
  const reply = (ok: boolean, value: unknown, transfer: readonly ArrayBuffer[] = []): void => {
    channel.postMessage({ kind: 'answer', id: message.id, ok, value } satisfies AnswerMessage, transfer);
  };
  try {
    const value = work();
    if (value instanceof Transferred) reply(true, value.value, value.transfer);
    else reply(true, value);
  } catch (error) {
    reply(false, problemForThread(error));
  }
}

function problemForThread(error: unknown): ProblemData & { readonly stack?: string } {
  const data = asProblem(error).toData();
  return error instanceof Problem || !(error instanceof Error) || error.stack === undefined
    ? data
    : { ...data, stack: error.stack };
}

/** Makes the calling end of a channel; `onNotice` gets what the other side sends without being asked. */
export function makeCaller<H extends HandlerMap>(
  channel: Channel,
  onNotice: (value: unknown) => void = () => undefined,
): Caller<H> & { failAll(problem: Problem): void; readonly pendingCount: number } {
  let nextId = 1;
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  channel.on('message', (raw) => {
    const message = raw as AnswerMessage | NoticeMessage;
    if (message.kind === 'notice') return onNotice(message.value);
    const entry = pending.get(message.id);
    if (entry === undefined) return;
    pending.delete(message.id);
    if (message.ok) entry.resolve(message.value);
    else entry.reject(revive(message.value as ProblemData & { stack?: string }));
  });
  return {
    get pendingCount() {
      return pending.size;
    },
    failAll(problem) {
      for (const entry of pending.values()) entry.reject(problem);
      pending.clear();
    },
    call(name, args, options = {}) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        if (options.signal?.aborted === true) return reject(new Problem('request.cancelled'));
        const onAbort = (): void => {
          if (!pending.delete(id)) return;
          channel.postMessage({ kind: 'cancel', id } satisfies CancelMessage);
          reject(new Problem('request.cancelled'));
        };
        options.signal?.addEventListener('abort', onAbort, { once: true });
        const settle = (): void => options.signal?.removeEventListener('abort', onAbort);
        pending.set(id, {
          resolve: (value) => (settle(), resolve(value as never)),
          reject: (error) => (settle(), reject(error)),
        });
        channel.postMessage({ kind: 'call', id, name, args } satisfies CallMessage, options.transfer);
      });
    },
  };
}

function revive(data: ProblemData & { readonly stack?: string }): Problem {
  const problem = Problem.fromData(data);
  if (data.stack !== undefined) problem.stack = data.stack;
  return problem;
}
