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
  /** Width of x that the chart shows, for the time-weighted EMA; left out = that of the range, else of each line. */
  readonly span?: number;
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
  /** The last value of each bucket comes too. */
  readonly hasLast?: boolean;
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
      /** With `hasLast`. */
      readonly last?: Float64Array;
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
  /** Where each column begins, in values from the first column on. */
  readonly at: readonly number[];
}

/**
 * Lines as one buffer: u32 header length in UTF-16 units, the header as UTF-16 JSON (an array of LineHeader), zero padding
 * to a multiple of 8 bytes, then columns as float64. A column that equals the one before it of the same name is not
 * written again: lines of one project mostly share their x. Little-endian throughout.
 */
export function encodeSeries(lines: readonly SeriesLine[]): ArrayBuffer {
  const written = new ColumnList();
  const headers: LineHeader[] = lines.map((line) => {
    const columns = COLUMNS.filter((name) => columnOf(line, name) !== undefined);
    return {
      request: line.request,
      run: line.run,
      mode: line.mode,
      facts: line.facts,
      length: line.x.length,
      columns,
      at: columns.map((name) => written.place(name, columnOf(line, name) ?? NO_VALUES)),
    };
  });
  const text = JSON.stringify(headers);
  const start = columnsStart(text.length);
  const buffer = new ArrayBuffer(start + written.length * 8);
  new DataView(buffer).setUint32(0, text.length, true);
  const units = new Uint16Array(buffer, 4, text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  written.writeTo(new Float64Array(buffer, start));
  return buffer;
}

const NO_VALUES = new Float64Array(0);

/** Columns one after the other. */
class ColumnList {
  readonly #columns: Float64Array[] = [];
  readonly #last = new Map<ColumnName, { readonly column: Float64Array; readonly at: number }>();
  /** Values of all columns. */
  length = 0;

  /** Adds a column and returns its place, in values; that of its like when that was the last of its name. */
  place(name: ColumnName, column: Float64Array): number {
    const last = this.#last.get(name);
    if (last !== undefined && isEqual(last.column, column)) return last.at;
    const at = this.length;
    this.#last.set(name, { column, at });
    this.#columns.push(column);
    this.length += column.length;
    return at;
  }

  writeTo(memory: Float64Array): void {
    let at = 0;
    for (const column of this.#columns) {
      memory.set(column, at);
      at += column.length;
    }
  }
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Node and browsers have it alike; shared code is typed for neither. */
declare const TextDecoder: new (encoding: string) => { decode(bytes: Uint8Array): string };

/**
 * Reads what encodeSeries wrote; columns are views into `buffer`, nothing is copied, and columns that are shared are the
 * same view. Throws on a truncated buffer.
 */
export function decodeSeries(buffer: ArrayBuffer): SeriesLine[] {
  const textLength = new DataView(buffer).getUint32(0, true);
  // JSON.stringify writes lone surrogates as escapes, so that a decoder loses nothing.
  const text = new TextDecoder('utf-16le').decode(new Uint8Array(buffer, 4, 2 * textLength));
  const headers = JSON.parse(text) as LineHeader[];
  const start = columnsStart(textLength);
  const views = new Map<number, Float64Array>();
  const viewAt = (at: number, length: number): Float64Array => {
    const known = views.get(at);
    if (known?.length === length) return known;
    const view = new Float64Array(buffer, start + at * 8, length);
    views.set(at, view);
    return view;
  };
  return headers.map((header) => {
    const line: Record<string, unknown> = {
      request: header.request,
      run: header.run,
      mode: header.mode,
      facts: header.facts,
    };
    header.columns.forEach((name, i) => (line[name] = viewAt(header.at[i] ?? 0, header.length)));
    return line as unknown as SeriesLine;
  });
}

function columnOf(line: SeriesLine, name: ColumnName): Float64Array | undefined {
  return (line as unknown as Partial<Record<ColumnName, Float64Array>>)[name];
}

function columnsStart(textLength: number): number {
  return Math.ceil((4 + textLength * 2) / 8) * 8;
}
