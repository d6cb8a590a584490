import { UsageError } from '#sdk/base';
import type { RecorderLink } from '#sdk/worker';
import type { Warning } from './events.ts';
import { stayInterruptible } from './exit.ts';
import type { OpenRow } from './open-row.ts';
import type { LogOptions, RunParts } from './parts.ts';
import type { RowWriter } from './row.ts';
import type { Summary } from './summary.ts';

/** Gives the rows of a run their steps and sends them to the recorder. */
export class RowLog {
  readonly #parts: Pick<RunParts, 'link' | 'moments' | 'outOfOrderStep'>;
  readonly #open: OpenRow;
  readonly #writer: RowWriter;
  readonly #summary: Summary;
  readonly #warn: (warning: Warning) => void;
  #step: number;
  #hasRoom = true;

  constructor(
    parts: Pick<RunParts, 'link' | 'moments' | 'outOfOrderStep' | 'startingStep'>,
    made: {
      readonly open: OpenRow;
      readonly writer: RowWriter;
      readonly summary: Summary;
      readonly warn: (warning: Warning) => void;
    },
  ) {
    this.#parts = parts;
    this.#open = made.open;
    this.#writer = made.writer;
    this.#summary = made.summary;
    this.#warn = made.warn;
    this.#step = parts.startingStep;
  }

  /** Step of the next row. */
  get step(): number {
    return this.#step;
  }

  /** As `Run.log`, of a run that goes on. */
  log(data: Readonly<Record<string, unknown>>, options: LogOptions | undefined): boolean {
    if (typeof data !== 'object' || data === null) throw new UsageError('log.data', 'log takes an object');
    let commit = true;
    if (options !== undefined) {
      if (options.step !== undefined && !this.#goTo(options.step)) return this.#hasRoom;
      commit = options.commit ?? options.step === undefined;
    }
    const row = this.#open.add(data, commit);
    return row === undefined ? this.#hasRoom : this.#write(row);
  }

  /** A row of another thread, in parts as `RowWriter` makes them: at its step, or as the next one. */
  take([mark = '', , at = '', ...rest]: readonly string[], step: number | undefined): void {
    this.#parts.moments.take(Number(at));
    try {
      this.end();
      if (step !== undefined && !this.#goTo(step)) return;
    } catch (error) {
      return this.#warn({ code: 'log.step', message: error instanceof Error ? error.message : String(error) });
    }
    this.#parts.link?.text([mark, String(this.#step), at, ...rest].join('\n'));
    this.#step += 1;
  }

  /** Writes the row that is open. */
  end(): void {
    const row = this.#open.end();
    if (row !== undefined) this.#write(row);
  }

  /** The queue was waited for. */
  hasDrained(link: RecorderLink): void {
    this.#hasRoom = link.hasRoom;
  }

  #write(row: Readonly<Record<string, unknown>>): boolean {
    const text = this.#writer.row(this.#step, this.#parts.moments.ofRow(row), row);
    this.#summary.take(row, this.#step);
    this.#step += 1;
    stayInterruptible();
    if (this.#parts.link !== undefined) this.#hasRoom = this.#parts.link.text(text);
    return this.#hasRoom;
  }

  /** Makes `step` the current one; false when it is over and its values are dropped. */
  #goTo(step: number): boolean {
    if (!Number.isSafeInteger(step) || step < 0) throw new UsageError('log.step', `${step} is no step`);
    if (step === this.#step) return true;
    if (step > this.#step) {
      this.end();
      this.#step = step;
      return true;
    }
    const message = `step ${step} is over (the current one is ${this.#step})`;
    const policy = this.#parts.outOfOrderStep;
    if (policy === 'throw') throw new UsageError('log.step', message);
    const isKept = policy === 'current';
    this.#warn({
      code: 'log.step',
      message: `${message}: its values ${isKept ? 'join the current one' : 'are dropped'}`,
      step,
    });
    return isKept;
  }
}
