import type { BandKind } from '#shared/metrics';
import type { RunPath } from '#shared/units';

/**
 * X axes that need no key of the user: history step, seconds that the script has worked, seconds since the run was
 * created, wall time (Unix seconds). `=epoch * 2` is an expression over keys of the same row (`parseExpression` of
 * #shared/metrics), unless a key of that name was logged.
 */
export type XAxis = '_step' | '_runtime' | '_wall' | '_timestamp' | (string & {});
/** Seconds since the run was created. */
export const WALL_X = '_wall';
/** Begins an axis that is an expression. */
export const EXPRESSION_X = '=';

export type SmoothingKind = 'none' | 'time-weighted-ema' | 'ema' | 'running' | 'gaussian';

export interface Smoothing {
  readonly kind: SmoothingKind;
  /** ema kinds: 0 to 0.999; running and gaussian: width in points, 1 to 10,000. */
  readonly strength: number;
}

/** What the line of a group follows, over its runs. */
export type GroupCenter = 'mean' | 'median' | 'min' | 'max';

/** How far the band of a group reaches: over all points, or around the centre by how much its runs differ. */
export type GroupBand = BandKind;

/** Runs that make one line together. */
export interface SeriesGroup {
  /** Chosen by the caller; comes back as the run of the line. */
  readonly id: string;
  /** Short ids of all its runs, hidden ones too. */
  readonly runs: readonly string[];
}

/** One chart's worth of lines; a page asks for all its charts in one SeriesQuery. */
export interface SeriesRequest {
  /** Chosen by the caller, comes back with each line. */
  readonly id: string;
  readonly stream: 'history' | 'events';
  /** A key, or with `isExpression` an expression over keys (`parseExpression` of #shared/metrics). */
  readonly key: string;
  readonly isExpression?: boolean;
  readonly x: XAxis;
  readonly runs: readonly RunPath[];
  /** One line for each of these groups of the project, in mode `group`; `runs` is empty then. */
  readonly groups?: readonly SeriesGroup[];
  readonly center?: GroupCenter;
  readonly band?: GroupBand;
  /** Visible x range; left out = all. */
  readonly range?: { readonly from?: number; readonly to?: number };
  /** At most so many buckets a line; 10 to 10,000. Lines with no more points than that come exact. */
  readonly buckets: number;
  /** Every point, however many; `buckets` says nothing then. */
  readonly isWhole?: boolean;
  readonly smoothing?: Smoothing;
}

/** `POST /api/projects/:entity/:project/series`, answered as `application/octet-stream`, see `encodeSeries`. */
export interface SeriesQuery {
  readonly requests: readonly SeriesRequest[];
}

/** How a line was made; what the info button of a chart says. */
export interface SeriesFacts {
  /** Points with a finite or infinite x behind the picture, within the range. */
  readonly pointCount: number;
  /** 1 = the points themselves. Otherwise the largest number of points behind one bucket. */
  readonly pointsPerBucket: number;
  /** Rows that have the metric but no x value. */
  readonly withoutX: number;
  readonly nanCount: number;
  readonly infCount: number;
  /** x goes back somewhere: drawn in logged order. */
  readonly isOutOfOrder: boolean;
}

/**
 * One line. Exact: `x` and `value` (and `smooth`) hold the points in order. Bucketed: each entry is one bucket,
 * `x` its first x, `xLast` its last, and `min max mean first last count` say what lies in it: no spike is lost.
 * NaN in `value`/`mean` is a gap; ±Infinity stays and is marked at the edge. All columns have the same length.
 * Group: each entry is one x, or an interval of x of one width, in ascending order. `value` is the centre over the runs
 * that have points there (a run with several counts by their mean), `low` and `high` the band, `min` and `max` the
 * lowest and highest point of all, `members` the number of runs, `count` that of points. `run.run` is the group's id.
 */
