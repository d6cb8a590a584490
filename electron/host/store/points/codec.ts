import { lowerBound } from './column.ts';
import {
  asFloats,
  compressBytes,
  compressFloats,
  decompressBytes,
  decompressFloats,
  type Layout,
} from './float-bytes.ts';

/**
 * One column of one span as bytes. Header of 8 bytes: u8 kind, u8 rows kind (0 evenly spaced, 1 listed), u16 count,
 * u16 first row, u16 row stride; then u16 rows if listed, zero padding to 8 bytes, then the payload by kind:
 * 0 float64 as they are; 1 float64 start and increment (value i is start + i * increment, to the last bit);
 * 2 to 5 packed float64 (see LAYOUT); 8 texts: u32 lengths in UTF-16 units, then UTF-8 of all texts; 9 zstd of that.
 * Little-endian, as every machine we run on.
 */
const KIND = { floats: 0, arithmetic: 1, texts: 8, packedTexts: 9 } as const;
const HEADER_BYTES = 8;
// Below this zstd's own overhead eats the gain.
const COMPRESS_FROM_BYTES = 192;

/** Rows of decoded points: evenly spaced from `first`, or listed. */
export interface RowSet {
  readonly count: number;
  readonly first: number;
  readonly stride: number;
  readonly listed: Uint16Array | undefined;
}

export interface NumberPoints extends RowSet {
  readonly values: Float64Array;
}

export interface TextPoints extends RowSet {
  readonly texts: readonly string[];
}

export function rowAt(set: RowSet, index: number): number {
  return set.listed === undefined ? set.first + index * set.stride : (set.listed[index] ?? 0);
}

/** Index of a row among the points, or -1. */
export function indexOfRow(set: RowSet, row: number): number {
  if (set.listed !== undefined) {
    const at = lowerBound(set.listed, set.count, row);
    return at < set.count && set.listed[at] === row ? at : -1;
  }
  const at = set.stride === 1 ? row - set.first : (row - set.first) / set.stride;
  return Number.isInteger(at) && at >= 0 && at < set.count ? at : -1;
}

/** Packs points; `isSmall` spends time on size (sealed spans), otherwise speed counts (fresh batches). */
export function encodeNumbers(
  rows: Uint16Array,
  values: Float64Array,
  options: { readonly isSmall: boolean; readonly isMonotonic: boolean },
): Uint8Array {
  const progression = asProgression(values);
  if (progression !== undefined) return assemble(KIND.arithmetic, rows, floatBytes(progression));
  if (options.isSmall && values.byteLength >= COMPRESS_FROM_BYTES) {
    const packed = compressFloats(values, options.isMonotonic);
    if (packed !== undefined) return assemble(packed.layout, rows, packed.bytes);
  }
  return assemble(KIND.floats, rows, floatBytes(values));
}

export function decodeNumbers(bytes: Uint8Array): NumberPoints {
  const { kind, payload, ...set } = readHeader(bytes);
  return { ...set, values: decodeValues(kind, payload, set.count) };
}

/** Only the rows of a packed column; `bytes` may be cut after them. */
export function decodeRowSet(bytes: Uint8Array): RowSet {
  const { count, first, stride, listed } = readHeader(bytes);
  return { count, first, stride, listed };
}

export function encodeTexts(rows: Uint16Array, texts: readonly string[], isSmall: boolean): Uint8Array {
  const lengths = Uint32Array.from(texts, (text) => text.length);
  const all = Buffer.from(texts.join(''), 'utf8');
  const payload = new Uint8Array(lengths.byteLength + all.length);
  payload.set(new Uint8Array(lengths.buffer));
  payload.set(all, lengths.byteLength);
  if (isSmall && payload.length >= COMPRESS_FROM_BYTES) {
    const packed = compressBytes(payload);
    if (packed.length < payload.length * 0.94) return assemble(KIND.packedTexts, rows, packed);
  }
  return assemble(KIND.texts, rows, payload);
}

export function decodeTexts(bytes: Uint8Array): TextPoints {
  const { kind, payload, ...set } = readHeader(bytes);
  if (kind !== KIND.texts && kind !== KIND.packedTexts) throw new Error(`column kind ${kind} is not text`);
  const plain = kind === KIND.packedTexts ? decompressBytes(payload) : payload;
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const all = Buffer.from(plain.buffer, plain.byteOffset + set.count * 4, plain.length - set.count * 4).toString(
    'utf8',
  );
  const texts: string[] = [];
  let at = 0;
  for (let i = 0; i < set.count; i++) {
    const end = at + view.getUint32(i * 4, true);
    texts.push(all.slice(at, end));
    at = end;
  }
  return { ...set, texts };
}

function assemble(kind: number, rows: Uint16Array, payload: Uint8Array): Uint8Array {
  const count = rows.length;
  const stride = evenStride(rows);
  const listBytes = stride === undefined ? Math.ceil((count * 2) / 8) * 8 : 0;
  const out = new Uint8Array(HEADER_BYTES + listBytes + payload.length);
  const head = new Uint16Array(out.buffer, 0, 4 + listBytes / 2);
  out[0] = kind;
  out[1] = stride === undefined ? 1 : 0;
  head[1] = count;
  head[2] = rows[0] ?? 0;
  head[3] = stride ?? 0;
  if (stride === undefined) head.set(rows, 4);
  out.set(payload, HEADER_BYTES + listBytes);
  return out;
}

function readHeader(bytes: Uint8Array): RowSet & { readonly kind: number; readonly payload: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint16(2, true);
  const isListed = bytes[1] === 1;
  const listBytes = isListed ? Math.ceil((count * 2) / 8) * 8 : 0;
  return {
    kind: bytes[0] ?? 0,
    count,
    first: view.getUint16(4, true),
    stride: view.getUint16(6, true),
    listed: isListed ? Uint16Array.from({ length: count }, (_, i) => view.getUint16(8 + i * 2, true)) : undefined,
    payload: bytes.subarray(HEADER_BYTES + listBytes),
  };
}

function decodeValues(kind: number, payload: Uint8Array, count: number): Float64Array {
  if (kind === KIND.floats) return asFloats(payload.subarray(0, count * 8));
  if (kind === KIND.arithmetic) {
    const [start = 0, increment = 0] = asFloats(payload);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = start + i * increment;
    return values;
  }
  return decompressFloats(payload, kind as Layout, count);
}

/** Start and increment when they give every value back bit by bit (-0 and NaN included). */
function asProgression(values: Float64Array): Float64Array | undefined {
  const start = values[0] ?? 0;
  const increment = values.length > 1 ? (values[1] ?? 0) - start : 0;
  for (let i = 0; i < values.length; i++) {
    if (!Object.is(start + i * increment, values[i])) return undefined;
  }
  return Float64Array.of(start, increment);
}

function evenStride(rows: Uint16Array): number | undefined {
  const first = rows[0] ?? 0;
  const stride = rows.length > 1 ? (rows[1] ?? 0) - first : 1;
  if ((rows[rows.length - 1] ?? 0) - first !== stride * Math.max(0, rows.length - 1)) return undefined;
  for (let i = 2; i < rows.length; i++) if ((rows[i] ?? 0) !== first + i * stride) return undefined;
  return stride;
}

function floatBytes(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
