import type { RunState } from '#shared/api';
import type { RunPath } from '#shared/units';
import { colorFor } from '#ui/widgets';

/** A run as panels draw it. */
export interface DrawnRun {
  readonly path: RunPath;
  readonly label: string;
  /** CSS colour or `var(--run-n)`. */
  readonly color: string;
  readonly dash: readonly number[];
  readonly isLive: boolean;
}

/** What of a run decides how it is drawn. */
export interface DrawableHead {
  readonly path: RunPath;
  readonly displayName: string;
  readonly state: RunState;
  readonly color?: string | undefined;
}

/** Patterns for runs that share a colour, in the order they are drawn. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/**
 * Gives each run its colour (a person's choice, else by its id: the same everywhere) and a dash pattern where the
 * colour is already taken by an earlier run of the list.
 */
export function toDrawnRuns(heads: readonly DrawableHead[]): DrawnRun[] {
  const uses = new Map<string, number>();
  return heads.map((head) => {
    const color = colorFor(head.path.run, head.color);
    const use = uses.get(color) ?? 0;
    uses.set(color, use + 1);
    return {
      path: head.path,
      label: head.displayName,
      color,
      dash: DASHES[use % DASHES.length] ?? [],
      isLive: head.state === 'running',
    };
  });
}
