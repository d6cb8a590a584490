import { useMemo, useRef, useState } from 'react';
import type { RunHead, RunQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useFetchAllHeads } from '#ui/data';
import { namesFilter } from './conditions.ts';
import { NO_SELECTION, withFresh, withRuns, type Selection } from './selection.ts';
import type { RunWindow } from './use-run-window.ts';

export interface SelectionActs {
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  /** Selected heads as they are now, not as they were when ticked. */
  readonly heads: readonly RunHead[];
  /** Ticks one row, or with `isRange` all from the last ticked one on. */
  readonly select: (index: number, head: RunHead, isSelected: boolean, isRange: boolean) => void;
  /** Runs by their short ids, at most 10,000, seen or not. */
  readonly selectByName: (names: readonly string[], isSelected: boolean) => void;
  /** All that match, seen or not. */
  readonly selectEvery: () => void;
  /** Heads that were changed, where they may be out of sight. */
  readonly refresh: (heads: readonly RunHead[]) => void;
  readonly forget: (heads: readonly RunHead[]) => void;
  readonly clear: () => void;
}

/** Which runs are ticked. */
export function useSelection(
  project: ProjectPath,
  query: Pick<RunQuery, 'filter' | 'search' | 'sort'>,
  rows: RunWindow,
  start: readonly RunHead[] = [],
): SelectionActs {
  const [selection, setSelection] = useState(() => withRuns(NO_SELECTION, start, true));
  const fetchHeads = useFetchAllHeads(project);
  const lastIndex = useRef(0);
  const latest = rows.heads;
  const heads = useMemo(() => {
    const byId = new Map(latest.map((head) => [head.path.run, head]));
    return [...selection.values()].map((head) => byId.get(head.path.run) ?? head);
  }, [selection, latest]);
  const select: SelectionActs['select'] = (index, head, isSelected, isRange) => {
    const from = isRange ? Math.min(lastIndex.current, index) : index;
    const to = isRange ? Math.max(lastIndex.current, index) : index;
    lastIndex.current = index;
    const { groups } = rows;
    const range = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const places = groups === undefined ? range : range.filter((place) => groups.runAt(place) !== undefined);
    const known = places.flatMap((place) => rows.rowAt(place)?.row.head ?? []);
    setSelection((before) => withRuns(before, [head, ...known], isSelected));
    // The range reaches beyond the rows at hand.
    if (known.length === places.length) return;
    if (groups !== undefined)
      selectByName(
        places.flatMap((place) => groups.runAt(place) ?? []),
        isSelected,
      );
    else
      void fetchHeads(query).then((all) =>
        setSelection((before) => withRuns(before, all.slice(from, to + 1), isSelected)),
      );
  };
  const selectByName = (names: readonly string[], isSelected: boolean): void =>
    void fetchHeads({ filter: namesFilter(names) }).then((found) =>
      setSelection((before) => withRuns(before, found, isSelected)),
    );
  return {
    selection,
    setSelection,
    heads,
    select,
    selectByName,
    selectEvery: () => void fetchHeads(query).then((all) => setSelection(withRuns(NO_SELECTION, all, true))),
    refresh: (changed) => setSelection((before) => withFresh(before, changed)),
    forget: (gone) => setSelection((before) => withRuns(before, gone, false)),
    clear: () => setSelection(NO_SELECTION),
  };
}
