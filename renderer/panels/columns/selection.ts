import { create } from 'zustand';

interface RunSelectionState {
  /** Short ids of the runs that were brushed; undefined = none. */
  readonly runs: ReadonlySet<string> | undefined;
  /** Id of the panel they were brushed in, which offers what can be done with them. */
  readonly source: string | undefined;
  readonly set: (runs: Iterable<string> | undefined, source?: string) => void;
}

/** Runs that were brushed in one picture; they stand out in all pictures over columns. */
export const runSelection = create<RunSelectionState>((set) => ({
  runs: undefined,
  source: undefined,
  set: (runs, source) => {
    const next = runs === undefined ? undefined : new Set(runs);
    set(next === undefined || next.size === 0 ? { runs: undefined, source: undefined } : { runs: next, source });
  },
}));
