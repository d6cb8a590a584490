import { type Neighbors } from './neighbors.ts';
import { QuadTree } from './quad-tree.ts';
import { seeded } from './random.ts';

export interface TsneOptions {
  readonly perplexity: number;
  readonly seed: number;
  /** After each iteration; the points are x and y in turn and go on changing. */
  readonly onIteration: (done: number, of: number, points: Float64Array) => void;
}

const ITERATIONS = 1000;
/** As van der Maaten has it: so long and so strong are neighbours drawn together at first. */
const EARLY = { iterations: 250, exaggeration: 12 };
/** Cells of the tree that look smaller than this are one point. */
const THETA = 0.5;

/** Neighbours that a perplexity needs. */
export function neighborsOfPerplexity(perplexity: number): number {
  return Math.ceil(3 * perplexity);
}

/**
 * t-SNE with Barnes and Hut's tree (van der Maaten 2014: Accelerating t-SNE using tree-based algorithms), begun from given
 * points and with a step that suits their number (Belkina et al. 2019; Kobak, Berens 2019), so that far clusters stand
 * where they belong. The same input and seed give the same points, x and y in turn.
 */
export function tsne(neighbors: Neighbors, start: Float64Array, options: TsneOptions): Float64Array {
  const count = start.length / 2;
  const links = linksOf(neighbors, count, Math.min(options.perplexity, Math.max(1, neighbors.each / 3)));
  const random = seeded(options.seed);
  // Rows that are equal must be able to part.
  const points = start.map((value) => value + (random() - 0.5) * 1e-6);
  const steps = new Float64Array(points.length);
  const gains = new Float64Array(points.length).fill(1);
  const forces = new Float64Array(points.length);
  const tree = new QuadTree(count);
  const rate = Math.max(50, count / EARLY.exaggeration);
  for (let i = 0; i < ITERATIONS; i++) {
    const isEarly = i < EARLY.iterations;
    forcesOf(points, links, tree, isEarly ? EARLY.exaggeration : 1, forces);
    const momentum = isEarly ? 0.5 : 0.8;
    for (let at = 0; at < points.length; at++) {
      const force = forces[at] ?? 0;
      const isTurning = force > 0 === (steps[at] ?? 0) > 0;
      gains[at] = isTurning ? Math.max(0.01, (gains[at] ?? 0) * 0.8) : (gains[at] ?? 0) + 0.2;
      steps[at] = momentum * (steps[at] ?? 0) - rate * (gains[at] ?? 0) * force;
      points[at] = (points[at] ?? 0) + (steps[at] ?? 0);
    }
    options.onIteration(i + 1, ITERATIONS, points);
  }
  return points;
}

/** Rows that attract each other: of row i those from `starts[i]` to `starts[i + 1]`. */
interface Links {
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float64Array;
}

/** The gradient of the Kullback-Leibler divergence, into `forces`. */
function forcesOf(
  points: Float64Array,
  links: Links,
  tree: QuadTree,
  exaggeration: number,
  forces: Float64Array,
): void {
  tree.build(points);
  const count = points.length / 2;
  let whole = 0;
  for (let i = 0; i < count; i++) {
    tree.repel(points[2 * i] ?? 0, points[2 * i + 1] ?? 0, THETA);
    whole += tree.weight - 1;
    forces[2 * i] = tree.forceX;
    forces[2 * i + 1] = tree.forceY;
  }
  const scale = 1 / Math.max(whole, 1e-12);
  const { starts, others, weights } = links;
  for (let i = 0; i < count; i++) {
    const x = points[2 * i] ?? 0;
    const y = points[2 * i + 1] ?? 0;
    let pullX = 0;
    let pullY = 0;
    const end = starts[i + 1] ?? 0;
    for (let at = starts[i] ?? 0; at < end; at++) {
      const other = 2 * (others[at] ?? 0);
      const dx = x - (points[other] ?? 0);
      const dy = y - (points[other + 1] ?? 0);
      const pull = (weights[at] ?? 0) / (1 + dx * dx + dy * dy);
      pullX += pull * dx;
      pullY += pull * dy;
    }
    forces[2 * i] = 4 * (exaggeration * pullX - (forces[2 * i] ?? 0) * scale);
    forces[2 * i + 1] = 4 * (exaggeration * pullY - (forces[2 * i + 1] ?? 0) * scale);
  }
}

/** Probabilities of neighbours, the same both ways and together 1. */
function linksOf({ each, indexes, distances }: Neighbors, count: number, perplexity: number): Links {
  const given = new Float64Array(count * each);
  for (let i = 0; i < count; i++) weigh(distances.subarray(i * each, (i + 1) * each), perplexity, given, i * each);
  const both = Array.from({ length: count }, () => new Map<number, number>());
  const add = (i: number, j: number, weight: number): void => void both[i]?.set(j, (both[i].get(j) ?? 0) + weight);
  for (let at = 0; at < given.length; at++) {
    const i = Math.floor(at / each);
    const weight = (given[at] ?? 0) / (2 * count);
    add(i, indexes[at] ?? 0, weight);
    add(indexes[at] ?? 0, i, weight);
  }
  const starts = new Int32Array(count + 1);
  both.forEach((own, i) => (starts[i + 1] = (starts[i] ?? 0) + own.size));
  const others = new Int32Array(starts[count] ?? 0);
  const weights = new Float64Array(starts[count] ?? 0);
  both.forEach((own, i) => {
    let at = starts[i] ?? 0;
    for (const [other, weight] of own) {
      others[at] = other;
      weights[at++] = weight;
    }
  });
  return { starts, others, weights };
}

/** Weights of one row's neighbours with the wanted perplexity, found by halving the precision's range. */
function weigh(distances: Float32Array, perplexity: number, into: Float64Array, at: number): void {
  const wanted = Math.log(perplexity);
  const nearest = distances[0] ?? 0;
  let [low, high] = [0, Infinity];
  let precision = 1;
  let sum = 1;
  for (let turn = 0; turn < 60; turn++) {
    let energy = 0;
    sum = 0;
    for (let n = 0; n < distances.length; n++) {
      // The nearest is taken away, so that far rows do not all become 0.
      const square = (distances[n] ?? 0) ** 2 - nearest ** 2;
      const weight = Math.exp(-precision * square);
      into[at + n] = weight;
      sum += weight;
      energy += weight * square;
    }
    const entropy = Math.log(sum) + (precision * energy) / sum;
    if (Math.abs(entropy - wanted) < 1e-5) break;
    if (entropy > wanted) low = precision;
    else high = precision;
    precision = high === Infinity ? precision * 2 : (low + high) / 2;
  }
  for (let n = 0; n < distances.length; n++) into[at + n] = (into[at + n] ?? 0) / sum;
}
