import type { KeyId, RunRowId, StreamId } from '#shared/units';
import type { JsonObject, JsonValue } from '#shared/wire';
import type { WriteContext } from '../context.ts';
import { SPAN_LINES } from './column.ts';
import { flushSpans, forgetSealed, seal, sealNext, type SpanChange, streamsToSeal, writeAsOneBatch } from './flush.ts';
import { type Cell, cellOf, flattenLine, isNested, LineRefusal, MAX_LINE_KEYS, parseLine } from './parse-line.ts';
import type { Span } from './span.ts';
import { type KeySlot, loadState, type StreamState } from './stream-state.ts';
import type { AppendResult, RefusedLine, StreamRef } from './types.ts';

/** Memory for streams between appends. An active stream of 13 keys takes at most half a megabyte. */
const MAX_REMEMBERED_BYTES = 64 * 1024 * 1024;
const MAX_REMEMBERED_STREAMS = 1000;
/** A finished stream smaller than this stays one batch: chunks would only make it larger. */
const SEAL_FROM_BYTES = 16 * 1024;
const EXCERPT_CHARS = 200;

/**
 * Stores line i of `lines` as line offset + i of the stream, in place of what was there; durable with the call's commit.
 * Lines that came before with the same content cost no write. Any order, repetition or overlap of batches ends in the
 * same stored rows and statistics; line numbers never sent stay empty.
 * A line that is no JSON object, or absurd, is refused alone: it comes back in `refused`, its number holds an empty row.
 * Units: `lines` are extended JSON texts without line ends; offsets count lines from 0.
 * Source: protocol 4.3, 13.4, 16.7 (wandb 0.31.0).
 */
export function appendLines(
  ctx: WriteContext,
  stream: StreamRef,
  offset: number,
  lines: readonly string[],
): AppendResult {
  if (!Number.isSafeInteger(offset) || offset < 0) throw new Error(`offset ${offset} is not a line number`);
  const state = remembered(ctx, stream);
  const append = new Append(ctx, state);
  lines.forEach((line, i) => append.write(offset + i, line));
  append.finish();
  forget(ctx, stream.id);
  return {
    lineCount: state.lineCount,
    lastStep: Number.isFinite(state.lastStep) ? Math.trunc(state.lastStep) : -1,
    lastRuntime: state.lastRuntime,
    refused: append.refused,
    isChanged: append.isChanged,
  };
}

/** Packs the newest lines of a stream that is over, so that they are small and quick to read. More may follow later. */
export function sealStream(ctx: WriteContext, stream: StreamRef): void {
  const state = remembered(ctx, stream);
  for (const span of [...state.spans.values()].sort((a, b) => a.no - b.no)) {
    if (span.isSealed) continue;
    const sizeBytes = span.batches.reduce((sum, batch) => sum + batch.sizeBytes, 0);
    if (sizeBytes >= SEAL_FROM_BYTES) seal(ctx, state, span);
    else if (span.batches.length > 1) writeAsOneBatch(ctx, state, span);
  }
  memory(ctx).delete(stream.id);
}

/**
 * Does one small piece of work that posts have left for later: packing full spans into chunks. At most about a
 * millisecond; all lines are durable before and after. Returns true while there is more to do.
 */
export function sealSome(ctx: WriteContext): boolean {
  const streams = streamsToSeal(ctx);
  const [id] = streams;
  if (id === undefined) return false;
  const state = memory(ctx).get(id);
  // A stream that is remembered no more is sealed with its next post, or at its end.
  if (state !== undefined && sealNext(ctx, state)) return true;
  if (state !== undefined) forgetSealed(state);
  streams.delete(id);
  return streams.size > 0;
}

/** The remembered state of a stream, loaded on first use. */
export function remembered(ctx: WriteContext, stream: StreamRef): StreamState {
  const states = memory(ctx);
  const state = states.get(stream.id) ?? loadState(ctx.db, stream);
  // Moved to the end: the first one in the map is the one that was used least recently.
  states.delete(stream.id);
  states.set(stream.id, state);
  return state;
}

/** Drops what is remembered of a run's streams: it has been given to another project. */
export function forgetStreams(ctx: WriteContext, runId: RunRowId): void {
  for (const [id, { ref }] of memory(ctx)) if (ref.runId === runId) memory(ctx).delete(id);
}

function memory(ctx: WriteContext): Map<StreamId, StreamState> {
  return ctx.cached('points.streams', () => new Map<StreamId, StreamState>());
}

