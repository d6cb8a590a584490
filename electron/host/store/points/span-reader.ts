import type { KeyId, StreamId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { prepared } from '../prepared.ts';
import {
  decodeNumbers,
  decodeTexts,
  indexOfRow,
  type NumberPoints,
  type RowSet,
  rowAt,
  type TextPoints,
} from './codec.ts';
import { LANE, SPAN_LINES } from './column.ts';
import type { Span } from './span.ts';
import { JsonText, type RowCell } from './types.ts';

interface KeyColumns {
  readonly numbers: NumberPoints | undefined;
  readonly texts: TextPoints | undefined;
}

/** One span of a stream for reading rows, wherever it lies; columns are read when first needed. */
export class SpanReader {
  readonly stream: StreamId;
  readonly no: number;
  readonly #db: ReadableDb;
  readonly #tail: Span | undefined;
  readonly #columns = new Map<KeyId, KeyColumns>();

  constructor(db: ReadableDb, stream: StreamId, no: number, tail: Span | undefined) {
    this.#db = db;
    this.stream = stream;
    this.no = no;
    this.#tail = tail;
  }

  columns(key: KeyId): KeyColumns {
    let columns = this.#columns.get(key);
    if (columns === undefined) {
      columns = this.#tail === undefined ? this.#readChunks(key) : tailColumns(this.#tail, key);
      this.#columns.set(key, columns);
    }
    return columns;
  }

  /** The rows that have a value of at least one of the keys, as 4096 flags. */
  presence(keys: readonly KeyId[]): Uint8Array {
    const flags = new Uint8Array(SPAN_LINES);
    for (const key of keys) {
      const { numbers, texts } = this.columns(key);
      if (numbers !== undefined) mark(flags, numbers);
      if (texts !== undefined) mark(flags, texts);
    }
    return flags;
  }

  /** The number at a row, NaN when there is none. */
  number(key: KeyId, row: number): number {
    const { numbers } = this.columns(key);
    const at = numbers === undefined ? -1 : indexOfRow(numbers, row);
    return at < 0 ? Number.NaN : (numbers?.values[at] ?? Number.NaN);
  }

  cell(key: KeyId, row: number): RowCell | undefined {
    const { numbers, texts } = this.columns(key);
    const textAt = texts === undefined ? -1 : indexOfRow(texts, row);
    if (texts !== undefined && textAt >= 0) return new JsonText(texts.texts[textAt] ?? 'null');
    const at = numbers === undefined ? -1 : indexOfRow(numbers, row);
    return at < 0 ? undefined : numbers?.values[at];
  }

  /** Gives back the memory of decoded columns; they are read again when needed. */
  release(): void {
    this.#columns.clear();
  }

  #readChunks(key: KeyId): KeyColumns {
    const chunks = prepared(
      this.#db,
      `SELECT c.lane, b.points FROM chunks c JOIN chunk_bodies b ON b.id = c.body_id
       WHERE c.stream_id = ? AND c.key_id = ? AND c.lane IN (0, 1) AND c.span = ?`,
    ).all(this.stream, key, this.no) as { lane: number; points: Uint8Array }[];
    const numbers = chunks.find((chunk) => chunk.lane === LANE.numbers);
    const texts = chunks.find((chunk) => chunk.lane === LANE.texts);
    return {
      numbers: numbers && decodeNumbers(numbers.points),
      texts: texts && decodeTexts(texts.points),
    };
  }
}

function tailColumns(span: Span, key: KeyId): KeyColumns {
  return { numbers: span.numberPoints(key), texts: span.textPoints(key) };
}

function mark(flags: Uint8Array, rows: RowSet): void {
  if (rows.listed === undefined && rows.stride === 1) flags.fill(1, rows.first, rows.first + rows.count);
  else for (let i = 0; i < rows.count; i++) flags[rowAt(rows, i)] = 1;
}
