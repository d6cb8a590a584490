import type { SeriesFacts, Smoothing, XAxis } from '#shared/api';
import type { ProjectRowId, RunRowId, StreamId } from '#shared/units';
import { type JsonValue, parseExtended } from '#shared/wire';

export type StreamKind = 'history' | 'events' | 'console';

/** One append-only space of lines. `lineCount` is what it was when the reference was made. */
export interface StreamRef {
  readonly id: StreamId;
  readonly runId: RunRowId;
  readonly projectId: ProjectRowId;
  readonly kind: StreamKind;
  /** Empty except in shared mode, where each writing process has a stream of its own. */
  readonly writer: string;
  /** Next free line number: what a client is told to go on from. */
  readonly lineCount: number;
}

/** A line that was not stored; its number is used up all the same. */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
  /** The line's first characters. */
  readonly excerpt: string;
}

export interface AppendResult {
  /** Next free line number of the stream after the append. */
  readonly lineCount: number;
  /** Highest `_step` of the stream, -1 when no line has one. */
  readonly lastStep: number;
  /** Highest `_runtime` of the stream in seconds, 0 when no line has one. */
  readonly lastRuntime: number;
  readonly refused: readonly RefusedLine[];
  /** False when every line was there already with the same content. */
  readonly isChanged: boolean;
}

/** A stored value that is not an ordinary number: its exact extended JSON, read only when asked for. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  read(): JsonValue {
    return parseExtended(this.text);
  }
}

export type RowCell = number | JsonText;

/** One logged row: values by key, keys flattened by dots (objects with `_type` stay whole). Never empty. */
export type Row = ReadonlyMap<string, RowCell>;

export interface RowQuery {
  /** Only rows that have all of these keys, and of them only these. A key may also name a dict by its dotted prefix. */
  readonly keys?: readonly string[];
  readonly minStep?: number;
  readonly maxStepExclusive?: number;
  /** At most so many rows, evenly by index, the first and the last always among them. */
  readonly samples?: number;
  /** So many of the first rows are left out; nothing of them is read. */
  readonly skip?: number;
}

/** What is known of one key of a run without reading points. Numbers leave NaN out; sums leave the infinities out too. */
export interface MetricInfo {
  readonly name: string;
  /** `number`, `string`, `boolean`, `null`, `list`, `object`, or the `_type` of a media value. */
  readonly typeCounts: Readonly<Record<string, number>>;
  /** Finite numbers: what `sum` is over. */
  readonly numberCount: number;
  readonly min?: number;
  readonly max?: number;
  readonly sum: number;
  readonly first?: number;
  readonly last?: number;
  readonly lastStep?: number;
  readonly isMonotonic: boolean;
}

/** One line of one chart, as readLine takes it. */
export interface LineRequest {
  readonly runId: RunRowId;
  readonly stream: 'history' | 'events';
  readonly key: string;
  readonly x: XAxis;
  readonly range?: { readonly from?: number; readonly to?: number };
  readonly buckets: number;
  readonly smoothing?: Smoothing;
}

/** A SeriesLine without the names of request and run, which only the caller knows. */
export type LineData =
  | {
      readonly mode: 'exact';
      readonly facts: SeriesFacts;
      readonly x: Float64Array;
      readonly value: Float64Array;
      readonly smooth?: Float64Array;
    }
  | {
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
    };
