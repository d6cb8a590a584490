import type { KeyId, RunRowId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { findKey } from '../runs/keys.ts';
import { decodeNumbers } from './codec.ts';
import { LANE, SPAN_LINES } from './column.ts';
import { decodeEntry } from './entry.ts';
import { type KeyName, keysOfStream, matchKeys } from './key-names.ts';
import { RowPlaces } from './row-places.ts';
import { SpanReader } from './span-reader.ts';
import { loadTail } from './tail.ts';
import { findStreams } from './streams.ts';
import type { Row, RowCell, RowQuery, StreamRef } from './types.ts';

/** Decoded spans kept while rows are read; a few, because rows of several writers alternate. */
const KEPT_SPANS = 8;

/** A stream being read: its keys, and which of them make a row match. */
export interface StreamPlan {
  readonly stream: StreamRef;
  readonly keys: readonly KeyName[];
  /** A row matches when it has one key of each group; without groups, when it has any key at all. */
  readonly groups: readonly (readonly KeyId[])[];
  readonly output: readonly KeyName[];
}

/**
 * Rows of a run in step order; those of several writers together by time. Rows that repeat an earlier one of the same
 * writer in `_step` and `_timestamp` are left out (a synced run sent again). A row without `_step` counts with the step
 * before it. Rows are made one by one while the result is read; the order is settled at the first.
 * Source: protocol 7.1, 12.6, 12.7.
 */
export function* readRows(
  db: ReadableDb,
  runId: RunRowId,
  kind: 'history' | 'events',
  query: RowQuery = {},
): Generator<Row> {
  const outputs = new Map<number, readonly KeyName[]>();
  const streams = findStreams(db, runId, kind);
  const [only] = streams;
  if (only !== undefined && streams.length === 1 && query.samples !== undefined) {
    const plan = planStream(db, only, query);
    if (plan !== undefined && hasEveryRow(db, plan, query)) return yield* evenRows(db, plan, query.samples);
  }
  let places = new RowPlaces();
  for (const stream of streams) {
    const plan = planStream(db, stream, query);
    if (plan === undefined) continue;
    outputs.set(stream.id, plan.output);
    const found = withoutRepeats(db, findPlaces(db, plan, query));
    if (streams.length === 1) places = found;
    else for (let at = 0; at < found.length; at++) places.push(found.span(at), found.row(at), found.step(at));
  }
  putInOrder(db, places, streams.length > 1);
  const kept: SpanReader[] = [];
  for (const at of sampled(places.length, query.samples)) {
    if (at < (query.skip ?? 0)) continue;
    const span = places.span(at);
    if (!kept.includes(span)) {
      kept.push(span);
      if (kept.length > KEPT_SPANS) kept.shift()?.release();
    }
    yield makeRow(span, places.row(at), outputs.get(span.stream) ?? []);
  }
}

/** The last `count` rows of a stream in the order they were logged: what a resuming client asks for. */
export function lastRows(db: ReadableDb, stream: StreamRef, count: number): Row[] {
  const keys = keysOfStream(db, stream.id);
  const ids = keys.map((key) => key.id);
  const rows: Row[] = [];
  const spans = spansOf(db, stream);
  while (rows.length < count) {
    const span = spans.pop();
    if (span === undefined) break;
    const presence = span.presence(ids);
    for (let row = SPAN_LINES - 1; row >= 0 && rows.length < count; row--) {
      if (presence[row] === 1) rows.push(makeRow(span, row, keys));
    }
  }
  return rows.reverse();
}

function planStream(db: ReadableDb, stream: StreamRef, query: RowQuery): StreamPlan | undefined {
  const keys = keysOfStream(db, stream.id);
  if (query.keys === undefined) return { stream, keys, groups: [], output: keys };
  const matches = query.keys.map((name) => matchKeys(keys, name));
  if (matches.some((match) => match.length === 0)) return undefined;
  return {
    stream,
    keys,
    groups: matches.map((match) => match.map((key) => key.id)),
    output: [...new Set(matches.flat())],
  };
}

/** True when every line is a row of the answer, in the order of lines: then a sample needs no look at the others. */
function hasEveryRow(db: ReadableDb, plan: StreamPlan, query: RowQuery): boolean {
  const isRanged = query.minStep !== undefined || query.maxStepExclusive !== undefined;
  const stepKey = findKey(db, '_step');
  if (isRanged || stepKey === undefined || plan.groups.some((group) => group.length !== 1)) return false;
  const wanted = new Set([stepKey, ...plan.groups.flat()]);
  const filled = prepared(
    db,
    `SELECT count(*) FROM series, json_each(?) wanted WHERE stream_id = ? AND key_id = wanted.value
       AND (SELECT sum(value) FROM json_each(type_counts)) = ?`,
  ).pluck();
  const { id, lineCount } = plan.stream;
  return filled.get(JSON.stringify([...wanted]), id, lineCount) === wanted.size && stepsAscend(db, id, stepKey);
}

/** Every step above the one before: nothing repeats, nothing is out of order. */
function stepsAscend(db: ReadableDb, stream: StreamId, stepKey: KeyId): boolean {
  const chunks = prepared(
    db,
    `SELECT b.points FROM chunks c JOIN chunk_bodies b ON b.id = c.body_id
     WHERE c.stream_id = ? AND c.key_id = ? AND c.lane = 0 ORDER BY c.span`,
  ).pluck();
  let before = Number.NEGATIVE_INFINITY;
  const goesUp = (steps: Float64Array): boolean => {
    let last = before;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] ?? Number.NaN;
      if (!(step > last)) return false;
      last = step;
    }
    before = last;
    return true;
  };
  for (const points of chunks.iterate(stream, stepKey) as Iterable<Uint8Array>) {
    if (!goesUp(decodeNumbers(points).values)) return false;
  }
  const tail = loadTail(db, stream, (key, lane) => key === stepKey && lane === LANE.numbers);
  return tail.every((span) => goesUp(span.numberPoints(stepKey)?.values ?? new Float64Array(0)));
}

