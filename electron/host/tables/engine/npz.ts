import { readFileSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { JsonValue } from '#shared/wire';

const MOST_BYTES = 256 * 1024 * 1024;
/** Numbers that are taken from one array: as lists they take some hundred megabytes. */
const MOST_NUMBERS = 10_000_000;
const END_BYTES = 22;
const DEFLATED = 8;

/**
 * One array of a file of numpy's `savez`, as lists in lists; undefined for what is none, is larger than is good to show
 * as cells, or holds Python objects. Units and order are those of the array, rows first. Never throws for the content.
 * Source: numpy's format of `.npy` (versions 1 to 3) in a zip without encryption.
 */
export function readNpzArray(path: string, key: string): readonly JsonValue[] | undefined {
  if (statSync(path).size > MOST_BYTES) return undefined;
  try {
    const bytes = entryOf(readFileSync(path), `${key}.npy`);
    return bytes === undefined ? undefined : readNpy(bytes);
  } catch (error) {
    // What is no zip or is cut short ends in reads beyond the end, and what is damaged in the decompressor.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true)
      return undefined;
    throw error;
  }
}

/** The bytes of one entry of a zip. */
function entryOf(zip: Buffer, name: string): Buffer | undefined {
  const end = zip.lastIndexOf('PK\u0005\u0006', zip.length - END_BYTES, 'latin1');
  if (end < 0) return undefined;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(at + 42);
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(from, from + packed);
      if (size > MOST_BYTES) return undefined;
      return method === DEFLATED ? inflateRawSync(bytes, { maxOutputLength: size }) : bytes;
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return undefined;
}

function readNpy(bytes: Buffer): readonly JsonValue[] | undefined {
  if (bytes.toString('latin1', 0, 6) !== '\u0093NUMPY') return undefined;
  const isFirst = bytes.readUInt8(6) === 1;
  const headAt = isFirst ? 10 : 12;
  const dataAt = headAt + (isFirst ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  const head = bytes.toString('latin1', headAt, dataAt);
  const [, order = '', kind = ''] = /'descr':\s*'([<>|=])(\w+)'/.exec(head) ?? [];
  const read = READERS[kind];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(head)?.[1]?.match(/\d+/g)?.map(Number);
  if (read === undefined || shape === undefined || shape.length === 0) return undefined;
  const count = shape.reduce((product, length) => product * length, 1);
  // An axis of nothing would let the others be of any length.
  if (count === 0 || count > MOST_NUMBERS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataAt, bytes.length - dataAt);
  const bytesEach = Number(kind.slice(1));
  const strides = stridesOf(shape, /'fortran_order':\s*True/.test(head));
  const isLittle = order !== '>';
  const list = (axis: number, from: number): JsonValue =>
    axis === shape.length
      ? read(view, from * bytesEach, isLittle)
      : Array.from({ length: shape[axis] ?? 0 }, (_, i) => list(axis + 1, from + i * (strides[axis] ?? 0)));
  return list(0, 0) as readonly JsonValue[];
}

/** How many numbers lie between neighbours of each axis. */
function stridesOf(shape: readonly number[], isFortran: boolean): readonly number[] {
  return shape.map((_, axis) =>
    (isFortran ? shape.slice(0, axis) : shape.slice(axis + 1)).reduce((product, length) => product * length, 1),
  );
}

type Read = (view: DataView, at: number, isLittle: boolean) => number | boolean;

/** By numpy's letters and bytes. Whole numbers of 64 bits come as near as a double does. */
const READERS: Readonly<Record<string, Read>> = {
  b1: (view, at) => view.getUint8(at) !== 0,
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, isLittle) => view.getInt16(at, isLittle),
  u2: (view, at, isLittle) => view.getUint16(at, isLittle),
  i4: (view, at, isLittle) => view.getInt32(at, isLittle),
  u4: (view, at, isLittle) => view.getUint32(at, isLittle),
  i8: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)),
  u8: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)),
  f2: (view, at, isLittle) => halfOf(view.getUint16(at, isLittle)),
  f4: (view, at, isLittle) => view.getFloat32(at, isLittle),
  f8: (view, at, isLittle) => view.getFloat64(at, isLittle),
};

/** A number of 16 bits: a sign, five bits of exponent, ten of fraction. */
function halfOf(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
