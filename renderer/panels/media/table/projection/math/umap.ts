import { UMAP } from 'umap-js';
import type { Neighbors } from './neighbors.ts';
import { seeded } from './random.ts';

export interface UmapOptions {
  /** As people know it from umap-learn: the row itself counts. */
  readonly neighbors: number;
  readonly minDist: number;
  readonly seed: number;
  /** After each epoch; the points go on changing. */
  readonly onEpoch: (done: number, of: number, points: readonly (readonly number[])[]) => void;
}

/** Points to begin with lie within this distance of the middle, as in umap-learn. */
const REACH = 10;

/**
 * UMAP (McInnes, Healy, Melville 2018) by umap-js, with exact neighbours and begun from given points: its own random
 * start tears clusters apart that belong to each other. The same input and seed give the same points.
 */
export function umap(nearest: Neighbors, start: Float64Array, options: UmapOptions): Float64Array {
  const { neighbors, minDist, seed, onEpoch } = options;
  const count = start.length / 2;
  const each = Math.min(neighbors - 1, nearest.each);
  const random = seeded(seed);
  // With k neighbours of n rows the library wants k < n, and the row itself first.
  const layout = new UMAP({ nComponents: 2, nNeighbors: Math.min(each + 1, count - 1), minDist, random });
  const rows = Array.from({ length: count }, (_, i) => i);
  const own = (i: number, column: Int32Array | Float32Array): number[] =>
    Array.from(column.subarray(i * nearest.each, i * nearest.each + each));
  layout.setPrecomputedKNN(
    rows.map((i) => [i, ...own(i, nearest.indexes)]),
    rows.map((i) => [0, ...own(i, nearest.distances)]),
  );
  // The rows themselves are only counted once neighbours are given.
  const epochs = layout.initializeFit(rows.map((i) => [i]));
  const points = layout.getEmbedding();
  const reach = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  points.forEach((point, i) => {
    point[0] = ((start[2 * i] ?? 0) / reach) * REACH + random() * 1e-3;
    point[1] = ((start[2 * i + 1] ?? 0) / reach) * REACH + random() * 1e-3;
  });
  for (let epoch = 1; epoch <= epochs; epoch++) {
    layout.step();
    onEpoch(epoch, epochs, points);
  }
  return Float64Array.from(points.flat());
}
