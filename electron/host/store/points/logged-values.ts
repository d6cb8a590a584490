import type { KeyId, RunRowId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import { findKey } from '../runs/keys.ts';
import {
  decodeNumbers,
  decodeRowSet,
  decodeTexts,
  indexOfRow,
  type NumberPoints,
  type RowSet,
  rowAt,
} from './codec.ts';
import { LANE, SPAN_LINES } from './column.ts';
import { loadTail } from './tail.ts';
import type { Span } from './span.ts';
import { findStreams } from './streams.ts';

/** Bytes of a packed column that surely hold its rows: the head and 4096 rows of two bytes. */
const ROWS_BYTES = 8 + SPAN_LINES * 2;

/** A span of one writer that holds values of the key. */
interface Piece {
  readonly stream: StreamId;
  readonly span: number;
  readonly tail: Span | undefined;
  readonly bodyId: number | undefined;
}

/**
 * Where a run has logged values of a key that are no plain numbers (texts, media, histograms), over all its writers, in
 * the order of steps; of several at one step the one logged last counts. Cost: rows and steps of sealed spans (100,000:
 * 10 to 20 ms) and the values of those not sealed yet (some ms a span); `textAt` reads the values of one span.
 */
export class LoggedValues {
  /** Ascending, each once. */
  readonly steps: Float64Array;
  readonly #db: ReadableDb;
  readonly #key: KeyId | undefined;
  readonly #pieces: readonly Piece[];
  readonly #pieceOf: Uint32Array;
  readonly #rowOf: Uint16Array;
  #decoded: { readonly piece: Piece; readonly texts: RowSet & { readonly texts: readonly string[] } } | undefined;

  constructor(db: ReadableDb, runId: RunRowId, keyName: string) {
    this.#db = db;
    this.#key = findKey(db, keyName);
    const stepKey = findKey(db, '_step');
    const pieces = this.#key === undefined ? [] : findPieces(db, runId, this.#key, stepKey);
    this.#pieces = pieces;
    const sets = pieces.map((piece) => rowsOf(db, piece, this.#key));
    const places = new Places(sets.reduce((sum, rows) => sum + rows.count, 0));
    pieces.forEach((piece, index) => {
      const rows = sets[index] ?? NO_ROWS;
      const numbers = stepsOf(db, piece, stepKey);
      for (let i = 0; i < rows.count; i++) {
        const row = rowAt(rows, i);
        places.push(stepAt(numbers, piece.span, row), index, row);
      }
    });
    const ordered = places.inOrder();
    this.steps = ordered.steps;
    this.#pieceOf = ordered.pieces;
    this.#rowOf = ordered.rows;
  }

  /** The exact extended JSON logged at `steps[index]`. */
  textAt(index: number): string {
    const piece = this.#pieces[this.#pieceOf[index] ?? -1];
    if (piece === undefined) throw new Error(`no value ${index}`);
    if (this.#decoded?.piece !== piece) this.#decoded = { piece, texts: textsOf(this.#db, piece, this.#key) };
    const { texts } = this.#decoded;
    return texts.texts[indexOfRow(texts, this.#rowOf[index] ?? 0)] ?? 'null';
  }
}

function findPieces(db: ReadableDb, runId: RunRowId, key: KeyId, stepKey: KeyId | undefined): Piece[] {
  const chunks = prepared(
    db,
    'SELECT span, body_id AS bodyId FROM chunks WHERE stream_id = ? AND key_id = ? AND lane = 1 ORDER BY span',
  );
  return findStreams(db, runId, 'history').flatMap((stream): Piece[] => {
    const sealed = chunks.all(stream.id, key) as { span: number; bodyId: number }[];
    const tail = loadTail(db, stream.id, (id, lane) => (lane === LANE.texts ? id === key : id === stepKey)).filter(
      (span) => span.textPoints(key) !== undefined,
    );
    return [
      ...sealed.map((chunk) => ({ stream: stream.id, tail: undefined, ...chunk })),
      ...tail.map((span) => ({ stream: stream.id, span: span.no, tail: span, bodyId: undefined })),
    ];
  });
}

const NO_ROWS: RowSet = { count: 0, first: 0, stride: 1, listed: undefined };

function rowsOf(db: ReadableDb, piece: Piece, key: KeyId | undefined): RowSet {
  if (piece.tail !== undefined) return (key === undefined ? undefined : piece.tail.textPoints(key)) ?? NO_ROWS;
  const head = prepared(db, 'SELECT substr(points, 1, ?) AS head FROM chunk_bodies WHERE id = ?');
  return decodeRowSet((head.get(ROWS_BYTES, piece.bodyId) as { head: Uint8Array }).head);
}

function textsOf(db: ReadableDb, piece: Piece, key: KeyId | undefined): RowSet & { readonly texts: readonly string[] } {
  if (piece.tail !== undefined) {
    return (key === undefined ? undefined : piece.tail.textPoints(key)) ?? { ...NO_ROWS, texts: [] };
  }
  const body = prepared(db, 'SELECT points FROM chunk_bodies WHERE id = ?').get(piece.bodyId);
  return decodeTexts((body as { points: Uint8Array }).points);
}

function stepsOf(db: ReadableDb, piece: Piece, stepKey: KeyId | undefined): NumberPoints | undefined {
  if (stepKey === undefined) return undefined;
  if (piece.tail !== undefined) return piece.tail.numberPoints(stepKey);
  const found = prepared(
    db,
    `SELECT b.points FROM chunks c JOIN chunk_bodies b ON b.id = c.body_id
     WHERE c.stream_id = ? AND c.key_id = ? AND c.lane = 0 AND c.span = ?`,
  ).get(piece.stream, stepKey, piece.span) as { points: Uint8Array } | undefined;
  return found && decodeNumbers(found.points);
}

/** A line without `_step` counts with its number, as in a log that another tool has written. */
function stepAt(steps: NumberPoints | undefined, span: number, row: number): number {
  const at = steps === undefined ? -1 : indexOfRow(steps, row);
  return steps?.values[at] ?? span * SPAN_LINES + row;
}

/** Where values lie, in the order they were found; typed lists, because a key may have millions. */
class Places {
  readonly steps: Float64Array;
  readonly pieces: Uint32Array;
  readonly rows: Uint16Array;
  #count = 0;
  #isAscending = true;

  constructor(size: number) {
    this.steps = new Float64Array(size);
    this.pieces = new Uint32Array(size);
    this.rows = new Uint16Array(size);
  }

  push(step: number, piece: number, row: number): void {
    const at = this.#count++;
    if (at > 0 && !(step > (this.steps[at - 1] ?? 0))) this.#isAscending = false;
    this.steps[at] = step;
    this.pieces[at] = piece;
    this.rows[at] = row;
  }

  /** By ascending step; of equal steps only the one found last. */
  inOrder(): Pick<Places, 'steps' | 'pieces' | 'rows'> {
    if (this.#isAscending) return this;
    const { steps } = this;
    const order = Array.from(steps.keys()).sort((a, b) => (steps[a] ?? 0) - (steps[b] ?? 0) || a - b);
    const kept = order.filter((at, i) => steps[at] !== steps[order[i + 1] ?? -1]);
    return {
      steps: Float64Array.from(kept, (at) => steps[at] ?? 0),
      pieces: Uint32Array.from(kept, (at) => this.pieces[at] ?? 0),
      rows: Uint16Array.from(kept, (at) => this.rows[at] ?? 0),
    };
  }
}
