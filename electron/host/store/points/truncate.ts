import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { remembered } from './append.ts';
import { SPAN_LINES } from './column.ts';
import { decodeEntry } from './entry.ts';
import { dropStored, flushSpans, type SpanChange } from './flush.ts';
import type { Span } from './span.ts';
import type { StreamState } from './stream-state.ts';
import type { StreamRef } from './types.ts';

/**
 * Removes every line whose `_step` is above `afterStep`, and all lines after the last one that stays: what a rewind
 * leaves. Returns the new line count, from which the client goes on. `afterStep` -1 empties the stream.
 * Source: protocol 12.5.
 */
export function truncateStream(ctx: WriteContext, stream: StreamRef, afterStep: number): number {
  const state = remembered(ctx, stream);
  const changes = new Map<Span, SpanChange>();
  state.lineCount = cutEnd(ctx, state, afterStep, changes);
  clearOddLines(ctx, state, afterStep, changes);
  for (const slot of state.slots.values()) slot.isTouched = true;
  flushSpans(ctx, state, changes, { isBaseStale: true });
  return state.lineCount;
}

/** Drops spans from the end up to the last line that stays, and cuts that line's span. Returns the new line count. */
function cutEnd(ctx: WriteContext, state: StreamState, afterStep: number, changes: Map<Span, SpanChange>): number {
  for (let no = Math.floor((state.lineCount - 1) / SPAN_LINES); no >= 0; no--) {
    const span = state.span(ctx.db, no);
    const endRow = endOfKept(state, span, afterStep);
    if (endRow > 0) {
      if (span.firstLine + endRow < state.lineCount) {
        span.cutFrom(endRow);
        changes.set(span, { kind: 'rewritten' });
      }
      return Math.min(state.lineCount, span.firstLine + endRow);
    }
    dropStored(ctx, state, span);
    state.spans.delete(no);
  }
  return 0;
}

function endOfKept(state: StreamState, span: Span, afterStep: number): number {
  const steps = state.stepKey === undefined ? undefined : span.numbers.get(state.stepKey);
  for (let i = (steps?.count ?? 0) - 1; i >= 0; i--) {
    if ((steps?.values[i] ?? Number.NaN) <= afterStep) return (steps?.rows[i] ?? 0) + 1;
  }
  return 0;
}

/** A run started again under the same name has high steps before low ones: those go too. */
function clearOddLines(ctx: WriteContext, state: StreamState, afterStep: number, changes: Map<Span, SpanChange>): void {
  const stepKey = state.stepKey;
  if (stepKey === undefined) return;
  const numbers = new Set(state.spans.keys());
  const chunks = prepared(ctx.db, 'SELECT span, summary FROM chunks WHERE stream_id = ? AND key_id = ? AND lane = 0');
  for (const { span, summary } of chunks.all(state.ref.id, stepKey) as { span: number; summary: Uint8Array }[]) {
    if (decodeEntry(summary).max > afterStep) numbers.add(span);
  }
  for (const no of numbers) {
    const span = state.span(ctx.db, no);
    const steps = span.numbers.get(stepKey);
    const odd: number[] = [];
    for (let i = 0; i < (steps?.count ?? 0); i++) {
      if ((steps?.values[i] ?? 0) > afterStep) odd.push(steps?.rows[i] ?? 0);
    }
    for (const row of odd) span.replaceRow(row, new Map());
    if (odd.length > 0) changes.set(span, { kind: 'rewritten' });
  }
}
