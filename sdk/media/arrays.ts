import type { TypedArray } from '#sdk/values';
import { numberToExtended } from '#shared/wire';
import { type Dataset, encodeHdf5 } from './encode/hdf5.ts';
import { decodeHdf5 } from './encode/hdf5-read.ts';

/** The file of a run that has the long arrays of its summary. Source: the Python client, `DEEP_SUMMARY_FNAME`. */
export const ARRAYS_FILE = 'wandb.h5';

/** Types of summary values whose array is in that file. Source: the Python client, `H5_TYPES`. */
const ARRAY_TYPES: readonly unknown[] = ['numpy.ndarray', 'torch.Tensor', 'tensorflow.Tensor'];

/** A long array of a summary by the parts of its key. */
export interface SummaryArray {
  readonly path: readonly string[];
  readonly values: TypedArray;
}

/** The file of arrays. */
export function encodeArrays(arrays: Iterable<SummaryArray>): Uint8Array {
  return encodeHdf5([...arrays].map(({ path, values }) => ({ name: nameOf(path), values })));
}

/**
 * The file with what an earlier one has besides: arrays that the new one lacks and of which the summary still tells; all,
 * where it is not known. An earlier file that cannot be read is as none.
 */
export async function joinArrays(
  earlier: Uint8Array,
  later: Uint8Array,
  summary: Readonly<Record<string, unknown>> | undefined,
): Promise<Uint8Array> {
  const lists = await readable(later);
  const names = new Set(lists.map(({ name }) => name));
  const told = summary === undefined ? undefined : toldArrays(summary);
  if (told !== undefined && [...told].every((name) => names.has(name))) return later;
  const kept = (await readable(earlier)).filter(({ name }) => !names.has(name) && told?.has(name) !== false);
  return kept.length === 0 ? later : encodeHdf5([...kept, ...lists]);
}

/** What is told of an array. Source: the Python client's `maybe_compress_summary`, and the 95 % of the documents. */
export function arrayStatistics(values: TypedArray): string {
  const sorted = Float64Array.from(values as Iterable<number>).sort();
  const count = sorted.length;
  // NaN is sorted to the end, and makes NaN of everything, as in numpy.
  const isWhole = !Number.isNaN(sorted[count - 1] ?? Number.NaN);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  const told: (readonly [string, number])[] = [
    ['var', variance],
    ['mean', mean],
    ['min', at(sorted, 0)],
    ['max', at(sorted, 1)],
    ...[10, 25, 75, 90, 95].map((percent) => [`${percent}%`, at(sorted, percent / 100)] as const),
  ];
  const members = told.map(([name, value]) => `"${name}":${numberToExtended(isWhole ? value : Number.NaN)}`);
  return `{"_type":"numpy.ndarray",${members.join(',')},"size":${count}}`;
}

/** The value below which a part of the sorted values lies, between its neighbours where it is none of them. */
function at(sorted: Float64Array, part: number): number {
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}

function nameOf(path: readonly string[]): string {
  return `summary/${path.join('.')}`;
}

/** Names of the arrays of which a summary tells. */
function toldArrays(summary: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    if ('_type' in value && ARRAY_TYPES.includes(value._type)) names.add(nameOf(path));
    else for (const [key, member] of Object.entries(value)) visit(member, [...path, key]);
  };
  visit(summary, []);
  return names;
}

async function readable(bytes: Uint8Array): Promise<Dataset[]> {
  try {
    return await decodeHdf5(bytes);
  } catch {
    // Somebody's own file of this name, or one that was cut.
    return [];
  }
}
