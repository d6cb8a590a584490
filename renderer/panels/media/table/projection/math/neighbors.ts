import type { Rows } from './matrix.ts';

/** The nearest rows of each row, without itself, the nearest first. */
export interface Neighbors {
  /** How many each row has. */
  readonly each: number;
  readonly indexes: Int32Array;
  readonly distances: Float32Array;
}

/**
 * The exact nearest neighbours of all rows by Euclidean distance: every pair is measured once. With at most 10,000 rows
 * of 50 numbers that takes seconds, and unlike approximate searches it has no luck in it.
 */
export function nearestNeighbors(rows: Rows, most: number, onRow: (done: number) => void): Neighbors {
  const { numbers, length, count } = rows;
  const each = Math.max(0, Math.min(most, count - 1));
  const indexes = new Int32Array(count * each).fill(-1);
  const squares = new Float32Array(count * each).fill(Infinity);
  const insert = (row: number, other: number, square: number): void => {
    const start = row * each;
    let at = start + each - 1;
    for (; at > start && (squares[at - 1] ?? 0) > square; at--) {
      squares[at] = squares[at - 1] ?? 0;
      indexes[at] = indexes[at - 1] ?? 0;
    }
    squares[at] = square;
    indexes[at] = other;
  };
  for (let i = 0; i < count && each > 0; i++) {
    const start = i * length;
    for (let j = i + 1; j < count; j++) {
      let square = 0;
      for (let n = 0, at = j * length; n < length; n++, at++) {
        const difference = (numbers[start + n] ?? 0) - (numbers[at] ?? 0);
        square += difference * difference;
      }
      if (square < (squares[i * each + each - 1] ?? 0)) insert(i, j, square);
      if (square < (squares[j * each + each - 1] ?? 0)) insert(j, i, square);
    }
    onRow(i + 1);
  }
  return { each, indexes, distances: squares.map(Math.sqrt) };
}