function* evenRows(db: ReadableDb, plan: StreamPlan, samples: number): Generator<Row> {
  const spans = spansOf(db, plan.stream);
  let last: SpanReader | undefined;
  for (const line of sampled(plan.stream.lineCount, samples)) {
    const span = spans[Math.floor(line / SPAN_LINES)];
    if (span === undefined) return;
    if (last !== span) last?.release();
    last = span;
    yield makeRow(span, line % SPAN_LINES, plan.output);
  }
}

/** Matching rows in the order of lines. */
function findPlaces(db: ReadableDb, plan: StreamPlan, query: RowQuery): RowPlaces {
  const places = new RowPlaces();
  const stepKey = findKey(db, '_step');
  const isRanged = query.minStep !== undefined || query.maxStepExclusive !== undefined;
  const min = query.minStep ?? Number.NEGATIVE_INFINITY;
  const max = query.maxStepExclusive ?? Number.POSITIVE_INFINITY;
  const outside = isRanged && stepKey !== undefined ? spansOutside(db, plan.stream, stepKey, min, max) : new Set();
  for (const span of spansOf(db, plan.stream)) {
    if (outside.has(span.no)) continue;
    const presence = matchingRows(span, plan);
    const steps = stepsOf(span, stepKey);
    for (let row = 0; row < SPAN_LINES; row++) {
      const step = steps[row] ?? 0;
      if (presence[row] === 1 && step >= min && step < max) places.push(span, row, step);
    }
    // Kept are only the steps; a long run has hundreds of spans.
    span.release();
  }
  return places;
}

function matchingRows(span: SpanReader, plan: StreamPlan): Uint8Array {
  if (plan.groups.length === 0) return presentRows(span, plan);
  const [first = [], ...others] = plan.groups;
  const flags = span.presence(first);
  for (const group of others) {
    const more = span.presence(group);
    for (let row = 0; row < SPAN_LINES; row++) if (more[row] === 0) flags[row] = 0;
  }
  return flags;
}

