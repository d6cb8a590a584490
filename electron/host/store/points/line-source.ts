import type { KeyId, RunRowId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { decodeNumbers, type NumberPoints, rowAt } from './codec.ts';
import { LANE } from './column.ts';
import { findStreamsOf } from './streams.ts';
import { readTails, tailSpans, type TailRow } from './tail.ts';
import type { StreamKind, StreamRef } from './types.ts';

/** Decoded points kept while several lines of a page are read; about as much as one line of 4 M points. */
const MAX_KEPT_BYTES = 48 * 1024 * 1024;

/** A key's numbers in one span: a sealed chunk, or decoded points of the tail. */
export interface Piece extends LoosePiece {
  /** Number of points of the key before this piece. */
  readonly firstPoint: number;
}

/** A piece by itself. */
export interface LoosePiece {
  readonly spanNo: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly count: number;
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
  readonly #single = new Map<string, LoosePiece | undefined>();
  readonly #points = new Map<string, NumberPoints>();
  #keptBytes = 0;

  constructor(db: ReadableDb) {
    this.db = db;
  }

  /**
   * Reads at once what the lines of a key of many runs begin with; a statement for each run would cost more than its
   * line. `x` is the key of their x axis.
   */
  gather(runs: readonly RunRowId[], kind: StreamKind, key: string, x: string): void {
    this.#gatherStreams(runs, kind);
    const streams = runs.flatMap((run) => this.streams(run, kind)).map((stream) => stream.id);
    this.#gatherTails(streams);
    this.#gatherHeads(streams, x);
    this.#gatherHeads(streams, key);
    const keyed = streams.filter((stream) => this.head(stream, key) !== undefined);
    const keyId = keyed[0] === undefined ? undefined : this.head(keyed[0], key)?.keyId;
    if (keyId !== undefined) this.#gatherPieces(keyed, keyId);
  }

  /** The streams of a run, see findStreams. */
  streams(run: RunRowId, kind: StreamKind): readonly StreamRef[] {
    this.#gatherStreams([run], kind);
    return this.#streams.get(`${run} ${kind}`) ?? [];
  }

  /** What is known of a key's numbers as a whole; undefined when the stream has none. */
  head(stream: StreamId, key: string): SeriesHead | undefined {
    this.#gatherHeads([stream], key);
    return this.#heads.get(`${stream} ${key}`);
  }

  /** All pieces of a key in order of lines. */
  pieces(stream: StreamId, key: KeyId): readonly Piece[] {
    this.#gatherPieces([stream], key);
    return this.#pieces.get(`${stream} ${key}`) ?? [];
  }

  /** The piece of a key in one span, for those who need few of them; its `firstPoint` is not known. */
  pieceOf(stream: StreamId, key: KeyId, spanNo: number): LoosePiece | undefined {
    const all = this.#pieces.get(`${stream} ${key}`);
    if (all !== undefined) return all.find((piece) => piece.spanNo === spanNo);
    const id = `${stream} ${key} ${spanNo}`;
    if (!this.#single.has(id)) {
      const chunk = prepared(this.db, CHUNK_OF_KEY).raw().get(stream, key, spanNo);
      const piece = chunk === undefined ? this.#tailPieces(stream, key, spanNo)[0] : toPiece(chunk as ChunkColumns);
      this.#single.set(id, piece);
    }
    return this.#single.get(id);
  }

  /** The points of a piece; those of an x axis are kept for the next line. */
  points(piece: LoosePiece, options: { readonly isKept: boolean } = { isKept: false }): NumberPoints {
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
  level1(piece: LoosePiece): Uint8Array {
    const body = prepared(this.db, 'SELECT level1 FROM chunk_bodies WHERE id = ?').get(piece.bodyId);
    return (body as { level1: Uint8Array }).level1;
  }

  #gatherStreams(runs: readonly RunRowId[], kind: StreamKind): void {
    const missing = runs.filter((run) => !this.#streams.has(`${run} ${kind}`));
    if (missing.length === 0) return;
    const found = findStreamsOf(this.db, missing, kind);
    for (const run of missing) this.#streams.set(`${run} ${kind}`, found.get(run) ?? []);
  }

  #gatherTails(streams: readonly StreamId[]): void {
    const missing = streams.filter((stream) => !this.#tails.has(stream));
    if (missing.length === 0) return;
    const tails = readTails(this.db, missing);
    for (const stream of missing) this.#tails.set(stream, tails.get(stream) ?? []);
  }

  #gatherHeads(streams: readonly StreamId[], key: string): void {
    const missing = streams.filter((stream) => !this.#heads.has(`${stream} ${key}`));
    if (missing.length === 0) return;
    const rows = prepared(this.db, `${HEADS} WHERE k.name = ?`).raw().all(JSON.stringify(missing), key);
    for (const stream of missing) this.#heads.set(`${stream} ${key}`, undefined);
    for (const row of rows as HeadColumns[]) this.#heads.set(`${row[0]} ${key}`, toHead(row));
  }

  #gatherPieces(streams: readonly StreamId[], key: KeyId): void {
    const missing = streams.filter((stream) => !this.#pieces.has(`${stream} ${key}`));
    if (missing.length === 0) return;
    const rows = prepared(this.db, CHUNKS).raw().all(JSON.stringify(missing), key) as ChunkColumns[];
    const chunks = Map.groupBy(rows, ([stream]) => stream);
    for (const stream of missing) {
      const sealed = (chunks.get(stream) ?? []).map(toPiece).sort((a, b) => a.spanNo - b.spanNo);
      this.#pieces.set(`${stream} ${key}`, this.#inLine(sealed, stream, key));
    }
  }

  #keep(id: string, points: NumberPoints): void {
    this.#keptBytes += points.values.byteLength;
    if (this.#keptBytes > MAX_KEPT_BYTES) {
      this.#points.clear();
      this.#keptBytes = points.values.byteLength;
    }
    this.#points.set(id, points);
  }

  /** Sealed pieces and those of the tail, one after the other. */
  #inLine(sealed: readonly LoosePiece[], stream: StreamId, key: KeyId): Piece[] {
    let firstPoint = 0;
    const pieces: Piece[] = [];
    for (const piece of [...sealed, ...this.#tailPieces(stream, key)]) {
      pieces.push({ ...piece, firstPoint });
      firstPoint += piece.count;
    }
    return pieces;
  }

  #tailPieces(stream: StreamId, key: KeyId, spanNo?: number): LoosePiece[] {
    const spans = tailSpans(this.#tail(stream), (id, lane) => id === key && lane === LANE.numbers);
    return spans.flatMap((span) => {
      const tail = spanNo === undefined || span.no === spanNo ? span.numberPoints(key) : undefined;
      if (tail === undefined) return [];
      const firstLine = span.firstLine + rowAt(tail, 0);
      const lastLine = span.firstLine + rowAt(tail, tail.count - 1);
      const { count } = tail;
      return [{ spanNo: span.no, firstLine, lastLine, count, bodyId: undefined, summary: undefined, tail }];
    });
  }

  #tail(stream: StreamId): readonly TailRow[] {
    this.#gatherTails([stream]);
    return this.#tails.get(stream) ?? [];
  }
}

