/** Gaussian process with a Matérn 5/2 kernel, one length per dimension; inputs in [0, 1], targets standardised. */
export interface Process {
  readonly mean: (x: Float64Array) => number;
  /** Mean and standard deviation of the latent function. */
  readonly predict: (x: Float64Array) => { readonly mean: number; readonly deviation: number };
  readonly kernel: Kernel;
}

export interface Kernel {
  readonly lengths: Float64Array;
  readonly noise: number;
}

const SQRT5 = Math.sqrt(5);
/** Lengths that are tried for all dimensions at once; 1 is the width of the whole space. */
const LENGTHS = [0.1, 0.2, 0.35, 0.6, 1, 2];
/** Noise variances beside a signal variance of 1. */
const NOISES = [1e-6, 1e-3, 1e-2, 1e-1];
/** Then each dimension alone. Above so many observations the second step costs more than it gains. */
const FACTORS = [0.4, 2.5, 8];
const MAX_FOR_DIMENSIONS = 100;

/** The kernel under which the observations are most likely. Cost: n³ for each of about 24 + 3 d kernels. */
export function fitKernel(xs: readonly Float64Array[], ys: Float64Array): Kernel {
  const size = xs[0]?.length ?? 0;
  let best: Kernel = { lengths: new Float64Array(size).fill(0.35), noise: 1e-3 };
  let bestScore = -Infinity;
  const consider = (kernel: Kernel): void => {
    const score = likelihood(xs, ys, kernel);
    if (score > bestScore) [best, bestScore] = [kernel, score];
  };
  for (const length of LENGTHS) {
    for (const noise of NOISES) consider({ lengths: new Float64Array(size).fill(length), noise });
  }
  if (xs.length > MAX_FOR_DIMENSIONS) return best;
  for (let dimension = 0; dimension < size; dimension += 1) {
    const start = best;
    for (const factor of FACTORS) {
      const lengths = Float64Array.from(start.lengths);
      lengths[dimension] = (lengths[dimension] ?? 1) * factor;
      consider({ lengths, noise: start.noise });
    }
  }
  return best;
}

/** The process given observations; undefined if they contradict each other beyond what the noise allows. */
export function condition(xs: readonly Float64Array[], ys: Float64Array, kernel: Kernel): Process | undefined {
  const n = xs.length;
  const factor = cholesky(covariance(xs, kernel), n);
  if (factor === undefined) return undefined;
  const weights = backward(factor, forward(factor, ys, n), n);
  const against = (x: Float64Array): Float64Array => Float64Array.from(xs, (other) => matern(x, other, kernel.lengths));
  const mean = (x: Float64Array): number => dot(against(x), weights);
  const predict = (x: Float64Array): { readonly mean: number; readonly deviation: number } => {
    const k = against(x);
    const v = forward(factor, k, n);
    return { mean: dot(k, weights), deviation: Math.sqrt(Math.max(1e-12, 1 - dot(v, v))) };
  };
  return { mean, predict, kernel };
}

function likelihood(xs: readonly Float64Array[], ys: Float64Array, kernel: Kernel): number {
  const n = xs.length;
  const factor = cholesky(covariance(xs, kernel), n);
  if (factor === undefined) return -Infinity;
  const v = forward(factor, ys, n);
  let logDeterminant = 0;
  for (let i = 0; i < n; i += 1) logDeterminant += Math.log(factor[i * n + i] ?? 1);
  // A weak pull towards medium lengths: with three points nearly every length is equally likely.
  const prior = kernel.lengths.reduce((sum, length) => sum - 0.1 * Math.log(length / 0.5) ** 2, 0);
  return -0.5 * dot(v, v) - logDeterminant + prior;
}

function matern(a: Float64Array, b: Float64Array, lengths: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < a.length; i += 1) {
    const difference = ((a[i] ?? 0) - (b[i] ?? 0)) / (lengths[i] ?? 1);
    squares += difference * difference;
  }
  const r = SQRT5 * Math.sqrt(squares);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

function covariance(xs: readonly Float64Array[], kernel: Kernel): Float64Array {
  const n = xs.length;
  const matrix = new Float64Array(n * n);
  xs.forEach((a, i) => {
    for (let j = 0; j <= i; j += 1) {
      matrix[i * n + j] = matern(a, xs[j] ?? a, kernel.lengths) + (i === j ? kernel.noise + 1e-8 : 0);
    }
  });
  return matrix;
}

/** Lower triangle, in place of the matrix; undefined if it is not positive definite. */
function cholesky(matrix: Float64Array, n: number): Float64Array | undefined {
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (matrix[i * n + k] ?? 0) * (matrix[j * n + k] ?? 0);
      if (i !== j) matrix[i * n + j] = sum / (matrix[j * n + j] ?? 1);
      else if (sum > 0) matrix[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return matrix;
}

function forward(factor: Float64Array, right: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (factor[i * n + k] ?? 0) * (out[k] ?? 0);
    out[i] = sum / (factor[i * n + i] ?? 1);
  }
  return out;
}

function backward(factor: Float64Array, right: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = right[i] ?? 0;
    for (let k = i + 1; k < n; k += 1) sum -= (factor[k * n + i] ?? 0) * (out[k] ?? 0);
    out[i] = sum / (factor[i * n + i] ?? 1);
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
