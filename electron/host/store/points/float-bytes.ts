import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { fromPlanes, packPlanes, toPlanes, unpackPlanes } from './byte-planes.ts';

/** How packed float64 values are laid out; stored, so the numbers never change. All but `planes` go through zstd. */
export const LAYOUT = { plain: 2, shuffled: 3, deltas: 4, planes: 5 } as const;
export type Layout = (typeof LAYOUT)[keyof typeof LAYOUT];

// Level 1: higher levels gain under 3 % on metrics and cost three times the time (measured on noise, sines, exponentials).
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
// Enough values to tell the layouts apart, few enough to cost little.
const SAMPLE_VALUES = 512;
/** zstd has to save so much more than packed planes: node sets up a context for each call, which costs readers dear. */
const WORTH_ZSTD = 0.9;

/** The best of the layouts, or undefined when none saves a sixteenth: then the values are kept as they are. */
export function compressFloats(
  values: Float64Array,
  isMonotonic: boolean,
): { readonly layout: Layout; readonly bytes: Uint8Array } | undefined {
  const layout = chooseLayout(values.subarray(0, SAMPLE_VALUES), isMonotonic);
  const bytes =
    layout === LAYOUT.planes ? packPlanes(toPlanes(values)) : zstdCompressSync(layOut(values, layout), FAST);
  return bytes.length > values.length * 7.5 ? undefined : { layout, bytes };
}

export function decompressFloats(bytes: Uint8Array, layout: Layout, count: number): Float64Array {
  if (layout === LAYOUT.planes) return fromPlanes(unpackPlanes(bytes, count), count);
  const plain = zstdDecompressSync(bytes);
  if (plain.length !== count * 8) throw new Error(`packed values hold ${plain.length} bytes, not ${count * 8}`);
  if (layout === LAYOUT.plain) return asFloats(plain);
  const values = fromPlanes(plain, count);
  if (layout === LAYOUT.deltas) addUp(values);
  return values;
}

export function compressBytes(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, FAST);
}

export function decompressBytes(bytes: Uint8Array): Uint8Array {
  return zstdDecompressSync(bytes);
}

/** The bytes as float64; copied only where they are not aligned to 8. */
export function asFloats(bytes: Uint8Array): Float64Array {
  // A Buffer's own slice shares memory, so it has to be copied as plain bytes.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.prototype.slice.call(bytes);
  return new Float64Array(aligned.buffer, aligned.byteOffset, aligned.length >> 3);
}

function chooseLayout(sample: Float64Array, isMonotonic: boolean): Layout {
  const candidates = isMonotonic ? [LAYOUT.deltas, LAYOUT.shuffled, LAYOUT.plain] : [LAYOUT.shuffled, LAYOUT.plain];
  let best: Layout = LAYOUT.planes;
  let bestSize = packPlanes(toPlanes(sample)).length * WORTH_ZSTD;
  for (const layout of candidates) {
    const size = zstdCompressSync(layOut(sample, layout), FAST).length;
    if (size < bestSize) [best, bestSize] = [layout, size];
  }
  return best;
}

function layOut(values: Float64Array, layout: Layout): Uint8Array {
  if (layout === LAYOUT.plain) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return toPlanes(layout === LAYOUT.deltas ? differences(values) : values);
}

/** Differences of neighbours taken as 64-bit integers: exact whatever the values are. Two halves, because BigInt is slow. */
function differences(values: Float64Array): Float64Array {
  const out = values.slice();
  const words = new Uint32Array(out.buffer);
  for (let i = words.length - 2; i >= 2; i -= 2) {
    const low = words[i] ?? 0;
    const lowBefore = words[i - 2] ?? 0;
    words[i] = low - lowBefore;
    words[i + 1] = (words[i + 1] ?? 0) - (words[i - 1] ?? 0) - (low < lowBefore ? 1 : 0);
  }
  return out;
}

function addUp(values: Float64Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  for (let i = 2; i < words.length; i += 2) {
    const low = (words[i] ?? 0) + (words[i - 2] ?? 0);
    words[i] = low;
    words[i + 1] = (words[i + 1] ?? 0) + (words[i - 1] ?? 0) + (low > 0xffffffff ? 1 : 0);
  }
}
