/** Points of one line by intervals of time of one width; columns of one length, x ascending. */
export interface TimeBuckets {
  readonly x: Float64Array;
  readonly xLast: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly count: Float64Array;
}

const WIDTHS_S = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** The narrowest width (seconds, a round number) that makes at most `buckets` intervals of `spanS` seconds. */
export function timeBucketWidth(spanS: number, buckets: number): number {
  return WIDTHS_S.find((width) => spanS / width <= buckets) ?? Math.ceil(spanS / buckets / 86_400) * 86_400;
}

/**
 * Gathers points (any order of x, seconds) into intervals that begin at multiples of `widthS`, so that they stay where
 * they are while time goes on. Points that are NaN are left out. Where nothing was for longer than `gapS`, a bucket
 * without a value (NaN, count 0) says so.
 */
export function reduceByTime(
  points: readonly (readonly [x: number, y: number])[],
  widthS: number,
  gapS: number,
): TimeBuckets {
  const sorted = points.filter(([, y]) => !Number.isNaN(y)).toSorted(([a], [b]) => a - b);
  const rows: number[][] = [];
  let slot = NaN;
  for (const [x, y] of sorted) {
    const row = rows.at(-1);
    const at = Math.floor(x / widthS);
    if (row !== undefined && at === slot) {
      addTo(row, x, y);
      continue;
    }
    const before = row?.[1];
    if (before !== undefined && x - before > Math.max(gapS, 2 * widthS)) rows.push(emptyRow((before + x) / 2));
    slot = at;
    rows.push([x, x, y, y, y, y, y, 1]);
  }
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index] ?? NaN);
  const count = column(7);
  const mean = column(4).map((sum, i) => sum / (count[i] ?? 1));
  return {
    x: column(0),
    xLast: column(1),
    min: column(2),
    max: column(3),
    mean,
    first: column(5),
    last: column(6),
    count,
  };
}

function addTo(row: number[], x: number, y: number): void {
  const [, , min = y, max = y, sum = 0, , , count = 0] = row;
  row[1] = x;
  row[2] = Math.min(min, y);
  row[3] = Math.max(max, y);
  row[4] = sum + y;
  row[6] = y;
  row[7] = count + 1;
}

function emptyRow(x: number): number[] {
  return [x, x, NaN, NaN, NaN, NaN, NaN, 0];
}
