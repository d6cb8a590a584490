import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '#host/base';
import { isEnd, type PushMessage, type PushOrder, type PushTold, wantsAnswer } from './messages.ts';

/** A thread that nobody has work for ends after so long. */
const IDLE_MS = 30_000;
/** A thread lives through thousands of runs; with the usual 48 MB of young objects two of them hold 100 MB more. */
const YOUNG_MB = 8;

/** A push that goes on in a thread. */
export interface RunningPush {
  /** Ends it where it is; resolves when nothing more comes of it. */
  stop(): Promise<void>;
}

type Listener = (what: PushTold) => unknown;

/** Threads that send runs. Each takes one after the other, because starting one costs more than a small run. */
export class PushPool {
  readonly #clock: Clock;
  readonly #idle: PushThread[] = [];
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `told` hears all, in order, and answers what wants an answer. The last is a PushEnd. */
  start(order: PushOrder, told: Listener): RunningPush {
    let thread = this.#idle.pop();
    while (thread?.isOver === true) thread = this.#idle.pop();
    thread ??= new PushThread();
    thread.stopIdling();
    const running = thread;
    running.work(order, (what) => {
      if (isEnd(what)) this.#rest(running);
      return told(what);
    });
    return { stop: () => running.end() };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((thread) => thread.end()));
  }

  #rest(thread: PushThread): void {
    if (this.#isClosed || thread.isOver) return void thread.end();
    this.#idle.push(thread);
    thread.stopIdling = this.#clock.after(IDLE_MS, () => {
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
      void thread.end();
    });
  }
}

class PushThread {
  readonly #worker: Worker;
  #told: Listener | undefined;
  isOver = false;
  stopIdling: () => void = () => undefined;

  constructor() {
    const file = new URL(`./push-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
    this.#worker = new Worker(file, { name: 'sync', resourceLimits });
    this.#worker.unref();
    this.#worker.on('message', (what: PushTold) => {
      const told = this.#told;
      if (told === undefined) return;
      if (isEnd(what)) this.#told = undefined;
      const answer = told(what);
      if (wantsAnswer(what)) void Promise.resolve(answer).then((value) => this.#send({ kind: 'answer', value }));
    });
    this.#worker.on('error', (error: Error) => this.#fail(error.message));
    this.#worker.on('exit', () => this.#fail('its thread ended'));
  }

  work(order: PushOrder, told: Listener): void {
    this.#told = told;
    this.#send({ kind: 'order', order });
  }

  async end(): Promise<void> {
    this.#told = undefined;
    this.isOver = true;
    this.stopIdling();
    await this.#worker.terminate();
  }

  #send(message: PushMessage): void {
    this.#worker.postMessage(message);
  }

  #fail(reason: string): void {
    this.isOver = true;
    const told = this.#told;
    this.#told = undefined;
    told?.({ kind: 'failed', reason });
  }
}
