import type { RunHead } from '#shared/api';

/** Selected runs by id. */
export type Selection = ReadonlyMap<string, RunHead>;

/** The host answers and changes at most so many runs at once. */
export const MOST_SELECTED = 10_000;

export const NO_SELECTION: Selection = new Map();

/** The selection with some runs added or taken out. */
export function withRuns(selection: Selection, heads: readonly RunHead[], isSelected: boolean): Selection {
  const next = new Map(selection);
  for (const head of heads) {
    if (isSelected) next.set(head.path.run, head);
    else next.delete(head.path.run);
  }
  return next;
}

/** The selection with the heads of some runs as they are now; those that are not in it stay out. */
export function withFresh(selection: Selection, heads: readonly RunHead[]): Selection {
  return withRuns(
    selection,
    heads.filter((head) => selection.has(head.path.run)),
    true,
  );
}

/** Header tick over the rows at hand. */
export function selectionState(selection: Selection, total: number): boolean | 'mixed' {
  if (selection.size === 0) return false;
  return selection.size >= total ? true : 'mixed';
}
