import type { KeyId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { decodeBatch } from './batch.ts';
import { SPAN_LINES } from './column.ts';
import { Span } from './span.ts';

export interface TailRow {
  readonly firstLine: number;
  readonly lineCount: number;
  readonly body: Uint8Array;
}

/** The tail batches of streams as they lie in the database, ascending; streams without one are not in the answer. */
export function readTails(db: ReadableDb, streams: readonly StreamId[]): ReadonlyMap<StreamId, TailRow[]> {
  const rows = prepared(
    db,
    `SELECT t.stream_id AS stream, t.first_line AS firstLine, t.line_count AS lineCount, t.body
     FROM json_each(?) wanted CROSS JOIN tail_batches t ON t.stream_id = wanted.value ORDER BY t.first_line`,
  ).all(JSON.stringify(streams)) as (TailRow & { readonly stream: StreamId })[];
  return Map.groupBy(rows, (row) => row.stream);
}

/** Tail batches as spans, ascending, with the columns that `wants` names. */
export function tailSpans(rows: readonly TailRow[], wants: (key: KeyId, lane: number) => boolean): Span[] {
  const spans: Span[] = [];
  for (const { firstLine, lineCount, body } of rows) {
    const no = Math.floor(firstLine / SPAN_LINES);
    let span = spans.at(-1);
    if (span?.no !== no) spans.push((span = new Span(no)));
    const firstRow = firstLine - span.firstLine;
    span.load(decodeBatch(body, wants));
    span.endRow = firstRow + lineCount;
    span.batches.push({ firstRow, endRow: span.endRow, sizeBytes: body.length });
  }
  return spans;
}

export function loadTail(db: ReadableDb, stream: StreamId, wants: (key: KeyId, lane: number) => boolean): Span[] {
  return tailSpans(readTails(db, [stream]).get(stream) ?? [], wants);
}
