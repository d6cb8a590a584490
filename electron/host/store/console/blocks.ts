import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { StreamId } from '#shared/units';
import type { ReadableDb, WritableDb } from '../context.ts';
import { prepared } from '../prepared.ts';

/** Lines of one block: few enough that rewriting the newest with each post is cheap, enough to compress well. */
export const BLOCK_LINES = 256;

/** Longer lines (in UTF-16 units) get a row of their own, so that a block stays small whatever is printed. */
const LONG_LINE = 16_384;

/** What a block holds for one line: its text, or 0 for a line in console_long_lines. */
type Entry = string | 0;

/** Writes consecutive lines of one block, keeping what it holds besides. `first` is the place of the first in the block. */
export function writeBlock(
  db: WritableDb,
  stream: StreamId,
  blockNo: number,
  first: number,
  lines: readonly string[],
): void {
  const entries: Entry[] = first === 0 && lines.length === BLOCK_LINES ? [] : readEntries(db, stream, blockNo);
  while (entries.length < first) entries.push('');
  lines.forEach((line, i) => {
    const lineNo = blockNo * BLOCK_LINES + first + i;
    const before = entries[first + i];
    entries[first + i] = line.length > LONG_LINE ? 0 : line;
    if (line.length > LONG_LINE) writeLong(db, stream, lineNo, line);
    else if (before === 0) prepared(db, `DELETE FROM ${LONG} WHERE stream_id = ? AND line_no = ?`).run(stream, lineNo);
  });
  prepared(
    db,
    `INSERT INTO console_blocks (stream_id, block_no, body) VALUES (?, ?, ?)
     ON CONFLICT (stream_id, block_no) DO UPDATE SET body = excluded.body`,
  ).run(stream, blockNo, deflateRawSync(JSON.stringify(entries), { level: 3 }));
}

/** The lines of one block as sent, in order; fewer than BLOCK_LINES at the end, none where nothing was ever sent. */
export function readBlock(db: ReadableDb, stream: StreamId, blockNo: number): string[] {
  return resolveLong(db, stream, blockNo, readEntries(db, stream, blockNo));
}

/** All stored blocks of a stream in order, from `fromBlock` on; blocks never written are left out. */
export function* eachBlock(
  db: ReadableDb,
  stream: StreamId,
  fromBlock = 0,
): Generator<{ readonly blockNo: number; readonly lines: readonly string[] }> {
  // Not from the shared statements: one that is being iterated cannot be used again.
  const rows = db
    .prepare('SELECT block_no, body FROM console_blocks WHERE stream_id = ? AND block_no >= ? ORDER BY block_no')
    .iterate(stream, fromBlock) as Iterable<{ block_no: number; body: Buffer }>;
  for (const row of rows) {
    yield { blockNo: row.block_no, lines: resolveLong(db, stream, row.block_no, decode(row.body)) };
  }
}

const LONG = 'console_long_lines';

function writeLong(db: WritableDb, stream: StreamId, lineNo: number, text: string): void {
  prepared(
    db,
    `INSERT INTO ${LONG} (stream_id, line_no, text) VALUES (?, ?, ?)
     ON CONFLICT (stream_id, line_no) DO UPDATE SET text = excluded.text`,
  ).run(stream, lineNo, text);
}

function readEntries(db: ReadableDb, stream: StreamId, blockNo: number): Entry[] {
  const row = prepared(db, 'SELECT body FROM console_blocks WHERE stream_id = ? AND block_no = ?').get(stream, blockNo);
  return row === undefined ? [] : decode((row as { body: Buffer }).body);
}

function decode(body: Buffer): Entry[] {
  return JSON.parse(inflateRawSync(body).toString('utf8')) as Entry[];
}

function resolveLong(db: ReadableDb, stream: StreamId, blockNo: number, entries: Entry[]): string[] {
  if (!entries.includes(0)) return entries as string[];
  const select = prepared(db, `SELECT text FROM ${LONG} WHERE stream_id = ? AND line_no = ?`);
  return entries.map((entry, i) => {
    if (entry !== 0) return entry;
    return (select.get(stream, blockNo * BLOCK_LINES + i) as { text: string } | undefined)?.text ?? '';
  });
}
