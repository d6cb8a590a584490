import { useMemo } from 'react';
import type { ColumnRef, RunFilter, RunGroupQuery, RunQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useRunGroups, useRunQuery } from '#ui/data';
import {
  toDrawnRuns,
  useBoard,
  type BoardStore,
  type DrawnGroup,
  type OwnRuns,
  type PanelRuns,
  type RunScope,
} from '#ui/panels';
import { columnsOf } from '../runs/columns.ts';
import { parseFilter } from '../runs/filter-text.ts';
import { groupTree, toDrawnGroups } from '../runs/group-tree.ts';

/** Runs beyond these are not looked through for open eyes. */
const MOST_RUNS = 1000;

interface PanelRunsInput {
  readonly project: ProjectPath;
  readonly store: BoardStore;
  readonly own: OwnRuns | undefined;
  readonly board: PanelRuns;
}

/** Runs of one panel: those of the board that match its own filter, taken together by its own keys. */
export function usePanelRuns({ project, store, own, board }: PanelRunsInput): PanelRuns {
  const boardBy = useBoard(store, (state) => state.body.grouping.by);
  const runLimit = useBoard(store, (state) => state.body.runLimit);
  const by = useMemo(() => (own === undefined ? [] : columnsOf(own.by ?? boardBy)), [own, boardBy]);
  const query = useOwnQuery(own, board.scope);
  const isGrouped = by.length > 0;
  const found = useRunQuery(project, query, own !== undefined && !isGrouped);
  const groups = useOwnGroups({ project, store, query, by, board });
  return useMemo(() => {
    if (own === undefined) return board;
    const { show: _ofTheBoard, ...others } = board.scope;
    const scope: RunScope = { ...others, query };
    if (isGrouped) return { runs: [], groups, scope, visibleCount: groups.length };
    const known = new Map(board.runs.map((run) => [run.path.run, run]));
    const open = (found.data?.rows ?? []).filter((row) => scope.isOpen(row.head.path.run));
    const heads = open.slice(0, runLimit).map((row) => row.head);
    return {
      // The board's own carry the fields that templates name.
      runs: toDrawnRuns(heads, { baseline: scope.baseline }).map((run) => known.get(run.path.run) ?? run),
      groups: undefined,
      scope,
      visibleCount: open.length + Math.max(0, (found.data?.total ?? 0) - MOST_RUNS),
    };
  }, [own, board, query, isGrouped, groups, found.data, runLimit]);
}

/** What the host is asked: the board's conditions and the panel's. A filter that cannot be read filters nothing. */
function useOwnQuery(own: OwnRuns | undefined, scope: RunScope): RunQuery {
  const text = own?.filter ?? '';
  return useMemo(() => {
    const { filter: ofBoard, ...rest } = scope.query;
    const parsed = parseFilter(text);
    const items = [ofBoard, parsed.kind === 'filter' ? parsed.filter : undefined].filter((one) => one !== undefined);
    const [first] = items;
    const filter: RunFilter | undefined = items.length < 2 ? first : { op: 'and', items };
    return { ...rest, ...(filter === undefined ? {} : { filter }), limit: MOST_RUNS };
  }, [text, scope.query]);
}

interface OwnGroupsInput extends Pick<PanelRunsInput, 'project' | 'store' | 'board'> {
  readonly query: RunQuery;
  readonly by: readonly ColumnRef[];
}

function useOwnGroups({ project, store, query, by, board }: OwnGroupsInput): readonly DrawnGroup[] {
  const isHiddenLeftOut = useBoard(store, (state) => state.body.grouping.isHiddenLeftOut);
  const wish = useMemo((): RunGroupQuery => {
    const { filter, search } = query;
    return { by, ...(filter === undefined ? {} : { filter }), ...(search === undefined ? {} : { search }) };
  }, [by, query]);
  const { data } = useRunGroups(project, wish);
  const { isOpen } = board.scope;
  const ofBoard = board.groups;
  return useMemo(() => {
    const names = by.map((column) => column.key);
    const colors = new Map((ofBoard ?? []).map((group) => [group.id, group.color]));
    return toDrawnGroups(groupTree(data?.groups ?? [], names), isOpen, isHiddenLeftOut)
      .filter((group) => group.runs.some(isOpen))
      .map((group) => ({ ...group, color: colors.get(group.id) ?? group.color }));
  }, [data, by, isOpen, isHiddenLeftOut, ofBoard]);
}
