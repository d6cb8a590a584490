import { bucketOf, bucketShift } from '#shared/metrics';
import type { ReadableDb } from '../context.ts';
import { emptyEntry, EntryList, foldValues, LEVEL1_POINTS, LEVEL2_POINTS, level2Of, wholeOf } from './entry.ts';
import {
  bucketLine,
  bucketsFor,
  exactLine,
  gatherPoints,
  lineFromPoints,
  mergeWriters,
  orderedWindow,
  type Window,
} from './line-points.ts';
import { isDense, LineReader, type LoosePiece, type Piece } from './line-source.ts';
import { indexOfRow, rowAt } from './codec.ts';
import { SPAN_LINES } from './column.ts';
import type { LineData, LineRequest, StreamRef } from './types.ts';

/**
 * One line of one chart. Exact when no more than `buckets` points (and a neighbour on each side of the range) are to
 * be drawn; else reduced to at most `buckets` buckets, each with first, last, min, max, mean, read from the coarsest
 * level of the pyramid that still fills them. The same data and request give the same line every time, and the borders
 * of buckets stay where they are while a run grows. Points without x are left out and counted; a line whose x goes back
 * comes in logged order. Undefined when the run has no numbers under that key.
 * Pass one `reader` for all lines of a page: they share the tail and the x axis.
 * Cost: by the number of buckets, not of points; smoothing reads all points.
 */
export function readLine(db: ReadableDb, request: LineRequest, reader = new LineReader(db)): LineData | undefined {
  const sources = reader
    .streams(request.runId, request.stream)
    .flatMap((stream) => findSource(reader, stream, request));
  const [only] = sources;
  if (only === undefined) return undefined;
  const isSmoothed = request.smoothing !== undefined && request.smoothing.kind !== 'none';
  if (sources.length === 1 && !isSmoothed && only.isOrdered) return readOrdered(reader, only, request);
  return lineFromPoints(
    mergeWriters(sources.map(({ pieces, xPieces }) => gatherPoints(reader, pieces, xPieces()))),
    request,
  );
}

interface LineSource {
  readonly pieces: readonly Piece[];
  /** All pieces of x; read only where the points themselves are needed. */
  xPieces(): readonly Piece[];
  /** The piece of x in one span. */
  xPiece(spanNo: number): LoosePiece | undefined;
  /** Entries carry the x of their first and last point themselves. */
  readonly isStep: boolean;
  /** Every point has a finite x and x never goes back: positions can be found by searching. */
  readonly isOrdered: boolean;
}

function findSource(reader: LineReader, stream: StreamRef, request: LineRequest): LineSource[] {
  const head = reader.head(stream.id, request.key);
  if (head === undefined) return [];
  const pieces = reader.pieces(stream.id, head.keyId);
  const xHead = reader.head(stream.id, request.x);
  const xKey = xHead?.keyId;
  const xPieces = (): readonly Piece[] => (xKey === undefined ? [] : reader.pieces(stream.id, xKey));
  const xPiece = (spanNo: number): LoosePiece | undefined =>
    xKey === undefined ? undefined : reader.pieceOf(stream.id, xKey, spanNo);
  const isWhole = xHead !== undefined && xHead.count === xHead.finiteCount && xHead.isMonotonic;
  // An x in every line, as `_step` is, covers all pieces without a look at them.
  const isOrdered = isWhole && (xHead.count === stream.lineCount || coversAll(xPieces(), pieces));
  return [{ pieces, xPieces, xPiece, isStep: request.x === '_step', isOrdered }];
}

function coversAll(xPieces: readonly Piece[], pieces: readonly Piece[]): boolean {
  const bySpan = new Map(xPieces.map((piece) => [piece.spanNo, piece]));
  return pieces.every((piece) => {
    const x = bySpan.get(piece.spanNo);
    return x !== undefined && isDense(x) && x.firstLine <= piece.firstLine && x.lastLine >= piece.lastLine;
  });
}

function readOrdered(reader: LineReader, source: LineSource, request: LineRequest): LineData {
  const { pieces } = source;
  const last = pieces.at(-1);
  const total = last === undefined ? 0 : last.firstPoint + last.count;
  const isAll = request.range?.from === undefined && request.range?.to === undefined;
  const window = isAll
    ? { from: 0, to: total, inside: total }
    : orderedWindow((point) => xOfPoint(reader, source, point), total, request.range);
  const facts = { withoutX: 0, isOutOfOrder: false, pointCount: window.inside };
  if (window.to - window.from <= request.buckets) {
    const shown = pieces.filter((piece) => overlaps(piece, window));
    const offset = shown[0]?.firstPoint ?? 0;
    const points = gatherPoints(reader, shown, source.xPieces());
    return exactLine(points, { ...window, from: window.from - offset, to: window.to - offset }, facts, undefined);
  }
  return bucketLine(reduce(reader, source, window, bucketShift(window.from, window.to, request.buckets)), facts);
}

