import { useCallback, useEffect, useMemo, useRef, type Dispatch, type SetStateAction } from 'react';
import type { RunHead } from '#shared/api';
import { NO_SELECTION, withFresh, withRuns, type Selection } from '../runs/selection.ts';
import type { SelectorRow } from './selector-rows.ts';

/** The runs that are selected beside the charts, whatever their eyes say. */
export interface PickedRuns {
  readonly selection: Selection;
  /** With `isRange` all runs from the last one on, as they stand in the list. */
  readonly select: (head: RunHead, isSelected: boolean, isRange?: boolean) => void;
  readonly add: (heads: readonly RunHead[]) => void;
  readonly setAll: (heads: readonly RunHead[]) => void;
  /** Heads that were changed, where they may be out of sight. */
  readonly refresh: (heads: readonly RunHead[]) => void;
  readonly forget: (heads: readonly RunHead[]) => void;
}

/** A selection over the rows of the list; heads are those of the moment, not those that were clicked. */
export function usePickedRuns(
  rows: readonly SelectorRow[],
  [selection, setSelection]: readonly [Selection, Dispatch<SetStateAction<Selection>>],
): PickedRuns {
  const last = useRef<string | undefined>(undefined);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  const select = useCallback<PickedRuns['select']>(
    (head, isSelected, isRange = false) => {
      const heads = latest.current.flatMap((row) => (row.kind === 'run' ? [row.head] : []));
      const from = isRange ? heads.findIndex((one) => one.path.run === last.current) : -1;
      const to = heads.findIndex((one) => one.path.run === head.path.run);
      const range = from < 0 ? [head] : heads.slice(Math.min(from, to), Math.max(from, to) + 1);
      last.current = head.path.run;
      setSelection((old) => withRuns(old, range, isSelected));
    },
    [setSelection],
  );
  const add = useCallback(
    (heads: readonly RunHead[]) => setSelection((old) => withRuns(old, heads, true)),
    [setSelection],
  );
  const fresh = useMemo(() => {
    if (selection.size === 0) return selection;
    const known = new Map(rows.flatMap((row) => (row.kind === 'run' ? [[row.head.path.run, row.head] as const] : [])));
    return new Map([...selection].map(([id, head]) => [id, known.get(id) ?? head]));
  }, [selection, rows]);
  return {
    selection: fresh,
    select,
    add,
    setAll: (heads) => setSelection(withRuns(NO_SELECTION, heads, true)),
    refresh: (heads) => setSelection((old) => withFresh(old, heads)),
    forget: (heads) => setSelection((old) => withRuns(old, heads, false)),
  };
}
