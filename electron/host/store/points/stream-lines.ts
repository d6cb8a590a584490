import type { ReadableDb } from '../context.ts';
import { SPAN_LINES } from './column.ts';
import { keysOfStream } from './key-names.ts';
import { makeRow, presentRows, spansOf } from './rows.ts';
import type { Row, StreamRef } from './types.ts';

/** A row under the number that its writer sent it with. */
export interface NumberedRow {
  readonly line: number;
  readonly row: Row;
}

/**
 * The rows of one writer in the order of their line numbers, from number `from` on. Numbers of lines that never came,
 * or were refused, are left out. Rows are made one by one while the result is read.
 */
export function* readStreamRows(db: ReadableDb, stream: StreamRef, from: number): Generator<NumberedRow> {
  const keys = keysOfStream(db, stream.id);
  for (const span of spansOf(db, stream)) {
    const first = span.no * SPAN_LINES;
    if (first + SPAN_LINES <= from) continue;
    const present = presentRows(span, { stream, keys, groups: [], output: keys });
    for (let row = Math.max(0, from - first); row < SPAN_LINES; row++) {
      if (present[row] === 1) yield { line: first + row, row: makeRow(span, row, keys) };
    }
    span.release();
  }
}
