import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { findKey } from '../runs/keys.ts';
import { rowAt } from './codec.ts';
import { LANE, SPAN_LINES } from './column.ts';
import { decodeEntry } from './entry.ts';
import { SpanReader } from './span-reader.ts';
import { loadTail } from './tail.ts';
import type { StreamRef } from './types.ts';

/** A stored line and the counters it holds; NaN where it has none. */
export interface FoundLine {
  readonly line: number;
  readonly step: number;
  readonly runtime: number;
}

/**
 * The first line whose `_timestamp` (seconds) is `timestamp`, or undefined. Tells where lines that come another way
 * (a log on disk) belong. Cost: the times of the spans that can hold it.
 */
export function findLine(db: ReadableDb, stream: StreamRef, timestamp: number): FoundLine | undefined {
  const timeKey = findKey(db, '_timestamp');
  if (timeKey === undefined) return undefined;
  const tail = new Map(loadTail(db, stream.id, () => true).map((span) => [span.no, span]));
  const summaries = prepared(db, 'SELECT span, summary FROM chunks WHERE stream_id = ? AND key_id = ? AND lane = ?');
  const sealed = summaries.all(stream.id, timeKey, LANE.numbers) as { span: number; summary: Uint8Array }[];
  const possible = sealed.filter(({ summary }) => {
    const { min, max } = decodeEntry(summary);
    return min <= timestamp && timestamp <= max;
  });
  const spans = [...new Set([...possible.map(({ span }) => span), ...tail.keys()])].sort((a, b) => a - b);
  for (const no of spans) {
    const reader = new SpanReader(db, stream.id, no, tail.get(no));
    const { numbers } = reader.columns(timeKey);
    const at = numbers === undefined ? -1 : numbers.values.subarray(0, numbers.count).indexOf(timestamp);
    if (numbers === undefined || at < 0) continue;
    const row = rowAt(numbers, at);
    const number = (name: string): number => {
      const key = findKey(db, name);
      return key === undefined ? Number.NaN : reader.number(key, row);
    };
    return { line: no * SPAN_LINES + row, step: number('_step'), runtime: number('_runtime') };
  }
  return undefined;
}
