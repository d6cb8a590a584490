import { centre, type Rows } from './matrix.ts';
import { nearestNeighbors } from './neighbors.ts';
import { principalComponents } from './pca.ts';
import { neighborsOfPerplexity, tsne } from './tsne.ts';
import { umap } from './umap.ts';

export type ProjectionMethod = 'pca' | 'umap' | 'tsne';

export interface ProjectionTask {
  readonly method: ProjectionMethod;
  /** Each column with mean 0 and deviation 1, so that those of large numbers do not decide alone. */
  readonly isStandard: boolean;
  /** Of UMAP. */
  readonly neighbors: number;
  readonly minDist: number;
  /** Of t-SNE. */
  readonly perplexity: number;
}

export interface ProjectionProgress {
  readonly stage: 'components' | 'neighbors' | 'layout';
  readonly done: number;
  readonly of: number;
  /** Of a layout: the points as they are; they go on changing. */
  readonly points?: ArrayLike<number> | readonly (readonly number[])[];
}

export interface Projected {
  /** x and y in turn. */
  readonly points: Float32Array<ArrayBuffer>;
  /** Of principal components: the part of the variance that both axes have. */
  readonly shares?: readonly number[];
  /** To how many components long vectors were brought before neighbours were sought. */
  readonly reducedTo?: number;
}

/** Longer vectors are brought to so many components first, as van der Maaten and Hinton (2008) do. */
const REDUCED = 50;
const SEED = 42;
const EXACT = { count: 2, seed: SEED, tolerance: 1e-8, mostIterations: 60 };
/** Enough for distances; the last digits of a fiftieth component are of no use to them. */
const ROUGH = { count: REDUCED, seed: SEED, tolerance: 1e-3, mostIterations: 12 };

/**
 * Vectors as points of a plane; `rows` are changed. The same rows and task give the same points. Takes up to minutes:
 * for a thread of its own, which is ended to cancel.
 */
export function project(rows: Rows, task: ProjectionTask, report: (progress: ProjectionProgress) => void): Projected {
  centre(rows, task.isStandard);
  if (task.method === 'pca') {
    const onIteration = (done: number): void => report({ stage: 'components', done, of: 1 });
    const { scores, shares } = principalComponents(rows, { ...EXACT, onIteration });
    return { points: toPlane(scores, rows.count), shares: shares.slice(0, 2) };
  }
  const isReduced = rows.length > REDUCED;
  const near = isReduced ? reduced(rows, report) : rows;
  const start = startOf(near);
  const wanted = task.method === 'umap' ? task.neighbors - 1 : neighborsOfPerplexity(task.perplexity);
  const neighbors = nearestNeighbors(near, wanted, (done) => report({ stage: 'neighbors', done, of: rows.count }));
  const onStep = (done: number, of: number, points: NonNullable<ProjectionProgress['points']>): void =>
    report({ stage: 'layout', done, of, points });
  const points =
    task.method === 'umap'
      ? umap(neighbors, start, { neighbors: task.neighbors, minDist: task.minDist, seed: SEED, onEpoch: onStep })
      : tsne(neighbors, scaled(start), { perplexity: task.perplexity, seed: SEED, onIteration: onStep });
  return { points: Float32Array.from(points), ...(isReduced ? { reducedTo: near.length } : {}) };
}

function reduced(rows: Rows, report: (progress: ProjectionProgress) => void): Rows {
  const onIteration = (done: number): void => report({ stage: 'components', done, of: 1 });
  const { scores } = principalComponents(rows, { ...ROUGH, onIteration });
  return { numbers: scores, length: Math.min(REDUCED, rows.length), count: rows.count };
}

/** Where layouts begin: the first two principal components. */
function startOf(rows: Rows): Float64Array {
  const { scores } = principalComponents(rows, { ...ROUGH, count: 2, mostIterations: 40 });
  return Float64Array.from(toPlane(scores, rows.count));
}

/** Scores of one or two components as x and y in turn. */
function toPlane(scores: Float32Array, count: number): Float32Array<ArrayBuffer> {
  const width = scores.length / Math.max(1, count);
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    points[2 * i] = scores[i * width] ?? 0;
    points[2 * i + 1] = width > 1 ? (scores[i * width + 1] ?? 0) : 0;
  }
  return points;
}

/** So close together that at first only neighbours count (deviation of x 1e-4, as in scikit-learn). */
function scaled(points: Float64Array): Float64Array {
  const count = points.length / 2;
  const square = points.reduce((sum, value, at) => sum + (at % 2 === 0 ? value * value : 0), 0);
  const scale = 1e-4 / (Math.sqrt(square / Math.max(1, count)) || 1);
  return points.map((value) => value * scale);
}
