import { eigenOf, type Rows } from './matrix.ts';
import { seeded } from './random.ts';

export interface Components {
  /** Coordinates of each row along the components, one row after the other. */
  readonly scores: Float32Array;
  /** Part of the variance that each component has, from 0 to 1. */
  readonly shares: readonly number[];
}

export interface PcaOptions {
  readonly count: number;
  readonly seed: number;
  /** Iterations end when no wanted eigenvalue changes by more than this part of itself. */
  readonly tolerance: number;
  readonly mostIterations: number;
  /** Gets the part that is done at most, from 0 to 1. */
  readonly onIteration?: (done: number) => void;
}

/** Of twice as many rows and more, so many are followed to the end first; all rows then need few iterations. */
const SAMPLE = 4000;
const MOST_AFTER_SAMPLE = 8;
/** Directions that are followed beside the wanted ones, so that those converge sooner. */
const MORE = 8;

/**
 * Principal components of centred rows, by subspace iteration with Rayleigh-Ritz steps from a random start (Halko,
 * Martinsson, Tropp 2011): the covariance of long vectors is never written out. Each component points to where its
 * greatest loading is positive, so that a picture does not flip. The same input and seed give the same answer.
 */
export function principalComponents(rows: Rows, options: PcaOptions): Components {
  const { length, count } = rows;
  const wanted = Math.min(options.count, length);
  const width = Math.min(length, wanted + MORE);
  let basis = width === length ? identity(length) : randomBasis(length, width, options.seed);
  let ritz: ReturnType<typeof eigenOf> = {
    values: new Float64Array(width),
    vectors: new Float64Array(width * width),
  };
  const stride = width < length ? Math.max(1, Math.floor(count / SAMPLE)) : 1;
  const passes = stride > 1 ? [stride, 1] : [1];
  for (const [pass, step] of passes.entries()) {
    const most = pass === 0 ? options.mostIterations : MOST_AFTER_SAMPLE;
    for (let i = 1; ; i++) {
      const image = timesCovariance(rows, basis, width, step);
      const before = ritz.values;
      ritz = eigenOf(productOf(basis, image, length, width), width);
      options.onIteration?.((pass + i / most) / passes.length);
      const isSettled = ritz.values
        .subarray(0, wanted)
        .every((value, n) => Math.abs(value - (before[n] ?? 0)) <= options.tolerance * Math.abs(value));
      const isLast = isSettled || i === most || width === length;
      // The last basis is the one that the eigenvectors are of.
      if (isLast && step === 1) break;
      basis = orthonormal(image, length, width);
      if (isLast) break;
    }
  }
  const components = componentsOf(basis, ritz.vectors, length, width, wanted);
  const total = rows.numbers.reduce((sum, number) => sum + number * number, 0);
  const shares = Array.from(ritz.values.subarray(0, wanted), (value) => (total > 0 ? Math.max(0, value) / total : 0));
  return { scores: scoresOf(rows, components, wanted, count), shares };
}

function identity(size: number): Float64Array {
  const made = new Float64Array(size * size);
  for (let i = 0; i < size; i++) made[i * size + i] = 1;
  return made;
}

function randomBasis(length: number, width: number, seed: number): Float64Array {
  const random = seeded(seed);
  const made = new Float64Array(length * width).map(() => random() - 0.5);
  return orthonormal(made, length, width);
}

/** XᵀXQ, row by row; with a stride of only every so-manieth row. */
function timesCovariance(
  { numbers, length, count }: Rows,
  basis: Float64Array,
  width: number,
  stride: number,
): Float64Array {
  const image = new Float64Array(length * width);
  const part = new Float64Array(width);
  for (let i = 0; i < count; i += stride) {
    const start = i * length;
    part.fill(0);
    for (let n = 0; n < length; n++) {
      const number = numbers[start + n] ?? 0;
      if (number === 0) continue;
      for (let k = 0, at = n * width; k < width; k++, at++) part[k] = (part[k] ?? 0) + number * (basis[at] ?? 0);
    }
    for (let n = 0; n < length; n++) {
      const number = numbers[start + n] ?? 0;
      if (number === 0) continue;
      for (let k = 0, at = n * width; k < width; k++, at++) image[at] = (image[at] ?? 0) + number * (part[k] ?? 0);
    }
  }
  return image;
}

/** AᵀB of two matrices of `width` columns, made symmetric. */
function productOf(a: Float64Array, b: Float64Array, length: number, width: number): Float64Array {
  const made = new Float64Array(width * width);
  for (let n = 0; n < length; n++)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++)
        made[i * width + j] = (made[i * width + j] ?? 0) + (a[n * width + i] ?? 0) * (b[n * width + j] ?? 0);
  return made.map((value, at) => (value + (made[(at % width) * width + Math.floor(at / width)] ?? 0)) / 2);
}

/** Columns at right angles and of length 1 (Gram-Schmidt, twice for its rounding); what depends on others becomes 0. */
function orthonormal(matrix: Float64Array, length: number, width: number): Float64Array {
  const made = matrix.slice();
  const dot = (i: number, j: number): number => {
    let sum = 0;
    for (let n = 0; n < length; n++) sum += (made[n * width + i] ?? 0) * (made[n * width + j] ?? 0);
    return sum;
  };
  for (let i = 0; i < width; i++) {
    const whole = Math.sqrt(dot(i, i));
    for (let turn = 0; turn < 2; turn++) {
      for (let j = 0; j < i; j++) {
        const share = dot(i, j);
        for (let n = 0; n < length; n++)
          made[n * width + i] = (made[n * width + i] ?? 0) - share * (made[n * width + j] ?? 0);
      }
    }
    const norm = Math.sqrt(dot(i, i));
    const scale = norm > 1e-12 * whole ? 1 / norm : 0;
    for (let n = 0; n < length; n++) made[n * width + i] = (made[n * width + i] ?? 0) * scale;
  }
  return made;
}

function componentsOf(
  basis: Float64Array,
  turn: Float64Array,
  length: number,
  width: number,
  wanted: number,
): Float64Array {
  const made = new Float64Array(length * wanted);
  for (let k = 0; k < wanted; k++) {
    let greatest = 0;
    for (let n = 0; n < length; n++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (basis[n * width + i] ?? 0) * (turn[i * width + k] ?? 0);
      made[n * wanted + k] = sum;
      // Almost equal ones count as equal: the first decides, not the rounding.
      if (Math.abs(sum) > Math.abs(greatest) * (1 + 1e-6)) greatest = sum;
    }
    if (greatest < 0) for (let n = 0; n < length; n++) made[n * wanted + k] = (made[n * wanted + k] ?? 0) * -1;
  }
  return made;
}

function scoresOf(rows: Rows, components: Float64Array, wanted: number, count: number): Float32Array {
  const { numbers, length } = rows;
  const scores = new Float32Array(count * wanted);
  const part = new Float64Array(wanted);
  for (let i = 0; i < count; i++) {
    part.fill(0);
    for (let n = 0; n < length; n++) {
      const number = numbers[i * length + n] ?? 0;
      for (let k = 0; k < wanted; k++) part[k] = (part[k] ?? 0) + number * (components[n * wanted + k] ?? 0);
    }
    scores.set(part, i * wanted);
  }
  return scores;
}
