import type { StreamId } from '#shared/units';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { encodeBatch } from './batch.ts';
import { deleteChunks, packNext, writeChunks } from './chunks.ts';
import { SPAN_LINES } from './column.ts';
import { emptyEntry, finiteCount, foldEntry } from './entry.ts';
import type { Span } from './span.ts';
import { addTypes, type KeySlot, loadBase, type StreamState } from './stream-state.ts';

/** The last batch is written again with the new rows while it is smaller than this, so that small posts do not pile up. */
const REWRITE_BATCH_BELOW_BYTES = 32 * 1024;
/** So many batches of one size class are merged into one: a reader never meets more than a few dozen. */
const MERGE_BATCHES = 8;
/** Full spans of a stream that may wait to be sealed; a post that makes one more seals the oldest itself. */
const MOST_FULL_SPANS = 4;

/** How a span was changed: rows were added after `fromRow`, or rows in the middle are different. */
export type SpanChange = { readonly kind: 'appended'; readonly fromRow: number } | { readonly kind: 'rewritten' };

/**
 * Makes the changed spans durable: as tail batches, or as chunks where a span is complete at once. Spans that have filled
 * up over several posts stay batches until `sealNext` finds time. Then brings the stream's statistics up to date.
 */
export function flushSpans(
  ctx: WriteContext,
  state: StreamState,
  changes: ReadonlyMap<Span, SpanChange>,
  options: { readonly isBaseStale: boolean } = { isBaseStale: false },
): void {
  let { isBaseStale } = options;
  for (const [span, change] of [...changes].sort(([a], [b]) => a.no - b.no)) {
    const isFull = isFullSpan(state, span);
    isBaseStale ||= span.isSealed || (isFull && span.no <= state.lastSealed);
    const isNew = span.batches.length === 0;
    if (isFull && (change.kind === 'rewritten' || span.isSealed || isNew)) {
      // Chunks come before batches in order of lines, so nothing older may wait.
      for (const older of fullSpans(state)) if (older.no < span.no) seal(ctx, state, older);
      seal(ctx, state, span);
    } else if (change.kind === 'rewritten' || span.isSealed) writeAsOneBatch(ctx, state, span);
    else writeTailBatch(ctx, state, span, change.fromRow);
  }
  const waiting = fullSpans(state);
  for (const span of waiting.splice(0, waiting.length - MOST_FULL_SPANS)) seal(ctx, state, span);
  if (waiting.length > 0) streamsToSeal(ctx).add(state.ref.id);
  if (isBaseStale) {
    loadBase(ctx.db, state);
    for (const slot of state.slots.values()) slot.isTouched = true;
  }
  state.bind(undefined);
  writeSeries(ctx, state);
  prepared(ctx.db, 'UPDATE streams SET line_count = ? WHERE id = ?').run(state.lineCount, state.ref.id);
}

function isFullSpan(state: StreamState, span: Span): boolean {
  return (span.no + 1) * SPAN_LINES <= state.lineCount;
}

/** Full spans that still lie in batches, in order; also those left behind by lines that went on in later spans. */
function fullSpans(state: StreamState): Span[] {
  const full = [...state.spans.values()].filter((span) => !span.isSealed && isFullSpan(state, span));
  return full.sort((a, b) => a.no - b.no);
}

/** Streams that have full spans to seal when there is time. */
export function streamsToSeal(ctx: WriteContext): Set<StreamId> {
  return ctx.cached('points.toSeal', () => new Set<StreamId>());
}

/**
 * One small piece of sealing: packs one column, or writes a span whose columns are all packed. A post that comes
 * meanwhile waits for no more than this. Returns false when the stream has no full span left.
 */
export function sealNext(ctx: WriteContext, state: StreamState): boolean {
  const [span, next] = fullSpans(state);
  if (span === undefined) return false;
  if (packNext(span, state.stepKey)) return true;
  seal(ctx, state, span);
  return next !== undefined;
}

/** Turns a span into chunks, whatever the database held of it before. */
export function seal(ctx: WriteContext, state: StreamState, span: Span): void {
  dropStored(ctx, state, span);
  writeChunks(ctx, state.ref.id, span, state.stepKey);
  span.batches = [];
  if (span.no <= state.lastSealed) return;
  for (const slot of state.slots.values()) {
    foldEntry(slot.base, span.entryOf(slot.id, state.stepKey));
    addTypes(slot.baseTypes, span.typesOf(slot.id));
  }
  state.lastSealed = span.no;
}

export function writeAsOneBatch(ctx: WriteContext, state: StreamState, span: Span): void {
  dropStored(ctx, state, span);
  span.isSealed = false;
  span.batches = [];
  insertBatch(ctx, state, span, 0);
}

