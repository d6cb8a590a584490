import type { ImageItem } from '#shared/media';
import type { MediaCell } from '../cells.ts';
import { className, type LayerKind } from './overlay.ts';
import { loadLayers } from './use-layers.ts';

export interface LayerClass {
  readonly id: number;
  readonly name: string;
  /** Boxes, or pixels of masks. */
  readonly count: number;
  /** Of all pixels of the group's masks, 0 to 1. */
  readonly share: number;
}

export interface LayerGroup {
  readonly kind: LayerKind;
  readonly name: string;
  readonly classes: readonly LayerClass[];
}

export interface LayerCounts {
  readonly groups: readonly LayerGroup[];
  readonly scores: readonly { readonly name: string; readonly min: number; readonly max: number }[];
  /** Boxes that have no place. */
  readonly badCount: number;
}

export const NO_COUNTS: LayerCounts = { groups: [], scores: [], badCount: 0 };

/** Counting reads the layers of this many pictures; the classes of the others are known by their labels. */
const MOST_COUNTED = 64;

interface GroupTally {
  readonly kind: LayerKind;
  readonly name: string;
  readonly labels: Map<number, string>;
  readonly counts: Map<number, number>;
}

/** Classes of all masks and boxes of the shown pictures, with counts, and the span of each score. */
export async function countLayers(cells: readonly MediaCell[]): Promise<LayerCounts> {
  const tally = new Tally();
  const pictures = cells.flatMap((cell) => (cell.item.kind === 'image' ? [{ cell, item: cell.item }] : []));
  for (const { cell, item } of pictures) tally.addLabels(cell, item);
  await Promise.all(pictures.slice(0, MOST_COUNTED).map(async ({ cell, item }) => tally.addLayers(cell, item)));
  return tally.result();
}

class Tally {
  readonly #groups = new Map<string, GroupTally>();
  readonly #scores = new Map<string, { min: number; max: number }>();
  #badCount = 0;

  addLabels({ labels }: MediaCell, item: ImageItem): void {
    for (const [kind, refs, known] of [
      ['mask', item.masks, labels.masks],
      ['box', item.boxes, labels.boxes],
    ] as const) {
      for (const { name } of refs) this.#label(this.#group(kind, name), known[name]);
    }
  }

  async addLayers(cell: MediaCell, item: ImageItem): Promise<void> {
    // Counting needs no true size: only places in pixels depend on it, and they are not counted.
    const layers = await loadLayers(cell, item, item.width ?? 1, item.height ?? 1);
    for (const { name, data } of layers.masks) {
      const { counts } = this.#group('mask', name);
      for (const [id, count] of data.counts) counts.set(id, (counts.get(id) ?? 0) + count);
    }
    for (const { name, data } of layers.boxes) {
      const group = this.#group('box', name);
      this.#label(group, data.labels);
      this.#badCount += data.badCount;
      for (const box of data.boxes) {
        group.counts.set(box.classId, (group.counts.get(box.classId) ?? 0) + 1);
        for (const [score, value] of Object.entries(box.scores)) this.#score(score, value);
      }
    }
  }

  result(): LayerCounts {
    const groups = [...this.#groups.values()].map(({ kind, name, labels, counts }): LayerGroup => {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const ids = [...new Set([...labels.keys(), ...counts.keys()])].sort((a, b) => a - b);
      const classes = ids.map((id) => {
        const count = counts.get(id) ?? 0;
        return { id, name: labels.get(id) ?? className(undefined, id), count, share: total === 0 ? 0 : count / total };
      });
      return { kind, name, classes };
    });
    const scores = [...this.#scores]
      .map(([name, span]) => ({ name, ...span }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return { groups, scores, badCount: this.#badCount };
  }

  #group(kind: LayerKind, name: string): GroupTally {
    const key = `${kind}/${name}`;
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = { kind, name, labels: new Map(), counts: new Map() }));
    return group;
  }

  #label(group: GroupTally, labels: Readonly<Record<string, string>> | undefined): void {
    for (const [id, name] of Object.entries(labels ?? {})) group.labels.set(Number(id), name);
  }

  #score(name: string, value: number): void {
    const span = this.#scores.get(name) ?? { min: value, max: value };
    this.#scores.set(name, { min: Math.min(span.min, value), max: Math.max(span.max, value) });
  }
}
