/** `count` rows of `length` numbers, one after the other. */
export interface Rows {
  readonly numbers: Float32Array;
  readonly length: number;
  readonly count: number;
}

/**
 * Takes the mean of each column away, in place, and divides by its standard deviation when columns are to be standard.
 * A column that does not vary becomes zeros.
 */
export function centre({ numbers, length, count }: Rows, isStandard: boolean): void {
  const means = new Float64Array(length);
  for (let i = 0, at = 0; i < count; i++)
    for (let n = 0; n < length; n++, at++) means[n] = (means[n] ?? 0) + (numbers[at] ?? 0) / count;
  const squares = new Float64Array(length);
  for (let i = 0, at = 0; i < count; i++)
    for (let n = 0; n < length; n++, at++) squares[n] = (squares[n] ?? 0) + ((numbers[at] ?? 0) - (means[n] ?? 0)) ** 2;
  const scales = squares.map((sum, n) => {
    const deviation = Math.sqrt(sum / count);
    // What is left of equal numbers by rounding is no variance.
    const isFlat = deviation <= 1e-7 * Math.abs(means[n] ?? 0) || deviation === 0;
    return isFlat ? 0 : isStandard ? 1 / deviation : 1;
  });
  for (let i = 0, at = 0; i < count; i++)
    for (let n = 0; n < length; n++, at++) numbers[at] = ((numbers[at] ?? 0) - (means[n] ?? 0)) * (scales[n] ?? 0);
}

/**
 * Eigenvalues, the greatest first, and eigenvectors (as columns) of a small symmetric matrix, by Jacobi's rotations
 * (Golub, Van Loan: Matrix Computations, 8.5).
 */
export function eigenOf(
  symmetric: Float64Array,
  size: number,
): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const a = symmetric.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  const whole = Math.hypot(...a) || 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) off += (a[p * size + q] ?? 0) ** 2;
    if (Math.sqrt(off) <= 1e-14 * whole) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => (a[j * size + j] ?? 0) - (a[i * size + i] ?? 0),
  );
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let row = 0; row < size; row++) vectors[row * size + to] = v[row * size + from] ?? 0;
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i] ?? 0), vectors };
}

/** Makes the element (p, q) zero. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] ?? 0;
  if (apq === 0) return;
  const theta = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (matrix: Float64Array, one: number, other: number): void => {
    const [x, y] = [matrix[one] ?? 0, matrix[other] ?? 0];
    matrix[one] = c * x - s * y;
    matrix[other] = s * x + c * y;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q);
}
