import { create } from 'zustand';

interface RunSelectionState {
  /** Short ids of the runs that were brushed; undefined = none. */
  readonly runs: ReadonlySet<string> | undefined;
  readonly set: (runs: Iterable<string> | undefined) => void;
}

/** Runs that were brushed in one picture; they stand out in all pictures over columns. */
export const runSelection = create<RunSelectionState>((set) => ({
  runs: undefined,
  set: (runs) => {
    const next = runs === undefined ? undefined : new Set(runs);
    set({ runs: next === undefined || next.size === 0 ? undefined : next });
  },
}));
