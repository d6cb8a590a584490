import { numberToExtended } from '#shared/wire';
import { type NumericArray, OPAQUE } from '#sdk/values';
import { refuse } from '../bytes.ts';

/** Source: the Python client. */
const MOST_BINS = 512;
const BINS = 64;

/** How often values fall between edges. Stored within its row, without a file. */
export class Histogram {
  readonly kind = 'histogram';
  readonly counts: Float64Array;
  /** One more than counts. */
  readonly edges: Float64Array;

  /**
   * Counts values in `bins` bins of one width between the least and the greatest finite one (64 unless given, 1 to
   * 512), or takes counts that were made elsewhere. Values that are no finite number are left out.
   * Errors: UsageError `media.value`.
   */
  constructor(
    source: NumericArray | { readonly counts: NumericArray; readonly edges: NumericArray },
    { bins = BINS }: { readonly bins?: number } = {},
  ) {
    const isBinned = !Array.isArray(source) && !ArrayBuffer.isView(source);
    if (isBinned) {
      const { counts, edges } = source as { readonly counts: NumericArray; readonly edges: NumericArray };
      this.counts = Float64Array.from(counts);
      this.edges = Float64Array.from(edges);
    } else {
      if (!Number.isInteger(bins) || bins < 1) refuse(`bins: ${bins} is no count of bins (1 to ${MOST_BINS})`);
      [this.counts, this.edges] = countValues(source as NumericArray, bins);
    }
    if (this.counts.length > MOST_BINS) refuse(`a histogram has at most ${MOST_BINS} bins, not ${this.counts.length}`);
    if (this.counts.length + 1 !== this.edges.length) {
      refuse(`edges: there must be one more (${this.edges.length}) than counts (${this.counts.length})`);
    }
  }

  get [OPAQUE](): string {
    return this.kind;
  }

  /** @internal The stored form. */
  inline(): string {
    const list = (values: Float64Array): string => Array.from(values, numberToExtended).join(',');
    return `{"_type":"histogram","values":[${list(this.counts)}],"bins":[${list(this.edges)}]}`;
  }
}

/** As numpy.histogram: the last bin includes its right edge; one value alone lies between half below and half above. */
function countValues(values: NumericArray, bins: number): [Float64Array, Float64Array] {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values as Iterable<number>) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = [0, 1];
  else if (min === max) [min, max] = [min - 0.5, max + 0.5];
  const width = (max - min) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : min + i * width));
  const counts = new Float64Array(bins);
  for (const value of values as Iterable<number>) {
    if (!Number.isFinite(value)) continue;
    let bin = Math.min(bins - 1, Math.floor(((value - min) / (max - min)) * bins));
    // Rounding may have put a value on the other side of an edge.
    if (value < (edges[bin] ?? min)) bin -= 1;
    else if (bin < bins - 1 && value >= (edges[bin + 1] ?? max)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return [counts, edges];
}
