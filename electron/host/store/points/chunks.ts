import type { KeyId, StreamId } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { decodeNumbers, decodeTexts, encodeNumbers, encodeTexts } from './codec.ts';
import { LANE, type NumberColumn, type TextColumn } from './column.ts';
import { emptyEntry, encodeEntries, encodeSummary, type Entry, foldValues, LEVEL1_POINTS } from './entry.ts';
import { type PackedColumn, Span, valueAtRow } from './span.ts';

/** Writes a span as one chunk per key and lane, in place of whatever the database holds of it. */
export function writeChunks(ctx: WriteContext, stream: StreamId, span: Span, stepKey: KeyId | undefined): void {
  for (const [key, column] of span.numbers) {
    if (column.count === 0) continue;
    const rows = column.rows.subarray(0, column.count);
    const packed = span.packed.get(key) ?? packColumn(span, key, column, stepKey);
    writeChunk(ctx, stream, span, { key, lane: LANE.numbers, rows, ...packed });
  }
  for (const [key, column] of span.texts) {
    if (column.count === 0) continue;
    const types = JSON.stringify(Object.fromEntries(span.typesOf(key)));
    writeChunk(ctx, stream, span, {
      key,
      lane: LANE.texts,
      rows: column.rows.subarray(0, column.count),
      summary: Buffer.from(types, 'utf8'),
      level1: new Uint8Array(0),
      points: packTexts(column),
    });
  }
  span.packed.clear();
  span.isSealed = true;
}

/** Packs one more column of numbers ahead of writeChunks; false when all are packed. */
export function packNext(span: Span, stepKey: KeyId | undefined): boolean {
  for (const [key, column] of span.numbers) {
    if (column.count === 0 || span.packed.has(key)) continue;
    span.packed.set(key, packColumn(span, key, column, stepKey));
    return true;
  }
  return false;
}

function packColumn(span: Span, key: KeyId, column: NumberColumn, stepKey: KeyId | undefined): PackedColumn {
  const entry = span.entryOf(key, stepKey);
  const level1 = level1Of(column, stepKey === undefined ? undefined : span.numbers.get(stepKey));
  return {
    summary: encodeSummary(entry, level1),
    level1: encodeEntries(level1),
    points: packNumbers(column, entry),
  };
}

interface ChunkContent extends PackedColumn {
  readonly key: KeyId;
  readonly lane: number;
  readonly rows: Uint16Array;
}

function writeChunk(ctx: WriteContext, stream: StreamId, span: Span, content: ChunkContent): void {
  const { key, lane, rows, summary, level1, points } = content;
  const body = prepared(ctx.db, 'INSERT INTO chunk_bodies (stream_id, level1, points) VALUES (?, ?, ?)');
  const bodyId = body.run(stream, level1, points).lastInsertRowid;
  prepared(
    ctx.db,
    `INSERT INTO chunks (stream_id, key_id, lane, span, first_line, last_line, count, body_id, summary)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    stream,
    key,
    lane,
    span.no,
    span.firstLine + (rows[0] ?? 0),
    span.firstLine + (rows[rows.length - 1] ?? 0),
    rows.length,
    bodyId,
    summary,
  );
}

export function deleteChunks(ctx: WriteContext, stream: StreamId, spanNo: number, keys: Iterable<KeyId>): void {
  const remove = prepared(
    ctx.db,
    'DELETE FROM chunks WHERE stream_id = ? AND key_id = ? AND lane = ? AND span = ? RETURNING body_id AS bodyId',
  );
  const removeBody = prepared(ctx.db, 'DELETE FROM chunk_bodies WHERE id = ?');
  for (const key of keys) {
    for (const lane of [LANE.numbers, LANE.texts]) {
      for (const { bodyId } of remove.all(stream, key, lane, spanNo) as { bodyId: number }[]) removeBody.run(bodyId);
    }
  }
}

/** A sealed span in memory again; empty when there is none. `isSealed` tells which. */
export function loadSealedSpan(db: ReadableDb, stream: StreamId, spanNo: number, keys: Iterable<KeyId>): Span {
  const span = new Span(spanNo);
  const find = prepared(
    db,
    `SELECT c.lane, b.points FROM chunks c JOIN chunk_bodies b ON b.id = c.body_id
     WHERE c.stream_id = ? AND c.key_id = ? AND c.lane IN (0, 1) AND c.span = ?`,
  );
  for (const key of keys) {
    for (const chunk of find.all(stream, key, spanNo) as { lane: number; points: Uint8Array }[]) {
      span.isSealed = true;
      if (chunk.lane === LANE.numbers) span.load([{ key, lane: LANE.numbers, points: decodeNumbers(chunk.points) }]);
      else span.load([{ key, lane: LANE.texts, points: decodeTexts(chunk.points) }]);
    }
  }
  return span;
}

function level1Of(column: NumberColumn, steps: NumberColumn | undefined): Entry[] {
  const entries: Entry[] = [];
  for (let from = 0; from < column.count; from += LEVEL1_POINTS) {
    const to = Math.min(from + LEVEL1_POINTS, column.count);
    const entry = emptyEntry();
    foldValues(entry, column.values, from, to);
    entry.stepFirst = valueAtRow(steps, column.rows[from] ?? 0);
    entry.stepLast = valueAtRow(steps, column.rows[to - 1] ?? 0);
    entries.push(entry);
  }
  return entries;
}

function packNumbers(column: NumberColumn, entry: Entry): Uint8Array {
  const rows = column.rows.subarray(0, column.count);
  const values = column.values.subarray(0, column.count);
  return encodeNumbers(rows, values, { isSmall: true, isMonotonic: entry.isMonotonic });
}

function packTexts(column: TextColumn): Uint8Array {
  return encodeTexts(column.rows.subarray(0, column.count), column.texts, true);
}
