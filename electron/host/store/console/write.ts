import type { StreamId } from '#shared/units';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { BLOCK_LINES, writeBlock } from './blocks.ts';

/**
 * Stores console lines at their numbers, from `offset` on; a line already there is overwritten (a progress bar), and
 * numbers that were skipped are empty lines. One trailing line feed of each line is dropped.
 * Returns the next free line number of the stream. Changes only what the stream holds, emits nothing.
 */
export function writeConsoleLines(
  ctx: WriteContext,
  stream: { readonly id: StreamId; readonly lineCount: number },
  offset: number,
  lines: readonly string[],
): number {
  if (lines.length === 0) return stream.lineCount;
  const texts = lines.map((line) => line.replace(/\r?\n$/, ''));
  for (let done = 0; done < texts.length;) {
    const blockNo = Math.floor((offset + done) / BLOCK_LINES);
    const first = (offset + done) % BLOCK_LINES;
    const part = texts.slice(done, done + BLOCK_LINES - first);
    writeBlock(ctx.db, stream.id, blockNo, first, part);
    done += part.length;
  }
  const lineCount = Math.max(stream.lineCount, offset + lines.length);
  if (lineCount > stream.lineCount) {
    prepared(ctx.db, 'UPDATE streams SET line_count = ? WHERE id = ?').run(lineCount, stream.id);
  }
  return lineCount;
}
