import type { LogLine, LogPage } from '#shared/api';
import type { RunRowId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { BLOCK_LINES, readBlock } from './blocks.ts';
import { mergedOrder } from './merge.ts';
import { parseConsoleLine } from './parse-line.ts';

/** The console lines of one writer. */
export interface ConsoleStream {
  readonly id: StreamId;
  readonly writer: string;
  /** What stands in brackets before each line; empty for none. */
  readonly label: string;
  readonly lineCount: number;
}

/** The console streams of a run, the first writer's first; more than one only in shared mode. */
export function consoleStreams(db: ReadableDb, run: RunRowId): ConsoleStream[] {
  const sql = `SELECT s.id, s.writer, s.line_count AS lineCount, coalesce(w.label, s.writer) AS label
    FROM streams s LEFT JOIN run_writers w ON w.run_id = s.run_id AND w.writer = s.writer
    WHERE s.run_id = ? AND s.kind = 'console' AND s.line_count > 0 ORDER BY s.id`;
  return prepared(db, sql).all(run) as ConsoleStream[];
}

/** Console lines of a run, over all its writers. */
export function consoleLineCount(db: ReadableDb, run: RunRowId): number {
  return consoleStreams(db, run).reduce((sum, stream) => sum + stream.lineCount, 0);
}

/**
 * Up to `count` console lines from number `from` on (below 0: counted from the end), in the order they were written;
 * several writers' lines are merged by time. Costs the blocks touched, whatever the length of the output.
 */
export function readConsoleLines(db: ReadableDb, run: RunRowId, from: number, count: number): LogPage {
  const streams = consoleStreams(db, run);
  const total = streams.reduce((sum, stream) => sum + stream.lineCount, 0);
  const first = Math.min(total, from < 0 ? Math.max(0, total + from) : from);
  const end = Math.min(total, first + Math.max(0, count));
  const [only] = streams;
  if (only === undefined) return { total, from: first, lines: [] };
  const lines = streams.length === 1 ? readSpan(db, only, first, end) : readMerged(db, streams, first, end);
  return { total, from: first, lines };
}

/** Up to `count` lines of one writer as they came, from number `from` on; those that never came are empty. */
export function readConsoleTexts(db: ReadableDb, stream: ConsoleStream, from: number, count: number): string[] {
  const end = Math.min(stream.lineCount, from + count);
  const texts: string[] = [];
  for (let blockNo = Math.floor(from / BLOCK_LINES); blockNo * BLOCK_LINES < end; blockNo++) {
    const start = blockNo * BLOCK_LINES;
    const block = readBlock(db, stream.id, blockNo);
    for (let number = Math.max(from, start); number < Math.min(end, start + BLOCK_LINES); number++) {
      texts.push(block[number - start] ?? '');
    }
  }
  return texts;
}

function readSpan(db: ReadableDb, stream: ConsoleStream, first: number, end: number): LogLine[] {
  const lines: LogLine[] = [];
  const hasLabel = stream.label !== '';
  for (let blockNo = Math.floor(first / BLOCK_LINES); blockNo * BLOCK_LINES < end; blockNo++) {
    const start = blockNo * BLOCK_LINES;
    const block = readBlock(db, stream.id, blockNo);
    for (let number = Math.max(first, start); number < Math.min(end, start + BLOCK_LINES); number++) {
      lines.push(parseConsoleLine(number, block[number - start] ?? '', hasLabel));
    }
  }
  return lines;
}

function readMerged(db: ReadableDb, streams: readonly ConsoleStream[], first: number, end: number): LogLine[] {
  const order = mergedOrder(db, streams);
  const blocks = new Map<string, string[]>();
  const lines: LogLine[] = [];
  for (let number = first; number < end; number++) {
    const stream = streams[order.streamAt[number] ?? 0];
    if (stream === undefined) continue;
    const lineNo = order.lineAt[number] ?? 0;
    const blockNo = Math.floor(lineNo / BLOCK_LINES);
    const key = `${stream.id}/${blockNo}`;
    let block = blocks.get(key);
    if (block === undefined) blocks.set(key, (block = readBlock(db, stream.id, blockNo)));
    lines.push(parseConsoleLine(number, block[lineNo - blockNo * BLOCK_LINES] ?? '', stream.label !== ''));
  }
  return lines;
}