export type SeriesLine =
  | {
      readonly request: string;
      readonly run: RunPath;
      readonly mode: 'exact';
      readonly facts: SeriesFacts;
      readonly x: Float64Array;
      readonly value: Float64Array;
      readonly smooth?: Float64Array;
    }
  | {
      readonly request: string;
      readonly run: RunPath;
      readonly mode: 'buckets';
      readonly facts: SeriesFacts;
      readonly x: Float64Array;
      readonly xLast: Float64Array;
      readonly min: Float64Array;
      readonly max: Float64Array;
      readonly mean: Float64Array;
      readonly first: Float64Array;
      readonly last: Float64Array;
      readonly count: Float64Array;
      readonly smooth?: Float64Array;
    }
  | {
      readonly request: string;
      readonly run: RunPath;
      readonly mode: 'group';
      readonly facts: SeriesFacts;
      readonly x: Float64Array;
      readonly xLast: Float64Array;
      readonly value: Float64Array;
      readonly low: Float64Array;
      readonly high: Float64Array;
      readonly min: Float64Array;
      readonly max: Float64Array;
      readonly members: Float64Array;
      readonly count: Float64Array;
      readonly smooth?: Float64Array;
    };

const COLUMNS = [
  'x',
  'xLast',
  'value',
  'min',
  'max',
  'mean',
  'first',
  'last',
  'low',
  'high',
  'members',
  'count',
  'smooth',
] as const;
type ColumnName = (typeof COLUMNS)[number];

interface LineHeader {
  readonly request: string;
  readonly run: RunPath;
  readonly mode: SeriesLine['mode'];
  readonly facts: SeriesFacts;
  readonly length: number;
  readonly columns: readonly ColumnName[];
}

/**
 * Lines as one buffer: u32 header length in UTF-16 units, the header as UTF-16 JSON (an array of LineHeader), zero padding
 * to a multiple of 8 bytes, then each line's columns one after the other as float64. Little-endian throughout.
 */
export function encodeSeries(lines: readonly SeriesLine[]): ArrayBuffer {
  const columnsOf = lines.map((line) => COLUMNS.filter((name) => columnOf(line, name) !== undefined));
  const headers: LineHeader[] = lines.map((line, i) => ({
    request: line.request,
    run: line.run,
    mode: line.mode,
    facts: line.facts,
    length: line.x.length,
    columns: columnsOf[i] ?? [],
  }));
  const text = JSON.stringify(headers);
  const start = columnsStart(text.length);
  const total = headers.reduce((sum, header) => sum + header.length * header.columns.length * 8, start);
  const buffer = new ArrayBuffer(total);
  new DataView(buffer).setUint32(0, text.length, true);
  const units = new Uint16Array(buffer, 4, text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  let offset = start;
  lines.forEach((line, i) => {
    for (const name of columnsOf[i] ?? []) {
      const column = columnOf(line, name);
      if (column === undefined) continue;
      new Float64Array(buffer, offset, column.length).set(column);
      offset += column.length * 8;
    }
  });
  return buffer;
}

/** Reads what encodeSeries wrote; columns are views into `buffer`, nothing is copied. Throws on a truncated buffer. */
export function decodeSeries(buffer: ArrayBuffer): SeriesLine[] {
  const textLength = new DataView(buffer).getUint32(0, true);
  const headers = JSON.parse(fromUnits(new Uint16Array(buffer, 4, textLength))) as LineHeader[];
  let offset = columnsStart(textLength);
  return headers.map((header) => {
    const line: Record<string, unknown> = {
      request: header.request,
      run: header.run,
      mode: header.mode,
      facts: header.facts,
    };
    for (const name of header.columns) {
      line[name] = new Float64Array(buffer, offset, header.length);
      offset += header.length * 8;
    }
    return line as unknown as SeriesLine;
  });
}

function columnOf(line: SeriesLine, name: ColumnName): Float64Array | undefined {
  return (line as unknown as Partial<Record<ColumnName, Float64Array>>)[name];
}

function columnsStart(textLength: number): number {
  return Math.ceil((4 + textLength * 2) / 8) * 8;
}

function fromUnits(units: Uint16Array): string {
  // In slices, because a call takes a limited number of arguments.
  let text = '';
  for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.subarray(i, i + 8192));
  return text;
}
