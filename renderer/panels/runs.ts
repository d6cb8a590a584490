import type { RunState } from '#shared/api';
import type { RunPath } from '#shared/units';
import { colorFor, RUN_PALETTE_SIZE } from '#ui/widgets';

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
  /** Place in the project by order of creation. */
  readonly ordinal: number;
  readonly color?: string | undefined;
}

/** Patterns for runs that share a colour of the palette: the first round is solid. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/**
 * Gives each run its colour: a person's choice, else by its place in the project, the same everywhere. Dashes tell runs
 * apart that are so many places away from each other that the palette has begun anew.
 */
export function toDrawnRuns(heads: readonly DrawableHead[]): DrawnRun[] {
  return heads.map((head) => {
    const round = head.color === undefined ? Math.floor(head.ordinal / RUN_PALETTE_SIZE) : 0;
    return {
      path: head.path,
      label: head.displayName,
      color: colorFor(head.ordinal, head.color),
      dash: DASHES[round % DASHES.length] ?? [],
      isLive: head.state === 'running',
    };
  });
}
