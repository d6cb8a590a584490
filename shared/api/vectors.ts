import type { TablePlotAnswer, TableQuery } from './tables.ts';

/**
 * `POST …/tables/vectors`: one vector for each of the kept rows of logged tables, or of an even sample of them, for
 * projections. Answered as `application/octet-stream`, see `encodeVectors`.
 */
export interface TableVectorsQuery extends Omit<TableQuery, 'from' | 'count' | 'groupBy'> {
  readonly vectors: VectorsWanted;
}

export interface VectorsWanted {
  /** One column of lists of numbers, or 1 to 4,096 columns of numbers. */
  readonly columns: readonly string[];
  /** 1 to 50,000 vectors; fewer come where together they would hold more than `MOST_VECTOR_NUMBERS` numbers. */
  readonly most: number;
}

export const MOST_VECTOR_COLUMNS = 4096;
export const MOST_VECTORS = 50_000;
/** Of one list. */
export const MOST_VECTOR_LENGTH = 16_384;
/** Of all vectors of an answer; as float32 128 MiB. */
export const MOST_VECTOR_NUMBERS = 32 * 1024 * 1024;

export interface TableVectors {
  /** Rows that are kept by the question. */
  readonly rowCount: number;
  /** Rows among them without a vector that can be placed, by reason. */
  readonly leftOut: VectorsLeftOut;
  /** Numbers of each vector: of lists the most frequent length. */
  readonly length: number;
  /** Where the row of each vector stands in the order of the kept rows; ascending. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** One vector after the other. */
  readonly numbers: Float32Array<ArrayBuffer>;
}

export interface VectorsLeftOut {
  /** No list, or no number in one of the columns. */
  readonly missing: number;
  /** A list of another length than most. */
  readonly otherLength: number;
  /** NaN or an infinity among the numbers, or nothing where a number should be. */
  readonly notFinite: number;
}

/** `POST …/tables/vector-colors`: what the rows of the same vectors are coloured by. */
export interface TableVectorColorsQuery extends TableVectorsQuery {
  /** Column; '' = by source. */
  readonly color: string;
}

export interface TableVectorColors {
  readonly series: TablePlotAnswer['series'];
  /** For each vector, index into `series`. */
  readonly of: readonly number[];
  /** Instead of series where the column is of many numbers; null: missing. */
  readonly values?: readonly (number | null)[];
}

type Header = Pick<TableVectors, 'rowCount' | 'leftOut' | 'length'> & { readonly count: number };

/**
 * Vectors as one buffer: u32 length of the header, the header as ASCII JSON, zero padding to a multiple of 4 bytes, then
 * places as u32 and numbers as float32. Little-endian throughout.
 */
export function encodeVectors({ places, numbers, ...facts }: TableVectors): ArrayBuffer {
  const text = JSON.stringify({ ...facts, count: places.length } satisfies Header);
  const start = Math.ceil((4 + text.length) / 4) * 4;
  const buffer = new ArrayBuffer(start + places.byteLength + numbers.byteLength);
  new DataView(buffer).setUint32(0, text.length, true);
  const bytes = new Uint8Array(buffer, 4, text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  new Uint32Array(buffer, start, places.length).set(places);
  new Float32Array(buffer, start + places.byteLength, numbers.length).set(numbers);
  return buffer;
}

/** Reads what encodeVectors wrote; places and numbers are views into `buffer`. Throws on a truncated buffer. */
export function decodeVectors(buffer: ArrayBuffer): TableVectors {
  const textLength = new DataView(buffer).getUint32(0, true);
  const { count, ...facts } = JSON.parse(String.fromCharCode(...new Uint8Array(buffer, 4, textLength))) as Header;
  const start = Math.ceil((4 + textLength) / 4) * 4;
  const places = new Uint32Array(buffer, start, count);
  return { ...facts, places, numbers: new Float32Array(buffer, start + places.byteLength, count * facts.length) };
}