function reduce(reader: LineReader, source: LineSource, window: Window, shift: number) {
  const reducer = bucketsFor(window, shift);
  const size = 2 ** shift;
  // Folds the points of each bucket in one go; x is looked up for the first and the last of them only.
  const addPoints = (piece: Piece, from: number, to: number): void => {
    const points = reader.points(piece);
    const xAt = xLookup(reader, source, piece);
    for (let i = from; i < to;) {
      const bucket = bucketOf(piece.firstPoint + i, shift);
      const end = Math.min(to, (bucket + 1) * size - piece.firstPoint);
      const run = emptyEntry();
      foldValues(run, points.values, i, end);
      reducer.addRun(bucket, run, xAt(rowAt(points, i)), xAt(rowAt(points, end - 1)));
      i = end;
    }
  };
  for (const piece of source.pieces) {
    if (!overlaps(piece, window)) continue;
    const from = Math.max(0, window.from - piece.firstPoint);
    const to = Math.min(piece.count, window.to - piece.firstPoint);
    const isWhole = from === 0 && to === piece.count;
    const runs = entriesOf(reader, source, piece, isWhole ? size : Math.min(size, piece.count - 1));
    if (runs === undefined) {
      addPoints(piece, from, to);
      continue;
    }
    const { entries, xEntries } = runs;
    for (let i = 0, at = 0; i < entries.length; i++) {
      const entry = entries.at(i);
      const end = at + entry.count;
      if (at >= from && end <= to) {
        const x = xEntries?.at(i);
        const bucket = bucketOf(piece.firstPoint + at, shift);
        reducer.addRun(bucket, entry, x?.first ?? entry.stepFirst, x?.last ?? entry.stepLast);
      } else if (at < to && end > from) addPoints(piece, Math.max(at, from), Math.min(end, to));
      at = end;
    }
  }
  return reducer;
}

interface Entries {
  readonly entries: EntryList;
  /** Entries of x over the same points; without them, the entries carry x. */
  readonly xEntries?: EntryList;
}

/** The coarsest entries of a sealed piece that fit buckets of `size`; undefined where its points are needed. */
function entriesOf(reader: LineReader, source: LineSource, piece: Piece, size: number): Entries | undefined {
  if (piece.summary === undefined || size < LEVEL1_POINTS) return undefined;
  if (source.isStep) return { entries: level(reader, piece, piece.summary, size) };
  const xPiece = source.xPiece(piece.spanNo);
  const isAligned = isDense(piece) && xPiece?.firstLine === piece.firstLine && xPiece.lastLine === piece.lastLine;
  if (!isAligned || xPiece.summary === undefined) return undefined;
  return {
    entries: level(reader, piece, piece.summary, size),
    xEntries: level(reader, xPiece, xPiece.summary, size),
  };
}

function level(reader: LineReader, piece: LoosePiece, summary: Uint8Array, size: number): EntryList {
  if (size >= piece.count) return wholeOf(summary);
  return size >= LEVEL2_POINTS ? level2Of(summary) : new EntryList(reader.level1(piece));
}

/** x by row of a piece's span. */
function xLookup(reader: LineReader, source: LineSource, piece: Piece): (row: number) => number {
  const xPiece = source.xPiece(piece.spanNo);
  if (xPiece === undefined) throw new Error('an ordered line has x everywhere');
  const xPoints = reader.points(xPiece, { isKept: true });
  return (row) => xPoints.values[indexOfRow(xPoints, row)] ?? Number.NaN;
}

function overlaps(piece: Piece, window: Window): boolean {
  return piece.firstPoint < window.to && piece.firstPoint + piece.count > window.from;
}

/** x of a point by its number in the series. */
function xOfPoint(reader: LineReader, source: LineSource, point: number): number {
  const piece = pieceOf(source.pieces, point);
  // A dense piece tells its rows without being read.
  const row = isDense(piece)
    ? (piece.firstLine % SPAN_LINES) + point - piece.firstPoint
    : rowAt(reader.points(piece, { isKept: true }), point - piece.firstPoint);
  return xLookup(reader, source, piece)(row);
}

function pieceOf(pieces: readonly Piece[], point: number): Piece {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((pieces[middle]?.firstPoint ?? 0) <= point) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  if (piece === undefined) throw new Error(`no point ${point}`);
  return piece;
}
