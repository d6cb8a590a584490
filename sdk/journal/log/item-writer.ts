import type { FrameWriter } from './frame-writer.ts';

const NUM_TAG = 0x08;
const ITEM_TAG = 0x0a;
const NESTED_KEY_TAG = 0x12;
const STEP_TAG = 0x12;
/** Field 16, length-delimited, takes two bytes. */
const VALUE_TAG = [0x82, 0x01] as const;
const HISTORY_TAG = 0x12;
const SUMMARY_TAG = 0x1a;
/** Room before the items for the record's number, its tag and its length: three varints of at most ten bytes. */
const HEAD_BYTES = 40;
const START_BYTES = 64 * 1024;

/** The bytes that name an item, made once for each key: its path as `nested_key`, which also tells `a.b` from a nested b. */
export function itemPrefix(path: readonly string[]): Uint8Array {
  const parts = path.map((name) => Buffer.from(name));
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + part.length + 11, 0));
  let at = 0;
  for (const part of parts) {
    bytes[at++] = NESTED_KEY_TAG;
    at = putVarint(bytes, at, part.length);
    bytes.set(part, at);
    at += part.length;
  }
  return Uint8Array.prototype.slice.call(bytes, 0, at);
}

/**
 * Writes history and summary records straight to bytes; `ItemReader` is the other side. A log of a long run is nearly
 * all such items, and they are written while the script trains.
 */
export class ItemWriter {
  readonly #frames: FrameWriter;
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #at = HEAD_BYTES;

  constructor(frames: FrameWriter) {
    this.#frames = frames;
  }

  /** True before the first item of a record. */
  get isEmpty(): boolean {
    return this.#at === HEAD_BYTES;
  }

  /** Adds an item; `text` is extended JSON. */
  item(prefix: Uint8Array, text: string): void {
    // Numbers are ASCII: their length is known without looking.
    const first = text.charCodeAt(0);
    const size = first === 0x2d || (first >= 0x30 && first <= 0x39) ? text.length : Buffer.byteLength(text);
    const length = prefix.length + 2 + varintSize(size) + size;
    this.#reserve(length + 11);
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = ITEM_TAG;
    at = putVarint(bytes, at, length);
    bytes.set(prefix, at);
    at += prefix.length;
    bytes[at++] = VALUE_TAG[0];
    bytes[at++] = VALUE_TAG[1];
    at = putVarint(bytes, at, size);
    bytes.write(text, at, size, size === text.length ? 'latin1' : 'utf8');
    this.#at = at + size;
  }

  /** Frames what was added as the history record number `num`. */
  endHistory(num: number, step: number): void {
    this.#reserve(24);
    if (step > 0) {
      this.#bytes[this.#at++] = STEP_TAG;
      this.#bytes[this.#at++] = 1 + varintSize(step);
      this.#bytes[this.#at++] = NUM_TAG;
      this.#at = putVarint(this.#bytes, this.#at, step);
    }
    this.#end(HISTORY_TAG, num);
  }

  /** Frames what was added as the summary record number `num`. */
  endSummary(num: number): void {
    this.#end(SUMMARY_TAG, num);
  }

  #end(tag: number, num: number): void {
    const length = this.#at - HEAD_BYTES;
    const start = HEAD_BYTES - (2 + varintSize(num) + varintSize(length));
    this.#bytes[start] = NUM_TAG;
    const at = putVarint(this.#bytes, start + 1, num);
    this.#bytes[at] = tag;
    putVarint(this.#bytes, at + 1, length);
    this.#frames.add(this.#bytes, start, this.#at);
    this.#at = HEAD_BYTES;
    if (this.#bytes.length > 16 * START_BYTES) this.#bytes = Buffer.allocUnsafe(START_BYTES);
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#at + count, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

/** Writes a whole number that is not negative; returns where the next byte goes. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let next = at;
  while (rest >= 0x80) {
    bytes[next++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[next++] = rest;
  return next;
}