function forget(ctx: WriteContext, keep: StreamId): void {
  const states = memory(ctx);
  let sizeBytes = 0;
  for (const state of states.values()) sizeBytes += state.sizeBytes;
  for (const [id, state] of states) {
    if (sizeBytes <= MAX_REMEMBERED_BYTES && states.size <= MAX_REMEMBERED_STREAMS) return;
    if (id === keep) continue;
    states.delete(id);
    sizeBytes -= state.sizeBytes;
  }
}

/** One call of appendLines at work. */
class Append {
  readonly refused: RefusedLine[] = [];
  isChanged = false;
  readonly #ctx: WriteContext;
  readonly #state: StreamState;
  readonly #changes = new Map<Span, SpanChange>();
  #endLine: number;
  #span: Span | undefined;
  // Cells of the line at hand, kept to spare allocations on the hot path.
  readonly #slots: KeySlot[] = [];
  readonly #values: JsonValue[] = [];

  constructor(ctx: WriteContext, state: StreamState) {
    this.#ctx = ctx;
    this.#state = state;
    this.#endLine = state.lineCount;
  }

  write(line: number, text: string): void {
    try {
      const object = parseLine(text);
      if (!this.#collect(object)) this.#collectNested(flattenLine(object));
    } catch (error) {
      if (!(error instanceof LineRefusal)) throw error;
      this.refused.push({ line, reason: error.message, excerpt: text.slice(0, EXCERPT_CHARS) });
      this.#slots.length = 0;
    }
    if (line >= this.#endLine) this.#append(line);
    else this.#overwrite(line);
  }

  finish(): void {
    if (this.#endLine > this.#state.lineCount) this.isChanged = true;
    this.#state.lineCount = Math.max(this.#state.lineCount, this.#endLine);
    if (this.isChanged) flushSpans(this.#ctx, this.#state, this.#changes);
    forgetSealed(this.#state);
  }

  /** Gathers the slots and values of a line without nested dicts; false when it has some. */
  #collect(object: JsonObject): boolean {
    const { slots } = this.#state;
    let count = 0;
    for (const key in object) {
      const value = object[key] as JsonValue;
      if (typeof value === 'object' && isNested(value)) return false;
      if (count > MAX_LINE_KEYS) throw new LineRefusal(`more than ${MAX_LINE_KEYS} keys`);
      this.#slots[count] = slots.get(key) ?? this.#state.slot(this.#ctx, key);
      this.#values[count] = value;
      count += 1;
    }
    this.#slots.length = count;
    this.#values.length = count;
    return true;
  }

  #collectNested(values: ReadonlyMap<string, JsonValue>): void {
    this.#slots.length = 0;
    this.#values.length = 0;
    for (const [name, value] of values) {
      this.#slots.push(this.#state.slot(this.#ctx, name));
      this.#values.push(value);
    }
  }

  /** A line above all others: its values go to the ends of their columns. */
  #append(line: number): void {
    const no = Math.floor(line / SPAN_LINES);
    const span = this.#span?.no === no ? this.#span : this.#startSpan(no, line);
    const row = line - span.firstLine;
    for (let i = 0; i < this.#slots.length; i++) {
      const slot = this.#slots[i] as KeySlot;
      const value = this.#values[i] as JsonValue;
      slot.isTouched = true;
      if (typeof value === 'number') {
        (slot.numbers ??= span.numberColumn(slot.id)).push(row, value);
        continue;
      }
      const cell = cellOf(value);
      if (cell.number !== undefined) (slot.numbers ??= span.numberColumn(slot.id)).push(row, cell.number);
      if (cell.text !== undefined) (slot.texts ??= span.textColumn(slot.id)).set(row, cell.text, cell.type);
    }
    span.endRow = row + 1;
    this.#endLine = line + 1;
  }

  #startSpan(no: number, line: number): Span {
    const span = this.#state.span(this.#ctx.db, no);
    if (!this.#changes.has(span)) this.#changes.set(span, { kind: 'appended', fromRow: line - span.firstLine });
    this.#state.bind(span);
    this.#span = span;
    return span;
  }

  #overwrite(line: number): void {
    const span = this.#state.span(this.#ctx.db, Math.floor(line / SPAN_LINES));
    const row = line - span.firstLine;
    const cells = new Map<KeyId, Cell>(this.#slots.map((slot, i) => [slot.id, cellOf(this.#values[i] as JsonValue)]));
    if (span.hasRow(row, cells)) return;
    span.replaceRow(row, cells);
    this.#changes.set(span, { kind: 'rewritten' });
    this.isChanged = true;
    for (const slot of this.#state.slots.values()) slot.isTouched = true;
    // Columns that the row brought into being must be seen by the slots.
    this.#state.bind(undefined);
    this.#span = undefined;
  }
}
