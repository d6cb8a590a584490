import type { StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { BLOCK_LINES, eachBlock } from './blocks.ts';
import { parseConsoleLine } from './parse-line.ts';

/** Which line of which stream comes at each number of the merged output. */
export interface MergedOrder {
  /** Position in the list of streams, by merged number. */
  readonly streamAt: Uint16Array;
  /** Line number in that stream, by merged number. */
  readonly lineAt: Uint32Array;
}

/** Times of a stream's lines, ms since 1970; a line without one takes that of the line before. */
interface Times {
  lineCount: number;
  at: Float64Array;
}

// Finding the times means reading all lines, so they are kept while somebody looks at a run; only shared runs need them.
const KEPT_STREAMS = 64;
const known = new WeakMap<ReadableDb, Map<StreamId, Times>>();

/** Lines of several writers in the order of their times; equal times in the order of the streams. */
export function mergedOrder(
  db: ReadableDb,
  streams: readonly { readonly id: StreamId; readonly lineCount: number }[],
): MergedOrder {
  const times = streams.map((stream) => timesOf(db, stream.id, stream.lineCount));
  const total = streams.reduce((sum, stream) => sum + stream.lineCount, 0);
  const streamAt = new Uint16Array(total);
  const lineAt = new Uint32Array(total);
  const next = streams.map(() => 0);
  for (let number = 0; number < total; number++) {
    let best = -1;
    let bestTime = Infinity;
    for (let s = 0; s < streams.length; s++) {
      const line = next[s] ?? 0;
      if (line >= (streams[s]?.lineCount ?? 0)) continue;
      const time = times[s]?.[line] ?? 0;
      if (best < 0 || time < bestTime) [best, bestTime] = [s, time];
    }
    streamAt[number] = best;
    lineAt[number] = next[best] ?? 0;
    next[best] = (next[best] ?? 0) + 1;
  }
  return { streamAt, lineAt };
}

function timesOf(db: ReadableDb, stream: StreamId, lineCount: number): Float64Array {
  let perDb = known.get(db);
  if (perDb === undefined) known.set(db, (perDb = new Map()));
  let times = perDb.get(stream) ?? { lineCount: 0, at: new Float64Array(0) };
  if (times.lineCount < lineCount) times = extend(db, stream, times, lineCount);
  perDb.delete(stream);
  perDb.set(stream, times);
  for (const oldest of perDb.keys()) {
    if (perDb.size <= KEPT_STREAMS) break;
    perDb.delete(oldest);
  }
  return times.at;
}

function extend(db: ReadableDb, stream: StreamId, before: Times, lineCount: number): Times {
  const at = new Float64Array(lineCount);
  at.set(before.at.subarray(0, before.lineCount));
  // The last block known may have been incomplete.
  const fromBlock = Math.floor(before.lineCount / BLOCK_LINES);
  let number = before.lineCount;
  for (const { blockNo, lines } of eachBlock(db, stream, fromBlock)) {
    const start = blockNo * BLOCK_LINES;
    lines.forEach((raw, i) => {
      if (start + i < number || start + i >= lineCount) return;
      for (; number < start + i; number++) at[number] = at[number - 1] ?? 0;
      at[number] = parseConsoleLine(number, raw).at ?? at[number - 1] ?? 0;
      number += 1;
    });
  }
  for (; number < lineCount; number++) at[number] = at[number - 1] ?? 0;
  return { lineCount, at };
}
