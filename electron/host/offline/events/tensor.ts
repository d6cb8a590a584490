import type { Decoded } from '#sdk/journal';
import { varint } from '#sdk/journal';

const FLOAT = 1;
const DOUBLE = 2;
const INT32 = 3;
const INT64 = 9;
const BOOL = 10;

/** The numbers of a tensor in row order; undefined for a type that no summary is made of. */
export function tensorNumbers(tensor: Decoded): number[] | undefined {
  const content = tensor.content as Uint8Array | undefined;
  switch (tensor.dtype) {
    case FLOAT:
      return floats((tensor.floats as Uint8Array | undefined) ?? content, 4);
    case DOUBLE:
      return floats((tensor.doubles as Uint8Array | undefined) ?? content, 8);
    case INT32:
      return content === undefined ? varints(tensor.ints as Uint8Array | undefined) : ints(content, 4);
    case INT64:
      return content === undefined ? varints(tensor.longs as Uint8Array | undefined) : ints(content, 8);
    case BOOL:
      return content === undefined ? varints(tensor.bools as Uint8Array | undefined) : [...content];
    default:
      return undefined;
  }
}

/** Lengths along each dimension. */
export function tensorShape(tensor: Decoded): number[] {
  const dims = ((tensor.shape as Decoded | undefined)?.dim as Decoded[] | undefined) ?? [];
  return dims.map((dim) => Number(dim.size ?? 0));
}

/** Packed little-endian floats of `width` bytes. */
export function floats(bytes: Uint8Array | undefined, width: 4 | 8): number[] {
  if (bytes === undefined) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers: number[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    numbers.push(width === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
  }
  return numbers;
}

function ints(bytes: Uint8Array, width: 4 | 8): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers: number[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    numbers.push(width === 4 ? view.getInt32(at, true) : Number(view.getBigInt64(at, true)));
  }
  return numbers;
}

function varints(bytes: Uint8Array | undefined): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < (bytes?.length ?? 0);) {
    const { value, next } = varint(bytes as Uint8Array, at);
    // Negative numbers take all ten bytes.
    numbers.push(value >= 2 ** 63 ? value - 2 ** 64 : value);
    at = next;
  }
  return numbers;
}
