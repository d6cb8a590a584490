import { Worker } from 'node:worker_threads';
import { ConnectionError, ResumeError, SdkError } from '#sdk/base';
import { type Command, CONTROL, type FinishResult, type Notice, type RunEnd, type RunStart } from './messages.ts';

/** Above this the caller is told to slow down; above the second he waits for the disk. Bytes of commands not taken yet. */
const MARK_BYTES = 64 * 1024 * 1024;
const MOST_BYTES = 2 * MARK_BYTES;
/** A disk that takes nothing for so long holds up nobody any more: what does not fit is lost, and said so. */
const MOST_WAIT_MS = 5000;
/** What a small command is counted as. */
const SMALL_BYTES = 256;

interface Answer {
  readonly resolve: (value: FinishResult | undefined) => void;
  readonly reject: (error: Error) => void;
}

type Told = Exclude<Notice, { readonly kind: 'ready' | 'failed' | 'answer' }>;

/** The script's end of the recording thread. */
export class RecorderLink {
  readonly #worker: Worker;
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #answers = new Map<number, Answer>();
  readonly #listen: (notice: Told) => void;
  #sentBytes = 0;
  #nextId = 1;
  #holds = 0;
  #isGone = false;
  #isStuck = false;

  private constructor(worker: Worker, control: SharedArrayBuffer, listen: (notice: Told) => void) {
    this.#worker = worker;
    this.#control = new Int32Array(control);
    this.#listen = listen;
  }

  /**
   * Starts the recording thread of a run. Resolves when its journal is open. `listen` hears what happens later.
   * Errors: as `openRun` in the thread.
   */
  static async start(
    start: Omit<RunStart, 'control'>,
    listen: (notice: Told) => void,
  ): Promise<{ readonly link: RecorderLink; readonly ready: Extract<Notice, { kind: 'ready' }> }> {
    const control = new SharedArrayBuffer(CONTROL.count * Int32Array.BYTES_PER_ELEMENT);
    const name = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js';
    const worker = new Worker(new URL(name, import.meta.url), { workerData: { ...start, control }, execArgv: [] });
    const link = new RecorderLink(worker, control, listen);
    const ready = await new Promise<Extract<Notice, { kind: 'ready' }>>((resolve, reject) => {
      worker.on('message', (notice: Notice) => {
        if (notice.kind === 'ready') resolve(notice);
        else if (notice.kind === 'failed') reject(errorOf(notice));
        else link.#hear(notice);
      });
      worker.once('error', (error: Error) => {
        reject(error);
        link.#fail(error);
      });
    }).catch(async (error: unknown) => {
      await worker.terminate();
      throw error;
    });
    worker.unref();
    return { link, ready };
  }

  /** Sends a row or a key. False when the queue is above its mark. */
  text(text: string): boolean {
    return this.#send(text, undefined, text.length);
  }

  /** Sends any other command; `bytes`: its size where it is large. */
  command(command: Exclude<Command, string>, bytes = SMALL_BYTES): boolean {
    return this.#send(undefined, command, bytes);
  }

  /** True while the queue is below its mark. */
  get hasRoom(): boolean {
    return this.#backlog() < MARK_BYTES;
  }

  /** Sends a command that is answered; the process stays alive until then. */
  async ask(make: (id: number) => Exclude<Command, string>): Promise<FinishResult | undefined> {
    const id = this.#nextId++;
    const release = this.hold();
    try {
      return await new Promise<FinishResult | undefined>((resolve, reject) => {
        this.#answers.set(id, { resolve, reject });
        this.command(make(id));
      });
    } finally {
      release();
    }
  }

  /** Keeps the process alive until the returned function is called. */
  hold(): () => void {
    this.#holds += 1;
    this.#worker.ref();
    let isHeld = true;
    return () => {
      if (isHeld) this.#holds -= 1;
      isHeld = false;
      if (this.#holds === 0) this.#worker.unref();
    };
  }

  /** At the end of the process: waits, for at most `ms`, until the rest is in the journal and, where a host is, with it. */
  exit(ending: RunEnd, ms: number): void {
    this.command({ kind: 'exit', ...ending });
    const end = performance.now() + ms;
    for (let state = 0; state < 2; state = Atomics.load(this.#control, CONTROL.exited)) {
      const left = end - performance.now();
      if (left <= 0 || this.#isGone) return;
      Atomics.wait(this.#control, CONTROL.exited, state, left);
    }
  }

  async close(): Promise<void> {
    this.#isGone = true;
    await this.#worker.terminate();
  }

  #send(text: string | undefined, command: Command | undefined, size: number): boolean {
    if (this.#isGone) return false;
    let backlog = this.#backlog();
    if (backlog > MOST_BYTES) {
      if (!this.#waitForRoom()) return false;
      backlog = this.#backlog();
    }
    this.#sentBytes = (this.#sentBytes + size) | 0;
    this.#worker.postMessage(text ?? { command, size });
    return backlog < MARK_BYTES;
  }

  #backlog(): number {
    return (this.#sentBytes - Atomics.load(this.#control, CONTROL.taken)) | 0;
  }

  #waitForRoom(): boolean {
    const end = performance.now() + (this.#isStuck ? 0 : MOST_WAIT_MS);
    while (this.#backlog() > MOST_BYTES) {
      const left = end - performance.now();
      if (left <= 0) {
        if (!this.#isStuck)
          this.#listen({ kind: 'warning', code: 'log.lost', message: 'the disk takes no more: values are lost' });
        this.#isStuck = true;
        return false;
      }
      Atomics.wait(this.#control, CONTROL.taken, Atomics.load(this.#control, CONTROL.taken), left);
    }
    this.#isStuck = false;
    return true;
  }

  #hear(notice: Exclude<Notice, { readonly kind: 'ready' | 'failed' }>): void {
    if (notice.kind !== 'answer') return this.#listen(notice);
    const answer = this.#answers.get(notice.id);
    this.#answers.delete(notice.id);
    if (notice.error === undefined) answer?.resolve(notice.value);
    else answer?.reject(new SdkError('recorder', notice.error));
  }

  #fail(error: Error): void {
    this.#isGone = true;
    for (const { reject } of this.#answers.values()) reject(error);
    this.#answers.clear();
    this.#listen({
      kind: 'warning',
      code: 'recorder.ended',
      message: `nothing is recorded any more: ${error.message}`,
    });
  }
}

function errorOf(notice: Extract<Notice, { kind: 'failed' }>): Error {
  const { name, code, message } = notice;
  if (name === 'ResumeError') return new ResumeError(code, message);
  if (name === 'ConnectionError') return new ConnectionError(code, message);
  return new SdkError(code, message);
}
