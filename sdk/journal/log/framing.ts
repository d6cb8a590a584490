import { crc32 } from 'node:zlib';

/** Bytes of a file that may still grow. `read` gives fewer bytes than asked at the end of the file, none beyond it. */
export interface ByteSource {
  read(offset: number, length: number): Uint8Array;
}

/** A span of the file that could not be read, and why. Offsets in bytes from the start of the file. */
export interface DamagedSpan {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/**
 * One whole record of the log. `payload` is good until the next record is read: a window over the file moves under it.
 * `end` is the offset behind it: a good place to go on from.
 */
export interface FramedRecord {
  readonly payload: Uint8Array;
  readonly end: number;
}

export interface ReadEnd {
  /** Behind the last whole record; what follows is nothing, a record that is still being written, or a torn one. */
  readonly position: number;
  /** True when bytes of an unfinished record follow `position`. */
  readonly isTorn: boolean;
  readonly damage: readonly DamagedSpan[];
}

/** The first bytes are not those of a `.wandb` file of a known version. */
export class NotALogError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotALogError';
  }
}

// ":W&B", then 0xBEE1 little-endian, then version 0. Source: the client's transaction log, protocol 11.2.
export const HEADER = [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00] as const;
const HEADER_BYTES = HEADER.length;
export const BLOCK_BYTES = 32_768;
export const CHUNK_HEADER_BYTES = 7;
/** Read ahead in whole blocks, so that a chunk always lies inside one window. */
const WINDOW_BYTES = 32 * BLOCK_BYTES;

export const FULL = 1;
export const FIRST = 2;
export const MIDDLE = 3;
export const LAST = 4;

type Chunk =
  | { readonly kind: 'data'; readonly type: number; readonly payload: Uint8Array; readonly end: number }
  | { readonly kind: 'skip'; readonly end: number }
  | { readonly kind: 'bad'; readonly end: number; readonly reason: string }
  | { readonly kind: 'end' };

/**
 * Reads whole records from `from` (0 = the start of the file, else a `position` or `end` of an earlier reading).
 * The log is a LevelDB log: blocks of 32 KiB aligned to the file, chunks with CRC-32 over type and payload.
 * A bad chunk costs the rest of its block; reading goes on at the next chunk that begins a record. An unfinished
 * record at the end is left for a later reading. Throws NotALogError when the header is wrong; a header that is not
 * complete yet reads as an empty file.
 */
export function* readRecords(source: ByteSource, from = 0): Generator<FramedRecord, ReadEnd> {
  const window = new Window(source);
  let at = Math.max(from, HEADER_BYTES);
  if (from < HEADER_BYTES && !hasHeader(window)) return { position: 0, isTorn: false, damage: [] };
  const damage: DamagedSpan[] = [];
  let parts: Uint8Array[] = [];
  let recordStart = at;
  for (;;) {
    const chunk = readChunk(window, at);
    if (chunk.kind === 'end') break;
    if (chunk.kind === 'bad') {
      damage.push({ from: recordStart, to: chunk.end, reason: chunk.reason });
      parts = [];
    } else if (chunk.kind === 'data') {
      const isStart = chunk.type === FULL || chunk.type === FIRST;
      if (isStart && parts.length > 0) damage.push({ from: recordStart, to: at, reason: 'a record without its end' });
      if (isStart) {
        parts = [];
        recordStart = at;
      }
      // A middle or last chunk whose beginning was lost belongs to a span that is already reported.
      // Parts of a larger record are copied: the window moves on before the record is whole.
      const part = chunk.type === FULL ? chunk.payload : chunk.payload.slice();
      if (isStart || parts.length > 0) parts.push(part);
      if (parts.length > 0 && (chunk.type === FULL || chunk.type === LAST)) {
        yield { payload: parts.length === 1 ? (parts[0] as Uint8Array) : concat(parts), end: chunk.end };
        parts = [];
      }
    }
    at = chunk.end;
    if (parts.length === 0) recordStart = at;
  }
  return { position: recordStart, isTorn: window.has(recordStart, 1), damage };
}

function readChunk(window: Window, at: number): Chunk {
  const blockLeft = BLOCK_BYTES - (at % BLOCK_BYTES);
  if (blockLeft < CHUNK_HEADER_BYTES)
    return window.has(at + blockLeft, 1) ? { kind: 'skip', end: at + blockLeft } : { kind: 'end' };
  if (!window.has(at, CHUNK_HEADER_BYTES)) return { kind: 'end' };
  const header = window.view(at, CHUNK_HEADER_BYTES);
  const crc = header.getUint32(0, true);
  const length = header.getUint16(4, true);
  const type = header.getUint8(6);
  const nextBlock = at + blockLeft;
  if (crc === 0 && length === 0 && type === 0) {
    return window.has(nextBlock, 1) ? { kind: 'skip', end: nextBlock } : { kind: 'end' };
  }
  if (type < FULL || type > LAST) return { kind: 'bad', end: nextBlock, reason: `chunk type ${type}` };
  if (CHUNK_HEADER_BYTES + length > blockLeft)
    return { kind: 'bad', end: nextBlock, reason: 'a chunk longer than its block' };
  if (!window.has(at + CHUNK_HEADER_BYTES, length)) return { kind: 'end' };
  if (crc32(window.bytes(at + 6, 1 + length)) !== crc) {
    return { kind: 'bad', end: nextBlock, reason: 'checksum mismatch' };
  }
  const payload = window.bytes(at + CHUNK_HEADER_BYTES, length);
  return { kind: 'data', type, payload, end: at + CHUNK_HEADER_BYTES + length };
}

function hasHeader(window: Window): boolean {
  if (!window.has(0, HEADER_BYTES)) {
    if (window.has(0, 1) && window.bytes(0, 1)[0] !== HEADER[0]) throw new NotALogError('not a .wandb file');
    return false;
  }
  const bytes = window.bytes(0, HEADER_BYTES);
  for (let i = 0; i < 6; i++) if (bytes[i] !== HEADER[i]) throw new NotALogError('not a .wandb file');
  if (bytes[6] !== HEADER[6])
    throw new NotALogError(`.wandb version ${bytes[6]} is not known; this Taffrail knows version 0`);
  return true;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A piece of the file in memory, aligned to blocks, moved forward as reading goes on. */
class Window {
  readonly #source: ByteSource;
  #start = 0;
  #data: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    this.#source = source;
  }

  has(offset: number, length: number): boolean {
    if (!this.#covers(offset, length)) this.#load(offset);
    return this.#covers(offset, length);
  }

  bytes(offset: number, length: number): Uint8Array {
    return this.#data.subarray(offset - this.#start, offset - this.#start + length);
  }

  view(offset: number, length: number): DataView {
    return new DataView(this.#data.buffer, this.#data.byteOffset + offset - this.#start, length);
  }

  #covers(offset: number, length: number): boolean {
    return offset >= this.#start && offset + length <= this.#start + this.#data.length;
  }

  #load(offset: number): void {
    this.#start = offset - (offset % BLOCK_BYTES);
    const { buffer, byteOffset, length } = this.#source.read(this.#start, WINDOW_BYTES);
    // Not a Buffer, whose slice would not copy.
    this.#data = new Uint8Array(buffer, byteOffset, length);
  }
}
