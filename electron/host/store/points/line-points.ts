import { BucketReducer, bucketOf, bucketShift, smooth } from '#shared/metrics';
import type { SeriesFacts } from '#shared/api';
import { indexOfRow, rowAt } from './codec.ts';
import { emptyEntry, foldValues } from './entry.ts';
import type { LineReader, Piece } from './line-source.ts';
import type { LineData, LineRequest } from './types.ts';

/** All points of a line that have an x, in logged order. */
export interface LinePoints {
  readonly x: Float64Array;
  readonly values: Float64Array;
  readonly withoutX: number;
  readonly isOutOfOrder: boolean;
}

/** Joins values and x by line number. */
export function gatherPoints(reader: LineReader, pieces: readonly Piece[], xPieces: readonly Piece[]): LinePoints {
  const total = pieces.reduce((sum, piece) => sum + piece.count, 0);
  const x = new Float64Array(total);
  const values = new Float64Array(total);
  const bySpan = new Map(xPieces.map((piece) => [piece.spanNo, piece]));
  let count = 0;
  let isOutOfOrder = false;
  let before = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    const points = reader.points(piece);
    const xPiece = bySpan.get(piece.spanNo);
    const xPoints = xPiece === undefined ? undefined : reader.points(xPiece, { isKept: true });
    if (xPoints === undefined) continue;
    for (let i = 0; i < points.count; i++) {
      const at = indexOfRow(xPoints, rowAt(points, i));
      const xValue = at < 0 ? Number.NaN : (xPoints.values[at] ?? Number.NaN);
      if (xValue !== xValue) continue;
      if (xValue < before) isOutOfOrder = true;
      before = xValue;
      x[count] = xValue;
      values[count] = points.values[i] ?? 0;
      count += 1;
    }
  }
  return { x: x.subarray(0, count), values: values.subarray(0, count), withoutX: total - count, isOutOfOrder };
}

/** Lines of several writers as one, in order of x. */
export function mergeWriters(lines: readonly LinePoints[]): LinePoints {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return only;
  const all = lines.flatMap(({ x, values }) => Array.from(x, (at, i) => ({ at, value: values[i] ?? 0 })));
  all.sort((a, b) => a.at - b.at);
  return {
    x: Float64Array.from(all, (point) => point.at),
    values: Float64Array.from(all, (point) => point.value),
    withoutX: lines.reduce((sum, line) => sum + line.withoutX, 0),
    isOutOfOrder: false,
  };
}

/** Points [from, to) are drawn; `inside` of them lie within the asked range, the others are its neighbours. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly inside: number;
}

/** The line from its points: filtered to the range, smoothed over exact points, reduced when there are too many. */
export function lineFromPoints(points: LinePoints, request: LineRequest): LineData {
  const shown = points.isOutOfOrder ? onlyInRange(points, request) : points;
  const window = points.isOutOfOrder
    ? { from: 0, to: shown.x.length, inside: shown.x.length }
    : orderedWindow((i) => shown.x[i] ?? 0, shown.x.length, request.range);
  const smoothed = smoothedValues(shown, request, window);
  const facts = { withoutX: points.withoutX, isOutOfOrder: points.isOutOfOrder, pointCount: window.inside };
  if (window.to - window.from <= request.buckets) return exactLine(shown, window, facts, smoothed);
  const shift = bucketShift(window.from, window.to, request.buckets);
  const line = bucketLine(reduced(shown.x, shown.values, window, shift), facts);
  return smoothed === undefined ? line : { ...line, smooth: reduced(shown.x, smoothed, window, shift).finish().mean };
}

function reduced(x: Float64Array, values: Float64Array, window: Window, shift: number): BucketReducer {
  const reducer = bucketsFor(window, shift);
  const size = 2 ** shift;
  for (let from = window.from; from < window.to;) {
    const bucket = bucketOf(from, shift);
    const to = Math.min(window.to, (bucket + 1) * size);
    const run = emptyEntry();
    foldValues(run, values, from, to);
    reducer.addRun(bucket, run, x[from] ?? Number.NaN, x[to - 1] ?? Number.NaN);
    from = to;
  }
  return reducer;
}

export function bucketsFor(window: Window, shift: number): BucketReducer {
  const first = bucketOf(window.from, shift);
  return new BucketReducer(first, bucketOf(window.to - 1, shift) - first + 1);
}

type Facts = Pick<SeriesFacts, 'withoutX' | 'isOutOfOrder' | 'pointCount'>;

export function bucketLine(reducer: BucketReducer, facts: Facts): LineData & { readonly mode: 'buckets' } {
  const columns = reducer.finish();
  return {
    mode: 'buckets',
    facts: {
      ...facts,
      pointsPerBucket: columns.count.reduce((most, count) => Math.max(most, count), 1),
      nanCount: reducer.nanCount,
      infCount: reducer.infCount,
    },
    ...columns,
  };
}

export function exactLine(
  points: Pick<LinePoints, 'x' | 'values'>,
  window: Window,
  facts: Facts,
  smoothed: Float64Array | undefined,
): LineData {
  // Copies, because the answer's buffers move to another thread.
  const value = points.values.slice(window.from, window.to);
  let nanCount = 0;
  let infCount = 0;
  for (const one of value) {
    if (Number.isNaN(one)) nanCount += 1;
    else if (!Number.isFinite(one)) infCount += 1;
  }
  return {
    mode: 'exact',
    facts: { ...facts, pointsPerBucket: 1, nanCount, infCount },
    x: points.x.slice(window.from, window.to),
    value,
    ...(smoothed === undefined ? {} : { smooth: smoothed.slice(window.from, window.to) }),
  };
}

/**
 * Which points of an ordered line to draw: those within the range, and one neighbour on each side, so that the line
 * runs on to the edges of the picture.
 */
export function orderedWindow(xAt: (index: number) => number, length: number, range: LineRequest['range']): Window {
  const first = firstIndex(length, (i) => xAt(i) >= (range?.from ?? Number.NEGATIVE_INFINITY));
  const end = firstIndex(length, (i) => xAt(i) > (range?.to ?? Number.POSITIVE_INFINITY));
  return { from: Math.max(0, first - 1), to: Math.min(length, end + 1), inside: Math.max(0, end - first) };
}

function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function onlyInRange(points: LinePoints, request: LineRequest): LinePoints {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = request.range ?? {};
  const isInside = (_: number, i: number): boolean => (points.x[i] ?? 0) >= from && (points.x[i] ?? 0) <= to;
  return { ...points, x: points.x.filter(isInside), values: points.values.filter(isInside) };
}

/** Smoothed from the first point on, whatever is visible: a zoom does not change the curve's past. */
function smoothedValues(points: LinePoints, request: LineRequest, window: Window): Float64Array | undefined {
  const { smoothing, range } = request;
  if (smoothing === undefined || smoothing.kind === 'none') return undefined;
  const from = range?.from ?? points.x[0] ?? 0;
  const to = range?.to ?? points.x[points.x.length - 1] ?? 0;
  // Kinds that look both ways need what lies beyond the window too.
  const isBackward = smoothing.kind === 'ema' || smoothing.kind === 'time-weighted-ema';
  const end = isBackward ? window.to : points.x.length;
  return smooth(
    points.x.subarray(0, end),
    points.values.subarray(0, end),
    smoothing,
    smoothing.span ?? Math.abs(to - from),
  );
}
