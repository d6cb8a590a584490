import type { SeriesLine, XAxis } from '#shared/api';
import type { ChartLine, XKind } from '#ui/charts';
import type { DrawnRun } from '../runs.ts';

/** Lines as the chart draws them, in the order of `runs`; runs without points are left out. */
export function toChartLines(
  runs: readonly DrawnRun[],
  lines: ReadonlyMap<string, SeriesLine>,
  isOriginalShown: boolean,
): ChartLine[] {
  const result: ChartLine[] = [];
  // The first of the list is drawn last, on top.
  for (const run of [...runs].reverse()) {
    const line = lines.get(run.path.run);
    if (line === undefined || line.x.length === 0) continue;
    const plain = line.mode === 'exact' ? line.value : line.mean;
    result.push({
      id: run.path.run,
      label: run.label,
      color: run.color,
      dash: run.dash,
      x: line.x,
      y: line.smooth ?? plain,
      faint: line.smooth !== undefined && isOriginalShown ? plain : undefined,
      isOutOfOrder: line.facts.isOutOfOrder,
      ...(line.mode === 'exact' ? {} : { xLast: line.xLast, count: line.count }),
      ...(line.mode === 'exact' || (line.smooth !== undefined && !isOriginalShown)
        ? {}
        : { low: line.min, high: line.max }),
    });
  }
  return result;
}

/** Facts of all lines of a picture together. */
export interface PictureFacts {
  readonly lineCount: number;
  readonly pointCount: number;
  /** 1: every point is drawn. */
  readonly pointsPerBucket: number;
  readonly withoutX: number;
  readonly nanCount: number;
  readonly infCount: number;
  readonly outOfOrderCount: number;
}

/** Sums the facts of all lines; the bucket size is that of the coarsest line. */
export function sumFacts(lines: Iterable<SeriesLine>): PictureFacts {
  const sum = {
    lineCount: 0,
    pointCount: 0,
    pointsPerBucket: 1,
    withoutX: 0,
    nanCount: 0,
    infCount: 0,
    outOfOrderCount: 0,
  };
  for (const { facts } of lines) {
    if (facts.pointCount > 0) sum.lineCount += 1;
    sum.pointCount += facts.pointCount;
    sum.pointsPerBucket = Math.max(sum.pointsPerBucket, facts.pointsPerBucket);
    sum.withoutX += facts.withoutX;
    sum.nanCount += facts.nanCount;
    sum.infCount += facts.infCount;
    sum.outOfOrderCount += facts.isOutOfOrder ? 1 : 0;
  }
  return sum;
}

/** Bounds of y that `range` asks for; one that a value lies beyond is left to the data. */
export function leastRange(
  lines: readonly ChartLine[],
  range: readonly [min: number, max: number] | undefined,
): { readonly yMin?: number; readonly yMax?: number } {
  if (range === undefined) return {};
  const [min, max] = range;
  const isBelow = lines.some((line) => (line.low ?? line.y).some((value) => value < min));
  const isAbove = lines.some((line) => (line.high ?? line.y).some((value) => value > max));
  return { ...(isBelow ? {} : { yMin: min }), ...(isAbove ? {} : { yMax: max }) };
}

/** What kind of axis a key makes. */
export function xKindOf(x: XAxis): XKind {
  if (x === '_step') return 'step';
  if (x === '_runtime') return 'duration';
  return x === '_timestamp' ? 'time' : 'number';
}

/** An axis as people read it. */
export function xLabelOf(x: XAxis): string {
  if (x === '_step') return 'Step';
  if (x === '_runtime') return 'Relative time';
  return x === '_timestamp' ? 'Wall time' : x;
}

/** The drawn rows as CSV: one row a point or bucket, exact numbers. Line feeds, header first. */
export function toCsv(x: XAxis, runs: readonly DrawnRun[], lines: ReadonlyMap<string, SeriesLine>): string {
  const rows = [['run', 'name', x, 'value', 'smoothed', 'min', 'max', 'points'].map(csvCell).join(',')];
  for (const run of runs) {
    const line = lines.get(run.path.run);
    if (line === undefined) continue;
    for (let i = 0; i < line.x.length; i++) {
      const value = line.mode === 'exact' ? line.value[i] : line.mean[i];
      const spread = line.mode === 'exact' ? [value, value, 1] : [line.min[i], line.max[i], line.count[i]];
      const cells = [run.path.run, run.label, line.x[i], value, line.smooth?.[i] ?? '', ...spread];
      rows.push(cells.map((cell) => csvCell(cell ?? '')).join(','));
    }
  }
  return `${rows.join('\n')}\n`;
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