const HEADS = `SELECT s.stream_id, s.key_id, s.type_counts ->> 'number', s.number_count, s.is_monotonic
  FROM keys k CROSS JOIN json_each(?) wanted CROSS JOIN series s ON s.stream_id = wanted.value AND s.key_id = k.id`;
type HeadColumns = [stream: StreamId, keyId: KeyId, count: number | null, finiteCount: number, isMonotonic: number];

function toHead([, keyId, count, finiteCount, isMonotonic]: HeadColumns): SeriesHead | undefined {
  return count === null ? undefined : { keyId, count, finiteCount, isMonotonic: isMonotonic === 1 };
}

// Read as arrays: a long line has thousands of chunks, and objects take twice the time.
const CHUNK_COLUMNS = 'c.stream_id, c.span, c.first_line, c.last_line, c.count, c.body_id, c.summary';
const CHUNKS = `SELECT ${CHUNK_COLUMNS}
  FROM json_each(?) wanted CROSS JOIN chunks c ON c.stream_id = wanted.value AND c.key_id = ? AND c.lane = 0`;
const CHUNK_OF_KEY = `SELECT ${CHUNK_COLUMNS}
  FROM chunks c WHERE c.stream_id = ? AND c.key_id = ? AND c.lane = 0 AND c.span = ?`;
type ChunkColumns = [
  stream: StreamId,
  spanNo: number,
  firstLine: number,
  lastLine: number,
  count: number,
  bodyId: number,
  summary: Uint8Array,
];

function toPiece([, spanNo, firstLine, lastLine, count, bodyId, summary]: ChunkColumns): LoosePiece {
  return { spanNo, firstLine, lastLine, count, bodyId, summary, tail: undefined };
}

/** True when the piece has a value in every line from its first to its last. */
export function isDense(piece: LoosePiece): boolean {
  return piece.lastLine - piece.firstLine + 1 === piece.count;
}