/** Rows with any key. `_step`, `_timestamp` come first: where one of them is in every line, nothing else is read. */
export function presentRows(span: SpanReader, plan: StreamPlan): Uint8Array {
  const flags = new Uint8Array(SPAN_LINES);
  const lines = Math.min(SPAN_LINES, plan.stream.lineCount - span.no * SPAN_LINES);
  const ordered = [...plan.keys].sort((a, b) => Number(b.name.startsWith('_')) - Number(a.name.startsWith('_')));
  for (const { id } of ordered) {
    const more = span.presence([id]);
    let count = 0;
    for (let row = 0; row < SPAN_LINES; row++) {
      if (more[row] === 1) flags[row] = 1;
      count += flags[row] ?? 0;
    }
    if (count >= lines) break;
  }
  return flags;
}

/** The step of each row; where a row has none, that of the row before (of the next at the beginning, else its line). */
function stepsOf(span: SpanReader, stepKey: KeyId | undefined): Float64Array {
  const steps = new Float64Array(SPAN_LINES).fill(Number.NaN);
  const numbers = stepKey === undefined ? undefined : span.columns(stepKey).numbers;
  if (numbers === undefined) return steps.map((_, row) => span.no * SPAN_LINES + row);
  for (let i = 0; i < numbers.count; i++) {
    const row = numbers.listed === undefined ? numbers.first + i * numbers.stride : (numbers.listed[i] ?? 0);
    steps[row] = numbers.values[i] ?? 0;
  }
  let before = numbers.values[0] ?? 0;
  for (let row = 0; row < SPAN_LINES; row++) {
    const step = steps[row] ?? 0;
    if (Number.isNaN(step)) steps[row] = before;
    else before = step;
  }
  return steps;
}

/** Spans that surely have no step in [min, max). */
function spansOutside(db: ReadableDb, stream: StreamRef, stepKey: KeyId, min: number, max: number): Set<number> {
  const chunks = prepared(db, 'SELECT span, summary FROM chunks WHERE stream_id = ? AND key_id = ? AND lane = 0');
  const outside = new Set<number>();
  for (const { span, summary } of chunks.all(stream.id, stepKey) as { span: number; summary: Uint8Array }[]) {
    const entry = decodeEntry(summary);
    if (entry.max < min || entry.min >= max) outside.add(span);
  }
  return outside;
}

export function spansOf(db: ReadableDb, stream: StreamRef): SpanReader[] {
  const tail = new Map(loadTail(db, stream.id, () => true).map((span) => [span.no, span]));
  const spans: SpanReader[] = [];
  for (let no = 0; no * SPAN_LINES < stream.lineCount; no++) {
    spans.push(new SpanReader(db, stream.id, no, tail.get(no)));
  }
  return spans;
}

function withoutRepeats(db: ReadableDb, places: RowPlaces): RowPlaces {
  const timeKey = findKey(db, '_timestamp');
  if (places.isAscending || timeKey === undefined) return places;
  const seen = new Set<string>();
  return places.filter((at) => {
    const time = places.span(at).number(timeKey, places.row(at));
    if (Number.isNaN(time)) return true;
    const id = `${places.step(at)} ${time}`;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function putInOrder(db: ReadableDb, places: RowPlaces, isByTime: boolean): void {
  if (!isByTime) {
    if (!places.isAscending) places.sort(comparing(places.length, (at) => places.step(at)));
    return;
  }
  const timeKey = findKey(db, '_timestamp');
  if (timeKey === undefined) return;
  places.sort(comparing(places.length, (at) => places.span(at).number(timeKey, places.row(at))));
}

/** Compares by a number of each place, worked out once; NaN comes last. */
function comparing(length: number, numberOf: (at: number) => number): (a: number, b: number) => number {
  const numbers = Float64Array.from({ length }, (_, at) => numberOf(at));
  return (a, b) => compareNumbers(numbers[a], numbers[b]);
}

function compareNumbers(a = Number.NaN, b = Number.NaN): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/** Indexes of the rows to give out, evenly spread, the first and the last among them. */
function* sampled(length: number, samples = length): Generator<number> {
  const count = Math.min(length, Math.max(0, samples));
  for (let i = 0; i < count; i++) yield count === 1 ? 0 : Math.round((i * (length - 1)) / (count - 1));
}

export function makeRow(span: SpanReader, row: number, keys: readonly KeyName[]): Row {
  const cells = new Map<string, RowCell>();
  for (const { id, name } of keys) {
    const cell = span.cell(id, row);
    if (cell !== undefined) cells.set(name, cell);
  }
  return cells;
}
