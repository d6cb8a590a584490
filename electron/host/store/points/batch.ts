import type { KeyId } from '#shared/units';
import { LANE, lowerBound } from './column.ts';
import { decodeNumbers, decodeTexts, encodeNumbers, encodeTexts, type NumberPoints, type TextPoints } from './codec.ts';
import type { Span } from './span.ts';

// u32 version, u32 column count; then for each column u32 key id, lane, offset, length.
const HEAD_BYTES = 8;
const COLUMN_HEAD_BYTES = 16;
const VERSION = 1;

/** Rows [fromRow, span end) of all columns of a span as one body for tail_batches. Columns lie on multiples of 8 bytes. */
export function encodeBatch(span: Span, fromRow: number): Uint8Array {
  const columns: { readonly key: KeyId; readonly lane: number; readonly bytes: Uint8Array }[] = [];
  for (const [key, column] of span.numbers) {
    const from = lowerBound(column.rows, column.count, fromRow);
    if (from === column.count) continue;
    const rows = column.rows.subarray(from, column.count);
    const values = column.values.subarray(from, column.count);
    columns.push({
      key,
      lane: LANE.numbers,
      bytes: encodeNumbers(rows, values, { isSmall: false, isMonotonic: false }),
    });
  }
  for (const [key, column] of span.texts) {
    const from = lowerBound(column.rows, column.count, fromRow);
    if (from === column.count) continue;
    const rows = column.rows.subarray(from, column.count);
    columns.push({ key, lane: LANE.texts, bytes: encodeTexts(rows, column.texts.slice(from), false) });
  }
  const start = HEAD_BYTES + columns.length * COLUMN_HEAD_BYTES;
  const out = new Uint8Array(columns.reduce((size, { bytes }) => size + align(bytes.length), start));
  const head = new Uint32Array(out.buffer, 0, start / 4);
  head.set([VERSION, columns.length]);
  let at = start;
  columns.forEach(({ key, lane, bytes }, i) => {
    head.set([key, lane, at, bytes.length], 2 + i * 4);
    out.set(bytes, at);
    at += align(bytes.length);
  });
  return out;
}

export type BatchColumn =
  | { readonly key: KeyId; readonly lane: 0; readonly points: NumberPoints }
  | { readonly key: KeyId; readonly lane: 1; readonly points: TextPoints };

/** The columns of a body that `wants` names, decoded; rows count from the start of the span. */
export function decodeBatch(body: Uint8Array, wants: (key: KeyId, lane: number) => boolean): BatchColumn[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const version = view.getUint32(0, true);
  if (version !== VERSION) throw new Error(`tail batch has version ${version}`);
  const columns: BatchColumn[] = [];
  for (let i = 0; i < view.getUint32(4, true); i++) {
    const at = HEAD_BYTES + i * COLUMN_HEAD_BYTES;
    const key = view.getUint32(at, true) as KeyId;
    const lane = view.getUint32(at + 4, true);
    if (!wants(key, lane)) continue;
    const offset = view.getUint32(at + 8, true);
    const bytes = body.subarray(offset, offset + view.getUint32(at + 12, true));
    if (lane === LANE.numbers) columns.push({ key, lane, points: decodeNumbers(bytes) });
    else columns.push({ key, lane: LANE.texts, points: decodeTexts(bytes) });
  }
  return columns;
}

function align(size: number): number {
  return Math.ceil(size / 8) * 8;
}
