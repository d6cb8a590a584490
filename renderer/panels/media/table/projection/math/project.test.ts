import { expect, test } from 'vitest';
import type { Rows } from './matrix.ts';
import { nearestNeighbors } from './neighbors.ts';
import { project, type ProjectionProgress, type ProjectionTask } from './project.ts';
import { QuadTree } from './quad-tree.ts';
import { seeded } from './random.ts';

const TASK: ProjectionTask = { method: 'pca', isStandard: false, neighbors: 15, minDist: 0.1, perplexity: 10 };

function rowsOf(rows: readonly (readonly number[])[]): Rows {
  return { numbers: Float32Array.from(rows.flat()), length: rows[0]?.length ?? 0, count: rows.length };
}

/** Clusters of as many rows each, one after the other, around far middles. */
function clusters(count: number, each: number, length: number): Rows {
  const random = seeded(7);
  const middles = Array.from({ length: count }, () => Array.from({ length }, () => random() * 10));
  return rowsOf(
    middles.flatMap((middle) => Array.from({ length: each }, () => middle.map((one) => one + random() - 0.5))),
  );
}

/** Mean distances of points of the same cluster, and of different ones. */
function spread(points: Float32Array, each: number): { readonly within: number; readonly between: number } {
  const sums = { within: [0, 0], between: [0, 0] };
  for (let i = 0; i < points.length / 2; i++) {
    for (let j = 0; j < i; j++) {
      const distance = Math.hypot(
        (points[2 * i] ?? 0) - (points[2 * j] ?? 0),
        (points[2 * i + 1] ?? 0) - (points[2 * j + 1] ?? 0),
      );
      const sum = Math.floor(i / each) === Math.floor(j / each) ? sums.within : sums.between;
      sum[0] = (sum[0] ?? 0) + distance;
      sum[1] = (sum[1] ?? 0) + 1;
    }
  }
  const mean = ([sum = 0, n = 1]: readonly number[]): number => sum / n;
  return { within: mean(sums.within), between: mean(sums.between) };
}

const silent = (): void => undefined;

/** Ten rows of three numbers; the golden numbers are those of scikit-learn 1.7.2, PCA(2). */
const TEN = [
  [2.5, 2.4, 0.5],
  [0.5, 0.7, 1.9],
  [2.2, 2.9, 0.1],
  [1.9, 2.2, 0.8],
  [3.1, 3, 0.2],
  [2.3, 2.7, 1.1],
  [2, 1.6, 0.6],
  [1, 1.1, 1.5],
  [1.5, 1.6, 0.9],
  [1.1, 0.9, 1.3],
];

test('PCA gives the coordinates and shares of variance that scikit-learn gives', () => {
  const plain = [
    [0.915968, -0.087913],
    [-2.037998, 0.213584],
    [1.230512, -0.075256],
    [0.286075, 0.092792],
    [1.811544, -0.029169],
    [0.739577, 0.588971],
    [0.033384, -0.435599],
    [-1.295115, 0.083529],
    [-0.401823, -0.145526],
    [-1.282123, -0.205414],
  ];
  const standard = [
    [1.303528, -0.027789],
    [-2.957421, 0.255672],
    [1.84434, -0.359751],
    [0.373617, 0.095638],
    [2.521411, 0.126367],
    [0.735886, 1.004214],
    [0.22914, -0.585363],
    [-1.858017, 0.093817],
    [-0.477962, -0.293206],
    [-1.714522, -0.309601],
  ];
  for (const [isStandard, golden, ratios] of [
    [false, plain, [0.930009, 0.04519]],
    [true, standard, [0.918617, 0.058747]],
  ] as const) {
    const { points, shares } = project(rowsOf(TEN), { ...TASK, isStandard }, silent);
    golden.flat().forEach((value, at) => expect(points[at]).toBeCloseTo(value, 5));
    ratios.forEach((value, at) => expect(shares?.[at]).toBeCloseTo(value, 5));
  }
});

test('PCA finds long vectors by their few directions, whatever the number of rows', () => {
  const random = seeded(3);
  const length = 300;
  const directions = [0, 1].map(() => Array.from({ length }, () => random() - 0.5));
  const places = Array.from({ length: 40 }, () => [random() * 20, random() * 2]);
  const rows = rowsOf(
    places.map(([a = 0, b = 0]) => directions[0]?.map((one, n) => a * one + b * (directions[1]?.[n] ?? 0)) ?? []),
  );
  const { shares } = project(rows, TASK, silent);
  expect((shares?.[0] ?? 0) + (shares?.[1] ?? 0)).toBeCloseTo(1, 5);
});

test('neighbours are exact, the nearest first', () => {
  const { each, indexes, distances } = nearestNeighbors(rowsOf([[0], [10], [1], [4]]), 2, silent);
  expect(each).toBe(2);
  expect([...indexes]).toEqual([2, 3, 3, 2, 0, 3, 2, 0]);
  expect([...distances]).toEqual([1, 4, 6, 9, 1, 3, 3, 4]);
});

test('far cells of a tree push as their points do', () => {
  const random = seeded(5);
  const points = new Float64Array(400).map(() => random() * 100);
  // Twice the same point must not divide cells for ever.
  points.copyWithin(2, 0, 2);
  const tree = new QuadTree(200);
  tree.build(points);
  let [weight, force] = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    const [dx, dy] = [(points[0] ?? 0) - (points[at] ?? 0), (points[1] ?? 0) - (points[at + 1] ?? 0)];
    const near = 1 / (1 + dx * dx + dy * dy);
    weight += near;
    force += near * near * dx;
  }
  tree.repel(points[0] ?? 0, points[1] ?? 0, 0);
  expect(tree.weight).toBeCloseTo(weight, 10);
  expect(tree.forceX).toBeCloseTo(force, 10);
  tree.repel(points[0] ?? 0, points[1] ?? 0, 0.5);
  expect(Math.abs(tree.weight / weight - 1)).toBeLessThan(0.02);
});

test.each(['umap', 'tsne'] as const)('%s keeps clusters apart, tells how far it is, and repeats itself', (method) => {
  const stages: ProjectionProgress[] = [];
  const each = 40;
  const first = project(clusters(5, each, 8), { ...TASK, method }, (one) => void stages.push({ ...one }));
  const { within, between } = spread(first.points, each);
  expect(within).toBeLessThan(between / 3);
  expect(new Set(stages.map(({ stage }) => stage))).toEqual(new Set(['neighbors', 'layout']));
  expect(stages.at(-1)?.done).toBe(stages.at(-1)?.of);
  const again = project(clusters(5, each, 8), { ...TASK, method }, silent);
  expect(again.points).toEqual(first.points);
});

test.each(['pca', 'umap', 'tsne'] as const)('%s takes few rows, equal rows and long vectors', (method) => {
  const finite = (rows: Rows): boolean => project(rows, { ...TASK, method }, silent).points.every(Number.isFinite);
  expect(
    finite(
      rowsOf([
        [1, 2],
        [3, 4],
        [5, 7],
      ]),
    ),
  ).toBe(true);
  expect(finite(rowsOf(Array.from({ length: 30 }, (_, i) => (i < 20 ? [1, 1] : [i, 2]))))).toBe(true);
  expect(finite(rowsOf(Array.from({ length: 30 }, () => [5, 5])))).toBe(true);
  const long = project(clusters(2, 40, 120), { ...TASK, method, isStandard: true }, silent);
  expect(long.reducedTo).toBe(method === 'pca' ? undefined : 50);
  const { within, between } = spread(long.points, 40);
  expect(within).toBeLessThan(between / 3);
});
