import type { Decoded } from '#sdk/journal';
import { floats, tensorNumbers } from './tensor.ts';

/** The client's own objects take no more bins. */
const MOST_BINS = 512;

export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** A histogram summary with as many edges as it needs; undefined when it holds none. Source: wandb core, tensorboard. */
export function histogramOf(value: Decoded): Histogram | undefined {
  const found =
    value.histogram === undefined
      ? fromTensor(value.tensor as Decoded | undefined)
      : fromProto(value.histogram as Decoded);
  if (found === undefined || found.counts.length === 0 || found.edges.length !== found.counts.length + 1)
    return undefined;
  return found.counts.length > MOST_BINS ? fewer(found) : found;
}

function fromProto(histogram: Decoded): Histogram | undefined {
  const right = floats(histogram.limits as Uint8Array | undefined, 8);
  const counts = floats(histogram.counts as Uint8Array | undefined, 8);
  const [first] = right;
  if (first === undefined || right.length !== counts.length) return undefined;
  // The leftmost bin is open; an empty one is dropped, a filled one begins at the smallest value.
  if (counts[0] === 0) return { edges: right, counts: counts.slice(1) };
  const min = Number(histogram.min ?? 0);
  return min < first ? { edges: [min, ...right], counts } : undefined;
}

/** Rows of left edge, right edge, count. */
function fromTensor(tensor: Decoded | undefined): Histogram | undefined {
  const numbers = tensor === undefined ? undefined : tensorNumbers(tensor);
  if (numbers === undefined || numbers.length < 3) return undefined;
  const edges: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    edges.push(numbers[i] as number);
    counts.push(numbers[i + 2] as number);
  }
  return { edges: [...edges, numbers[numbers.length - 2] as number], counts };
}

/** The same counts in `MOST_BINS` bins of nearly as many old ones each. */
function fewer({ edges, counts }: Histogram): Histogram {
  const newEdges: number[] = [];
  const newCounts: number[] = [];
  for (let i = 0; i < MOST_BINS; i++) {
    const from = Math.floor((i * counts.length) / MOST_BINS);
    const to = Math.floor(((i + 1) * counts.length) / MOST_BINS);
    newEdges.push(edges[from] as number);
    newCounts.push(counts.slice(from, to).reduce((sum, count) => sum + count, 0));
  }
  return { edges: [...newEdges, edges[edges.length - 1] as number], counts: newCounts };
}
