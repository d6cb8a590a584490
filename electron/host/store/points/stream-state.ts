import type { KeyId } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { internKey } from '../runs/keys.ts';
import { loadSealedSpan } from './chunks.ts';
import { type NumberColumn, SPAN_LINES, type TextColumn } from './column.ts';
import { decodeEntry, emptyEntry, type Entry, foldEntry } from './entry.ts';
import { checkName } from './parse-line.ts';
import { Span } from './span.ts';
import { loadTail } from './tail.ts';
import type { StreamRef } from './types.ts';

/** One key of a stream as the writer knows it. */
export interface KeySlot {
  readonly id: KeyId;
  /** The key's columns in the span that is being appended to; undefined until it has a value there. */
  numbers: NumberColumn | undefined;
  texts: TextColumn | undefined;
  /** Over all sealed spans, folded in order of lines. */
  base: Entry;
  baseTypes: Map<string, number>;
  isStored: boolean;
  isTouched: boolean;
}

/** What the writer remembers of a stream between appends. All of it can be made again from the database. */
export class StreamState {
  readonly ref: StreamRef;
  readonly slots = new Map<string, KeySlot>();
  readonly spans = new Map<number, Span>();
  lineCount: number;
  lastStep = -1;
  lastRuntime = 0;
  /** Highest span whose statistics are in the slots' `base`; -1 when none. */
  lastSealed = -1;
  #bound: Span | undefined;

  constructor(ref: StreamRef, lineCount: number) {
    this.ref = ref;
    this.lineCount = lineCount;
  }

  get stepKey(): KeyId | undefined {
    return this.slots.get('_step')?.id;
  }

  keyIds(): KeyId[] {
    return [...this.slots.values()].map((slot) => slot.id);
  }

  /** The slot of a key; a new key is interned. Throws LineRefusal on a name that cannot be kept. */
  slot(ctx: WriteContext, name: string): KeySlot {
    const known = this.slots.get(name);
    if (known !== undefined) return known;
    checkName(name);
    const slot = newSlot(internKey(ctx, name), false);
    this.slots.set(name, slot);
    if (this.#bound !== undefined) bindSlot(slot, this.#bound);
    return slot;
  }

  /** Points the slots at a span's columns, so that the hot path looks up a key once. */
  bind(span: Span | undefined): void {
    if (this.#bound === span) return;
    this.#bound = span;
    for (const slot of this.slots.values()) bindSlot(slot, span);
  }

  /** A span by number, brought back from the database if need be. */
  span(db: ReadableDb, no: number): Span {
    let span = this.spans.get(no);
    if (span === undefined) {
      const isNew = no * SPAN_LINES >= this.lineCount;
      span = isNew ? new Span(no) : loadSealedSpan(db, this.ref.id, no, this.keyIds());
      this.spans.set(no, span);
    }
    return span;
  }

  get sizeBytes(): number {
    let size = this.slots.size * 400;
    for (const span of this.spans.values()) size += span.sizeBytes;
    return size;
  }
}

/** Loads a stream's state: statistics from the chunk summaries, newest lines from the tail batches. */
export function loadState(db: ReadableDb, ref: StreamRef): StreamState {
  const row = prepared(db, 'SELECT line_count AS lineCount FROM streams WHERE id = ?').get(ref.id);
  if (row === undefined) throw new Error(`no stream ${ref.id}`);
  const state = new StreamState(ref, (row as { lineCount: number }).lineCount);
  const keys = prepared(
    db,
    'SELECT s.key_id AS id, k.name, s.max FROM series s JOIN keys k ON k.id = s.key_id WHERE s.stream_id = ?',
  ).all(ref.id) as { id: KeyId; name: string; max: number | null }[];
  for (const { id, name, max } of keys) {
    state.slots.set(name, newSlot(id, true));
    if (max !== null && name === '_step') state.lastStep = max;
    if (max !== null && name === '_runtime') state.lastRuntime = max;
  }
  loadBase(db, state);
  for (const span of loadTail(db, ref.id, () => true)) state.spans.set(span.no, span);
  return state;
}

/** Folds the statistics of all sealed spans anew, in order of lines. */
export function loadBase(db: ReadableDb, state: StreamState): void {
  state.lastSealed = -1;
  const slots = new Map([...state.slots.values()].map((slot) => [slot.id, slot]));
  for (const slot of slots.values()) {
    slot.base = emptyEntry();
    slot.baseTypes = new Map();
  }
  // In order of the primary key: spans ascending within each key and lane.
  const chunks = prepared(db, 'SELECT key_id AS key, lane, span, summary FROM chunks WHERE stream_id = ?');
  for (const chunk of chunks.iterate(state.ref.id) as Iterable<{
    key: KeyId;
    lane: number;
    span: number;
    summary: Uint8Array;
  }>) {
    const slot = slots.get(chunk.key);
    if (slot === undefined) throw new Error(`chunk of key ${chunk.key} without a series`);
    state.lastSealed = Math.max(state.lastSealed, chunk.span);
    if (chunk.lane === 0) foldEntry(slot.base, decodeEntry(chunk.summary));
    else addTypes(slot.baseTypes, Object.entries(JSON.parse(Buffer.from(chunk.summary).toString('utf8')) as object));
  }
}

export function addTypes(to: Map<string, number>, types: Iterable<readonly [string, number]>): void {
  for (const [type, count] of types) to.set(type, (to.get(type) ?? 0) + count);
}

function newSlot(id: KeyId, isStored: boolean): KeySlot {
  return {
    id,
    numbers: undefined,
    texts: undefined,
    base: emptyEntry(),
    baseTypes: new Map(),
    isStored,
    isTouched: false,
  };
}

function bindSlot(slot: KeySlot, span: Span | undefined): void {
  slot.numbers = span?.numbers.get(slot.id);
  slot.texts = span?.texts.get(slot.id);
}
