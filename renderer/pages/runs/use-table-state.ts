import { useEffect, useMemo, useRef, useState } from 'react';
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location';
import type { ProjectPath } from '#shared/units';
import { useData, useSaveView, useViews } from '#ui/data';
import type { CarriedRuns } from '../carried-runs.ts';
import { parseFilter } from './filter-text.ts';
import {
  DEFAULT_STATE,
  hasState,
  parseBody,
  parseSort,
  parseState,
  printBody,
  printState,
  TABLE_VIEW_ID,
  type TableState,
} from './table-state.ts';

const SAVE_AFTER_MS = 600;

export interface HeldState {
  readonly state: TableState;
  readonly change: (fields: Partial<TableState> | ((state: TableState) => Partial<TableState>)) => void;
  /** False until the saved view has been read, so that the table is not drawn twice. */
  readonly isReady: boolean;
}

/**
 * The table's state: what the address says, else the project's saved view, else the default. Each change goes into the
 * address at once and into the saved view a moment later. Runs that the workspace has handed over are such a change.
 */
export function useTableState(project: ProjectPath, carried?: CarriedRuns): HeldState {
  const { clock } = useData();
  const views = useViews(project);
  const { mutate: save } = useSaveView(project);
  const search = useSearch();
  const pathname = usePathname();
  const [fromAddress] = useState(() => {
    const params = new URLSearchParams(search);
    return hasState(params) ? parseState(params) : undefined;
  });
  const [changed, setChanged] = useState<TableState | undefined>(fromAddress);
  const saved = views.data?.find((view) => view.id === TABLE_VIEW_ID);
  const isReady = changed !== undefined || views.data !== undefined || views.error !== null;
  const state = useMemo(
    () =>
      changed ?? {
        ...(parseBody(saved?.body) ?? DEFAULT_STATE),
        ...(carried === undefined ? {} : stateOf(carried)),
      },
    [changed, saved, carried],
  );
  const cancelSave = useRef<(() => void) | undefined>(undefined);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  const written = printState(state).toString();
  useEffect(() => {
    if (changed === undefined && (carried === undefined || !isReady)) return;
    const address = written === '' ? pathname : `${pathname}?${written}`;
    if (`${pathname}${location.search}` !== address) navigate(address, { replace: true });
  }, [changed, carried, isReady, written, pathname]);
  const change: HeldState['change'] = (fields) => {
    const next = { ...latest.current, ...(typeof fields === 'function' ? fields(latest.current) : fields) };
    latest.current = next;
    setChanged(next);
    cancelSave.current?.();
    cancelSave.current = clock.after(SAVE_AFTER_MS, () => {
      save({ id: TABLE_VIEW_ID, scope: 'runs-table', name: 'Runs table', body: printBody(next) });
    });
  };
  return { state, change, isReady };
}

function stateOf({ search, filter, sort, groupBy }: CarriedRuns): Partial<TableState> {
  const parsed = parseFilter(filter);
  return {
    search,
    filter: parsed.kind === 'filter' ? parsed.filter : undefined,
    sort: parseSort(sort),
    groupBy,
  };
}
