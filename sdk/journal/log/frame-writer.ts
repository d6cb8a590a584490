import { crc32 } from 'node:zlib';
import { BLOCK_BYTES, CHUNK_HEADER_BYTES, FIRST, FULL, HEADER, LAST, MIDDLE } from './framing.ts';

const START_BYTES = 256 * 1024;

/**
 * Frames records as the client's transaction log does; `readRecords` is the other side. What was framed waits in
 * `pending` until somebody has written it to the file and calls `written`.
 * Source: the client's transaction log, protocol 11.2 (a LevelDB log with CRC-32 over type and payload).
 */
export class FrameWriter {
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #used = 0;
  /** Where in the file the next byte goes. */
  #at: number;

  /** `position`: the size of the file so far; 0 begins a new one with its header. */
  constructor(position = 0) {
    this.#at = position;
    if (position === 0) this.#put(Buffer.from(HEADER));
  }

  /** Bytes that are not in the file yet; good until the next call. */
  get pending(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  /** Where in the file the last framed record ends. */
  get position(): number {
    return this.#at;
  }

  /** Forgets the pending bytes: they are in the file now. */
  written(): void {
    this.#used = 0;
    // A large record does not hold its memory for ever.
    if (this.#bytes.length > 16 * START_BYTES) this.#bytes = Buffer.allocUnsafe(START_BYTES);
  }

  /** Frames the record `payload[from, to)`. */
  add(payload: Uint8Array, from = 0, to = payload.length): void {
    this.#reserve((to - from) * 1.01 + 4 * CHUNK_HEADER_BYTES);
    for (let at = from, isFirst = true; ; isFirst = false) {
      const left = BLOCK_BYTES - (this.#at % BLOCK_BYTES);
      if (left < CHUNK_HEADER_BYTES) {
        this.#bytes.fill(0, this.#used, this.#used + left);
        this.#move(left);
        isFirst = at === from;
      }
      const room = BLOCK_BYTES - (this.#at % BLOCK_BYTES) - CHUNK_HEADER_BYTES;
      const length = Math.min(room, to - at);
      const isLast = at + length === to;
      this.#chunk(isFirst ? (isLast ? FULL : FIRST) : isLast ? LAST : MIDDLE, payload, at, length);
      at += length;
      if (isLast) return;
    }
  }

  #chunk(type: number, payload: Uint8Array, at: number, length: number): void {
    const bytes = this.#bytes;
    const start = this.#used;
    bytes.writeUInt16LE(length, start + 4);
    bytes[start + 6] = type;
    bytes.set(payload.subarray(at, at + length), start + CHUNK_HEADER_BYTES);
    bytes.writeUInt32LE(crc32(bytes.subarray(start + 6, start + CHUNK_HEADER_BYTES + length)), start);
    this.#move(CHUNK_HEADER_BYTES + length);
  }

  #put(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#used);
    this.#move(bytes.length);
  }

  #move(count: number): void {
    this.#used += count;
    this.#at += count;
  }

  #reserve(count: number): void {
    const wanted = this.#used + Math.ceil(count) + BLOCK_BYTES;
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2));
    larger.set(this.pending);
    this.#bytes = larger;
  }
}