function writeTailBatch(ctx: WriteContext, state: StreamState, span: Span, fromRow: number): void {
  const last = span.batches.at(-1);
  const isSmall = last !== undefined && last.sizeBytes < REWRITE_BATCH_BELOW_BYTES;
  if (isSmall) dropBatches(ctx, state, span, 1);
  insertBatch(ctx, state, span, isSmall ? last.firstRow : fromRow);
  mergeBatches(ctx, state, span);
}

function mergeBatches(ctx: WriteContext, state: StreamState, span: Span): void {
  const newest = span.batches.slice(-MERGE_BATCHES);
  const first = newest[0];
  if (newest.length < MERGE_BATCHES || first === undefined) return;
  const classes = new Set(newest.map((batch) => sizeClass(batch.sizeBytes)));
  if (classes.size > 1) return;
  dropBatches(ctx, state, span, MERGE_BATCHES);
  insertBatch(ctx, state, span, first.firstRow);
  // What came out may be the eighth of the next size.
  mergeBatches(ctx, state, span);
}

function sizeClass(sizeBytes: number): number {
  return Math.max(0, Math.floor(Math.log(sizeBytes / REWRITE_BATCH_BELOW_BYTES) / Math.log(MERGE_BATCHES)));
}

function insertBatch(ctx: WriteContext, state: StreamState, span: Span, firstRow: number): void {
  const body = encodeBatch(span, firstRow);
  const endRow = Math.max(span.endRow, firstRow);
  prepared(ctx.db, 'INSERT INTO tail_batches (stream_id, first_line, line_count, body) VALUES (?, ?, ?, ?)').run(
    state.ref.id,
    span.firstLine + firstRow,
    endRow - firstRow,
    body,
  );
  span.batches.push({ firstRow, endRow, sizeBytes: body.length });
}

function dropBatches(ctx: WriteContext, state: StreamState, span: Span, count: number): void {
  const remove = prepared(ctx.db, 'DELETE FROM tail_batches WHERE stream_id = ? AND first_line = ?');
  for (const batch of span.batches.splice(-count)) remove.run(state.ref.id, span.firstLine + batch.firstRow);
}

/** Removes what the database holds of a span. */
export function dropStored(ctx: WriteContext, state: StreamState, span: Span): void {
  if (span.isSealed) deleteChunks(ctx, state.ref.id, span.no, state.keyIds());
  dropBatches(ctx, state, span, span.batches.length);
}

/** Sealed spans are kept only while a client sends old lines again, and then just the newest of them. */
export function forgetSealed(state: StreamState): void {
  const sealed = [...state.spans.values()].filter((span) => span.isSealed).sort((a, b) => a.no - b.no);
  for (const span of sealed.slice(0, -1)) state.spans.delete(span.no);
}

function writeSeries(ctx: WriteContext, state: StreamState): void {
  for (const [name, slot] of state.slots) {
    if (!slot.isTouched) continue;
    slot.isTouched = false;
    const { numbers, types } = totals(state, slot);
    if (name === '_step') state.lastStep = numbers.max === Number.NEGATIVE_INFINITY ? -1 : numbers.max;
    if (name === '_runtime') state.lastRuntime = Math.max(0, numbers.max);
    const counts = JSON.stringify(Object.fromEntries(types));
    const hasNumbers = !Number.isNaN(numbers.first);
    const stats = [
      counts,
      finiteCount(numbers),
      hasNumbers ? numbers.min : null,
      hasNumbers ? numbers.max : null,
      numbers.sum,
      hasNumbers ? numbers.first : null,
      hasNumbers ? numbers.last : null,
      orNull(numbers.stepFirst),
      orNull(numbers.stepLast),
      numbers.isMonotonic ? 1 : 0,
    ];
    if (slot.isStored) prepared(ctx.db, UPDATE_SERIES).run(...stats, state.ref.id, slot.id);
    else prepared(ctx.db, INSERT_SERIES).run(...stats, state.ref.id, slot.id, state.ref.runId, state.ref.projectId);
    slot.isStored = true;
  }
}

const UPDATE_SERIES = `UPDATE series SET type_counts = ?, number_count = ?, min = ?, max = ?, sum = ?, first = ?, last = ?,
  first_step = ?, last_step = ?, is_monotonic = ? WHERE stream_id = ? AND key_id = ?`;
const INSERT_SERIES = `INSERT INTO series (type_counts, number_count, min, max, sum, first, last, first_step, last_step,
  is_monotonic, stream_id, key_id, run_id, project_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function totals(state: StreamState, slot: KeySlot) {
  const numbers = emptyEntry();
  foldEntry(numbers, slot.base);
  const types = new Map(slot.baseTypes);
  for (const span of [...state.spans.values()].sort((a, b) => a.no - b.no)) {
    if (span.isSealed) continue;
    foldEntry(numbers, span.entryOf(slot.id, state.stepKey));
    addTypes(types, span.typesOf(slot.id));
  }
  if (numbers.count > 0) types.set('number', (types.get('number') ?? 0) + numbers.count);
  return { numbers, types };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
