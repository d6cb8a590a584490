import { evaluate, metricsIn, type Expression } from '#shared/metrics';
import type { ReadableDb } from '../context.ts';
import { indexOfRow, rowAt } from './codec.ts';
import { gatherPoints, lineFromPoints, mergeWriters, type LinePoints } from './line-points.ts';
import { LineReader, type Piece } from './line-source.ts';
import type { LineData, LineRequest, StreamRef } from './types.ts';

export type PointsRequest = Pick<LineRequest, 'runId' | 'stream' | 'key' | 'x'>;

/** Numbers that are computed from several keys of the same rows. */
export interface Formula {
  readonly expression: Expression;
  /** Values of the run, by `config:key` and `summary:key`. */
  readonly fields: ReadonlyMap<string, number>;
}

/** What of a curve is computed: its values, its places, or both; what is left out is the key or axis as logged. */
export interface Formulas {
  readonly value?: Formula | undefined;
  readonly x?: Formula | undefined;
}

/**
 * All points of a key, or of formulas, that have an x, in logged order; of several writers in order of x. Undefined
 * when the run lacks one of the keys. Cost: reads every point of the keys involved.
 */
export function readPoints(request: PointsRequest, formulas: Formulas, reader: LineReader): LinePoints | undefined {
  const isPlain = formulas.value === undefined && formulas.x === undefined;
  const lines = reader.streams(request.runId, request.stream).flatMap((stream) => {
    const points = isPlain ? plainPoints(reader, stream, request) : computed(reader, stream, request, formulas);
    return points ?? [];
  });
  return lines.length === 0 ? undefined : mergeWriters(lines);
}

/** The line of formulas, as readLine gives that of a key; computed on exact points, so no spike is lost. */
export function readFormula(
  db: ReadableDb,
  request: LineRequest,
  formulas: Formulas,
  reader = new LineReader(db),
): LineData | undefined {
  const points = readPoints(request, formulas, reader);
  return points === undefined ? undefined : lineFromPoints(points, request);
}

function plainPoints(reader: LineReader, stream: StreamRef, { key, x }: PointsRequest): LinePoints | undefined {
  const pieces = piecesOf(reader, stream, key);
  const xPieces = piecesOf(reader, stream, x);
  if (pieces === undefined) return undefined;
  return gatherPoints(reader, pieces, xPieces ?? []);
}

function computed(
  reader: LineReader,
  stream: StreamRef,
  { key, x }: PointsRequest,
  formulas: Formulas,
): LinePoints | undefined {
  const xNames = formulas.x === undefined ? [x] : metricsIn(formulas.x.expression);
  const keys = formulas.value === undefined ? [key] : metricsIn(formulas.value.expression);
  // A formula without a metric is a constant over the rows that have an x.
  const names = [...(keys.length === 0 ? xNames : keys), ...xNames];
  const pieces = names.map((name) => piecesOf(reader, stream, name));
  const known = pieces.filter((one) => one !== undefined);
  if (xNames.length === 0 || known.length < pieces.length) return undefined;
  const rows = gatherRows(reader, known);
  const length = rows.at(-1)?.length ?? 0;
  const columns = new Map(names.map((name, i) => [name, rows[i] ?? new Float64Array(length)]));
  const valuesOf = (formula: Formula | undefined, name: string): Float64Array =>
    formula === undefined
      ? (columns.get(name) ?? new Float64Array(length))
      : evaluate(formula.expression, columns, formula.fields, length);
  const points = withPlaces(valuesOf(formulas.x, x), valuesOf(formulas.value, key));
  const total = known[0]?.reduce((sum, piece) => sum + piece.count, 0) ?? 0;
  return { ...points, withoutX: total - points.x.length, isOutOfOrder: goesBack(points.x) };
}

/** Points whose place could be computed. */
function withPlaces(x: Float64Array, values: Float64Array): Pick<LinePoints, 'x' | 'values'> {
  if (!x.some((at) => Number.isNaN(at))) return { x, values };
  const isPlaced = (_: number, i: number): boolean => !Number.isNaN(x[i] ?? Number.NaN);
  return { x: x.filter(isPlaced), values: values.filter(isPlaced) };
}

function piecesOf(reader: LineReader, stream: StreamRef, key: string): readonly Piece[] | undefined {
  const head = reader.head(stream.id, key);
  return head === undefined ? undefined : reader.pieces(stream.id, head.keyId);
}

/** Values of the lines in which every key has a number and the last one, x, is not NaN; one column for each key. */
function gatherRows(reader: LineReader, keys: readonly (readonly Piece[])[]): Float64Array[] {
  const [first, ...others] = keys;
  const total = first?.reduce((sum, piece) => sum + piece.count, 0) ?? 0;
  const columns = keys.map(() => new Float64Array(total));
  const bySpan = others.map((pieces) => new Map(pieces.map((piece) => [piece.spanNo, piece])));
  let count = 0;
  for (const piece of first ?? []) {
    const points = reader.points(piece);
    const beside = bySpan.map((spans) => spans.get(piece.spanNo)).filter((one) => one !== undefined);
    if (beside.length < others.length) continue;
    const besidePoints = beside.map((one) => reader.points(one, { isKept: true }));
    for (let i = 0; i < points.count; i++) {
      const row = rowAt(points, i);
      const places = besidePoints.map((one) => indexOfRow(one, row));
      if (places.some((place) => place < 0)) continue;
      const values = besidePoints.map((one, at) => one.values[places[at] ?? 0] ?? Number.NaN);
      if (Number.isNaN(values.at(-1) ?? Number.NaN)) continue;
      [points.values[i] ?? Number.NaN, ...values].forEach((value, at) => {
        const column = columns[at];
        if (column !== undefined) column[count] = value;
      });
      count += 1;
    }
  }
  return columns.map((column) => column.subarray(0, count));
}

function goesBack(x: Float64Array): boolean {
  for (let i = 1; i < x.length; i++) if ((x[i] ?? 0) < (x[i - 1] ?? 0)) return true;
  return false;
}
