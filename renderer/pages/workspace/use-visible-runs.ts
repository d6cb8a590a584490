import { useEffect, useMemo, useState } from 'react';
import type { RunHead, RunQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useRunPages } from '#ui/data';
import { openTest, toDrawnRuns, type DrawnRun, type Eyes } from '#ui/panels';

const RUNS_PER_PAGE = 200;

export interface RunSearch {
  readonly text: string;
  readonly isRegex: boolean;
}

export interface VisibleRuns {
  /** All runs that match the search, loaded or not. */
  readonly total: number;
  /** The first of them, newest first, as far as loaded. */
  readonly heads: readonly RunHead[];
  /** Runs with an open eye that match. */
  readonly visibleCount: number;
  /** What panels draw: the first `runLimit` visible runs. Keeps its identity while nothing that is drawn changes. */
  readonly drawn: readonly DrawnRun[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
  readonly loadMore: () => void;
}

/** The query of a workspace's run list; acts on all matches use the same. */
export function runQueryOf(search: RunSearch): Omit<RunQuery, 'offset' | 'limit'> {
  return {
    sort: [{ column: { kind: 'run', key: 'createdAt' }, isDescending: true }],
    ...(search.text === '' ? {} : { search }),
  };
}

/** Runs newest first page by page, and those of them that are drawn. Loads on until enough open eyes are found. */
export function useVisibleRuns(project: ProjectPath, search: RunSearch, eyes: Eyes, runLimit: number): VisibleRuns {
  const query = useMemo(() => ({ ...runQueryOf(search), limit: RUNS_PER_PAGE }), [search]);
  const pages = useRunPages(project, query);
  const heads = useMemo(
    () => uniqueHeads(pages.data?.pages.flatMap((page) => page.rows.map((row) => row.head)) ?? []),
    [pages.data],
  );
  const total = pages.data?.pages.at(-1)?.total ?? 0;
  const isOpen = useMemo(() => openTest(eyes), [eyes]);
  const open = useMemo(() => heads.filter((head) => isOpen(head.path.run)), [heads, isOpen]);
  const drawn = useStable(useMemo(() => toDrawnRuns(open.slice(0, runLimit)), [open, runLimit]));
  const isEnough = open.length >= runLimit || (!eyes.isOpenByDefault && open.length >= eyes.except.length);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = pages;
  useEffect(() => {
    if (!isEnough && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isEnough, hasNextPage, isFetchingNextPage, isError, fetchNextPage, heads]);
  return {
    total,
    heads,
    visibleCount: eyes.isOpenByDefault ? total - (heads.length - open.length) : open.length,
    drawn,
    isLoading: pages.isPending,
    error: pages.error,
    refetch: () => void pages.refetch(),
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}

/** A run that starts between two pages moves the rest by one; its double is dropped. */
function uniqueHeads(heads: readonly RunHead[]): readonly RunHead[] {
  const seen = new Set<string>();
  return heads.filter(({ path }) => {
    if (seen.has(path.run)) return false;
    seen.add(path.run);
    return true;
  });
}

/** The earlier list as long as it would draw the same, so that a heartbeat renders no panel. */
function useStable(runs: readonly DrawnRun[]): readonly DrawnRun[] {
  const [kept, setKept] = useState(runs);
  if (kept === runs || drawSame(kept, runs)) return kept;
  setKept(runs);
  return runs;
}

function drawSame(before: readonly DrawnRun[], after: readonly DrawnRun[]): boolean {
  if (before.length !== after.length) return false;
  return before.every((old, i) => {
    const next = after[i];
    return (
      next !== undefined &&
      old.path.run === next.path.run &&
      old.label === next.label &&
      old.color === next.color &&
      old.isLive === next.isLive &&
      old.dash === next.dash
    );
  });
}
