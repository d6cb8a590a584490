import type { KeyId, RunRowId, StreamId } from '#shared/units';
import { indexOfRow, rowAt } from './codec.ts';
import { SPAN_LINES } from './column.ts';
import { wholeOf } from './entry.ts';
import type { LineReader } from './line-source.ts';

/**
 * `_step` of the first point of a run's key that is exactly `value`, an infinity or one of its extremes as well; of
 * several writers the lowest. Undefined when no point is, or its line has no step. Read off the points as they are now,
 * so that rewinds, resumes and imports need no bookkeeping; NaN is no value. Cost: the summaries of the key's chunks
 * and two chunks of points, those of a short run a tail batch.
 */
export function firstStepOf(reader: LineReader, run: RunRowId, key: string, value: number): number | undefined {
  const steps = reader.streams(run, 'history').flatMap(({ id }) => {
    const step = stepIn(reader, id, key, value);
    return step === undefined ? [] : [step];
  });
  return steps.length === 0 ? undefined : Math.min(...steps);
}

function stepIn(reader: LineReader, stream: StreamId, key: string, value: number): number | undefined {
  const head = reader.head(stream, key);
  const steps = reader.head(stream, '_step');
  if (head === undefined || steps === undefined) return undefined;
  const line = lineOf(reader, stream, head.keyId, value);
  if (line === undefined) return undefined;
  const piece = reader.pieceOf(stream, steps.keyId, Math.floor(line / SPAN_LINES));
  if (piece === undefined) return undefined;
  const points = reader.points(piece, { isKept: true });
  const at = indexOfRow(points, line % SPAN_LINES);
  const step = at < 0 ? Number.NaN : (points.values[at] ?? Number.NaN);
  return Number.isNaN(step) ? undefined : step;
}

function lineOf(reader: LineReader, stream: StreamId, key: KeyId, value: number): number | undefined {
  for (const piece of reader.pieces(stream, key)) {
    if (piece.summary !== undefined) {
      const { min, max } = wholeOf(piece.summary).at(0);
      if (value < min || value > max) continue;
    }
    const points = reader.points(piece);
    const at = points.values.subarray(0, points.count).indexOf(value);
    if (at >= 0) return piece.spanNo * SPAN_LINES + rowAt(points, at);
  }
  return undefined;
}
