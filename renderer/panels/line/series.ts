import { EXPRESSION_X, WALL_X, type SeriesLine, type XAxis } from '#shared/api';
import type { ChartLine, LineShape, XKind } from '#ui/charts';
import type { SeriesState } from '#ui/data';
import { colorOf, dashOf, fillTemplate, tipTemplate, type DrawnGroup, type DrawnRun } from '../runs.ts';
import type { Follow, LineKind } from '../settings.ts';
import type { LineConfig } from './config.ts';
import { stackLines } from './stack.ts';
import { strings } from './strings.ts';

/** One curve's worth of a panel: a key or an expression, with the lines that came for it. */
export interface Curve {
  /** The key, or the expression as it was typed. */
  readonly name: string;
  /** What the lines are called after it: the name, or what a pattern has captured. */
  readonly label: string;
  readonly isGroup: boolean;
  readonly lines: SeriesState['lines'];
}

export interface DrawInput {
  readonly curves: readonly Curve[];
  readonly runs: readonly DrawnRun[];
  readonly groups: readonly DrawnGroup[] | undefined;
  readonly config: LineConfig;
}

/** Name of a line on its panel, for what is set on it: `run`, or `run key` where there are several keys. */
export function lineId(owner: string, curve: Curve, curves: readonly Curve[]): string {
  const isAlone = curves.every((one) => one.name === curve.name);
  return isAlone ? owner : `${owner} ${curve.name}`;
}

/** Lines as the chart draws them, the first run last, on top; those without points are left out. */
export function toChartLines({ curves, runs, groups, config }: DrawInput): ChartLine[] {
  const owners: readonly Owner[] = [...runs.map(ofRun), ...(groups ?? []).map(ofGroup)];
  const names = [...new Set(curves.map((curve) => curve.name))];
  const isByKey = names.length > 1 && owners.length === 1;
  const result: ChartLine[] = [];
  for (const owner of [...owners].reverse()) {
    for (const curve of [...curves].reverse()) {
      const line = curve.isGroup === owner.isGroup ? curve.lines.get(owner.id) : undefined;
      if (line === undefined || line.x.length === 0) continue;
      const index = names.indexOf(curve.name);
      const id = lineId(owner.id, curve, curves);
      const look = config.looks?.[id];
      const fields = { ...owner.fields, key: curve.label };
      const label =
        names.length === 1 ? owner.label : owners.length === 1 ? curve.label : `${owner.label} ${curve.label}`;
      result.push({
        id,
        owner: owner.memberOf ?? owner.id,
        label: look?.title ?? fillTemplate(config.legendTemplate, fields) ?? label,
        tip: tipTemplate(config.legendTemplate, fields),
        ...(owner.memberOf === undefined ? {} : { isBehind: true }),
        ...(config.markers === 'auto' ? {} : { markers: config.markers }),
        color: look?.color ?? (isByKey ? colorOf(index) : owner.color),
        dash: isByKey || index === 0 ? owner.dash : dashOf(index),
        ...widthOf(owner, config),
        shape: shapeOf(config.lineKind),
        isRight: config.right?.includes(curve.name) === true,
        ...columnsOf(line, config),
      });
    }
  }
  if (config.lineKind !== 'stacked' && config.lineKind !== 'percent') return result;
  return stackLines(result, config.lineKind === 'percent');
}

interface Owner {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly dash: readonly number[];
  readonly fields: Readonly<Record<string, string>>;
  readonly isGroup: boolean;
  readonly isBold: boolean;
  readonly memberOf?: string | undefined;
}

function widthOf({ isBold }: Owner, { lineWidth }: LineConfig): { readonly width?: number } {
  if (isBold) return { width: Math.max(3, lineWidth) };
  return lineWidth === 0 ? {} : { width: lineWidth };
}

function ofRun({ path, label, color, dash, fields, isBaseline, memberOf }: DrawnRun): Owner {
  return { id: path.run, label, color, dash, fields, isGroup: false, isBold: isBaseline, memberOf };
}

function ofGroup({ id, label, color }: DrawnGroup): Owner {
  return { id, label, color, dash: [], fields: { 'run:displayName': label }, isGroup: true, isBold: false };
}

function columnsOf(line: SeriesLine, config: LineConfig) {
  const plain = plainOf(line, config.follow);
  const faint = line.smooth !== undefined && config.isOriginalShown ? plain : undefined;
  const shared = { x: line.x, y: line.smooth ?? plain, faint, isOutOfOrder: line.facts.isOutOfOrder };
  if (line.mode === 'exact') return shared;
  const { xLast, count } = line;
  if (line.mode === 'group') {
    const band = config.groupBand === 'none' ? {} : { low: line.low, high: line.high };
    return {
      ...shared,
      xLast,
      count,
      members: line.members,
      isBand: true,
      isStdBand: config.groupBand === 'std',
      ...band,
    };
  }
  const isEnvelope = config.isEnvelopeShown && (line.smooth === undefined || config.isOriginalShown);
  return { ...shared, xLast, count, ...(isEnvelope ? { low: line.min, high: line.max } : {}) };
}

function plainOf(line: SeriesLine, follow: Follow): Float64Array {
  return line.mode === 'buckets' ? (line[follow] ?? line.mean) : line.value;
}

function shapeOf(kind: LineKind): LineShape {
  return kind === 'stacked' || kind === 'percent' ? 'area' : kind;
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
  if (x === '_runtime' || x === WALL_X) return 'duration';
  return x === '_timestamp' ? 'time' : 'number';
}

/** An axis as people read it. */
export function xLabelOf(x: XAxis): string {
  if (x === '_step') return strings.step;
  if (x === '_runtime') return strings.relativeTime;
  if (x === WALL_X) return strings.relativeWallTime;
  return x === '_timestamp' ? strings.wallTime : x.startsWith(EXPRESSION_X) ? x.slice(EXPRESSION_X.length).trim() : x;
}
