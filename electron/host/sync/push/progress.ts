import { systemClock } from '#host/base';

const TELL_EVERY_MS = 100;

/**
 * How far a push is, in bytes of content. What is left is known of files, and of rows guessed by the length of those
 * that went.
 */
export class Progress {
  readonly #tell: (sentBytes: number, totalBytes: number) => void;
  #sent = 0;
  #onTheWay = 0;
  #leftBytes = 0;
  #leftLines = 0;
  #lineBytes = 0;
  #countedLines = 0;
  #lastTold = Number.NEGATIVE_INFINITY;

  constructor(tell: (sentBytes: number, totalBytes: number) => void) {
    this.#tell = tell;
  }

  expectBytes(count: number): void {
    this.#leftBytes += count;
  }

  /** `bytesEach`: how long one of them is on the wire, as far as it is known yet. */
  expectLines(count: number, bytesEach: number): void {
    this.#leftLines += count;
    this.#lineBytes += count * bytesEach;
    this.#countedLines += count;
  }

  /** Bytes on the wire, or taken back because they go again. */
  move(count: number): void {
    this.#onTheWay += count;
    this.#tellSome(false);
  }

  /** What was expected to be `expected` bytes is there with `actual` ones; 0 when it was there already. */
  arrived(expected: number, actual: number): void {
    this.#leftBytes = Math.max(0, this.#leftBytes - expected);
    this.#settle(actual);
  }

  linesArrived(count: number, actual: number): void {
    this.#leftLines = Math.max(0, this.#leftLines - count);
    this.#settle(actual);
  }

  /** Says how it stands, also when it was said just now. */
  flush(): void {
    this.#tellSome(true);
  }

  #settle(actual: number): void {
    this.#sent += actual;
    this.#onTheWay = Math.max(0, this.#onTheWay - actual);
    this.#tellSome(false);
  }

  #tellSome(isNow: boolean): void {
    const now = systemClock.monotonic();
    if (!isNow && now - this.#lastTold < TELL_EVERY_MS) return;
    this.#lastTold = now;
    const perLine = this.#countedLines === 0 ? 0 : this.#lineBytes / this.#countedLines;
    const left = Math.round(this.#leftBytes + this.#leftLines * perLine);
    this.#tell(this.#sent + this.#onTheWay, this.#sent + Math.max(left, this.#onTheWay));
  }
}
