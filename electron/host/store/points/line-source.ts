import type { KeyId, RunRowId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { decodeNumbers, type NumberPoints, rowAt } from './codec.ts';
import { LANE } from './column.ts';
import { findStreams } from './streams.ts';
import { readTail, tailSpans, type TailRow } from './tail.ts';
import type { StreamKind, StreamRef } from './types.ts';

/** Decoded points kept while several lines of a page are read; about as much as one line of 4 M points. */
const MAX_KEPT_BYTES = 48 * 1024 * 1024;

/** A key's numbers in one span: a sealed chunk, or decoded points of the tail. */
export interface Piece {
  readonly spanNo: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly count: number;
  /** Number of points of the key before this piece. */
  readonly firstPoint: number;
  readonly bodyId: number | undefined;
  readonly summary: Uint8Array | undefined;
  readonly tail: NumberPoints | undefined;
}

export interface SeriesHead {
  readonly keyId: KeyId;
  /** Numbers of any kind, NaN included. */
  readonly count: number;
  readonly finiteCount: number;
  readonly isMonotonic: boolean;
}

/**
 * Reads pieces of series, and remembers what the lines of one page share: a run's streams, tail and x axis. Make one for
 * each page request; what it remembers may be out of date afterwards.
 */
export class LineReader {
  readonly db: ReadableDb;
  readonly #streams = new Map<string, readonly StreamRef[]>();
  readonly #heads = new Map<string, SeriesHead | undefined>();
  readonly #tails = new Map<StreamId, readonly TailRow[]>();
  readonly #pieces = new Map<string, readonly Piece[]>();
  readonly #points = new Map<string, NumberPoints>();
  #keptBytes = 0;

  constructor(db: ReadableDb) {
    this.db = db;
  }

  /** The streams of a run, see findStreams. */
  streams(run: RunRowId, kind: StreamKind): readonly StreamRef[] {
    const id = `${run} ${kind}`;
    let streams = this.#streams.get(id);
    if (streams === undefined) this.#streams.set(id, (streams = findStreams(this.db, run, kind)));
    return streams;
  }

  /** What is known of a key's numbers as a whole; undefined when the stream has none. */
  head(stream: StreamId, key: string): SeriesHead | undefined {
    const id = `${stream} ${key}`;
    if (!this.#heads.has(id)) this.#heads.set(id, this.#readHead(stream, key));
    return this.#heads.get(id);
  }

  /** All pieces of a key in order of lines. */
  pieces(stream: StreamId, key: KeyId): readonly Piece[] {
    const id = `${stream} ${key}`;
    let pieces = this.#pieces.get(id);
    if (pieces === undefined) {
      pieces = this.#readPieces(stream, key);
      this.#pieces.set(id, pieces);
    }
    return pieces;
  }

  /** The points of a piece; those of an x axis are kept for the next line. */
  points(piece: Piece, options: { readonly isKept: boolean } = { isKept: false }): NumberPoints {
    if (piece.tail !== undefined) return piece.tail;
    const id = `${piece.bodyId}`;
    const kept = this.#points.get(id);
    if (kept !== undefined) return kept;
    const body = prepared(this.db, 'SELECT points FROM chunk_bodies WHERE id = ?').get(piece.bodyId);
    const points = decodeNumbers((body as { points: Uint8Array }).points);
    if (options.isKept) this.#keep(id, points);
    return points;
  }

  /** The entries of 64 points each of a sealed piece, packed. */
  level1(piece: Piece): Uint8Array {
    const body = prepared(this.db, 'SELECT level1 FROM chunk_bodies WHERE id = ?').get(piece.bodyId);
    return (body as { level1: Uint8Array }).level1;
  }

  #readHead(stream: StreamId, key: string): SeriesHead | undefined {
    const row = prepared(
      this.db,
      `SELECT s.key_id AS keyId, s.type_counts ->> 'number' AS count, s.number_count AS finiteCount,
         s.is_monotonic AS isMonotonic
       FROM keys k JOIN series s ON s.stream_id = ? AND s.key_id = k.id WHERE k.name = ?`,
    ).get(stream, key) as { keyId: KeyId; count: number | null; finiteCount: number; isMonotonic: number } | undefined;
    if (row === undefined || row.count === null) return undefined;
    return { ...row, count: row.count, isMonotonic: row.isMonotonic === 1 };
  }

  #keep(id: string, points: NumberPoints): void {
    this.#keptBytes += points.values.byteLength;
    if (this.#keptBytes > MAX_KEPT_BYTES) {
      this.#points.clear();
      this.#keptBytes = points.values.byteLength;
    }
    this.#points.set(id, points);
  }

  #readPieces(stream: StreamId, key: KeyId): Piece[] {
    const chunks = prepared(
      this.db,
      `SELECT span AS spanNo, first_line AS firstLine, last_line AS lastLine, count, body_id AS bodyId, summary
       FROM chunks WHERE stream_id = ? AND key_id = ? AND lane = 0 ORDER BY span`,
    ).all(stream, key) as Pick<Required<Piece>, 'spanNo' | 'firstLine' | 'lastLine' | 'count' | 'bodyId' | 'summary'>[];
    let firstPoint = 0;
    const pieces: Piece[] = [];
    const add = (piece: Omit<Piece, 'firstPoint'>): void => {
      pieces.push({ ...piece, firstPoint });
      firstPoint += piece.count;
    };
    for (const chunk of chunks) add({ ...chunk, tail: undefined });
    for (const span of tailSpans(this.#tail(stream), (id, lane) => id === key && lane === LANE.numbers)) {
      const tail = span.numberPoints(key);
      if (tail === undefined) continue;
      add({
        spanNo: span.no,
        firstLine: span.firstLine + rowAt(tail, 0),
        lastLine: span.firstLine + rowAt(tail, tail.count - 1),
        count: tail.count,
        bodyId: undefined,
        summary: undefined,
        tail,
      });
    }
    return pieces;
  }

  #tail(stream: StreamId): readonly TailRow[] {
    let rows = this.#tails.get(stream);
    if (rows === undefined) this.#tails.set(stream, (rows = readTail(this.db, stream)));
    return rows;
  }
}

/** True when the piece has a value in every line from its first to its last. */
export function isDense(piece: Piece): boolean {
  return piece.lastLine - piece.firstLine + 1 === piece.count;
}
