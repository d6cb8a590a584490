import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ChangeEvent, RunDetail, RunHead, RunQueryAnswer } from '#shared/api';
import type { RunPath } from '#shared/units';
import type { Clock } from './clock.ts';
import { queryKeys } from './keys.ts';

/** Lists are fetched again at most this often, whatever happens in the host. */
const LIST_REFRESH_MS = 400;
/** Sums such as project sizes and key counts need not be fresher. */
const SLOW_REFRESH_MS = 3000;

type RunEvent = Extract<ChangeEvent, { kind: 'run' }>;

/** Brings the cached answers in line with one change: patches what the event says, refetches what it does not. */
export function applyChange(queries: QueryClient, clock: Clock, event: ChangeEvent): void {
  const later = throttled(queries, clock);
  switch (event.kind) {
    case 'run':
      applyRunChange(queries, later, event);
      break;
    case 'project':
      later(queryKeys.projects, LIST_REFRESH_MS);
      later(queryKeys.projectOverview(event.path), LIST_REFRESH_MS);
      if (event.aspects.includes('artifacts')) later(queryKeys.artifacts(event.path), LIST_REFRESH_MS);
      if (event.aspects.includes('sweeps')) later(queryKeys.sweeps(event.path), LIST_REFRESH_MS);
      if (event.aspects.includes('trash')) later(queryKeys.trash(event.path), LIST_REFRESH_MS);
      if (event.aspects.includes('views')) void queries.invalidateQueries({ queryKey: queryKeys.views(event.path) });
      break;
    case 'settings':
      void queries.invalidateQueries({ queryKey: queryKeys.settings });
      later(queryKeys.alerts, LIST_REFRESH_MS);
      later(queryKeys.chartPresets, LIST_REFRESH_MS);
      break;
    case 'machine':
      // A window that nobody sees need not follow each beat; it asks when it is shown.
      if (globalThis.document?.hidden !== true) later(queryKeys.machine, LIST_REFRESH_MS);
      break;
    case 'sync':
      later(queryKeys.sync, LIST_REFRESH_MS);
      break;
    case 'import':
      later(queryKeys.imports, LIST_REFRESH_MS);
      later(queryKeys.bundles, LIST_REFRESH_MS);
      break;
    default:
      // Kinds that no cached answer depends on.
      break;
  }
}

/** After a gap in the stream nothing cached can be trusted. */
export function refreshEverything(queries: QueryClient): void {
  void queries.invalidateQueries();
}

function applyRunChange(queries: QueryClient, later: Later, event: RunEvent): void {
  const { path } = event;
  const has = (...aspects: readonly RunEvent['aspects'][number][]): boolean =>
    aspects.some((aspect) => event.aspects.includes(aspect));
  if (event.lastStep !== undefined) patchHeads(queries, path, { lastStep: event.lastStep });
  if (event.refusedLines !== undefined) patchHeads(queries, path, { refusedLines: event.refusedLines });
  if (has('meta', 'deleted')) later(queryKeys.alerts, LIST_REFRESH_MS);
  if (has('deleted')) queries.removeQueries({ queryKey: queryKeys.run(path) });
  if (has('created', 'state', 'meta', 'deleted')) {
    later(queryKeys.allRuns(path), LIST_REFRESH_MS);
    later(queryKeys.projects, LIST_REFRESH_MS);
    later(queryKeys.projectOverview(path), LIST_REFRESH_MS);
  } else if (has('config', 'summary')) {
    later(queryKeys.allRuns(path), SLOW_REFRESH_MS);
  }
  if (has('state', 'meta', 'config', 'refused')) later(queryKeys.run(path), LIST_REFRESH_MS);
  else if (has('summary', 'history', 'system', 'files', 'console')) later(queryKeys.run(path), 1000);
  if (has('created', 'history', 'system', 'config', 'deleted')) later(queryKeys.projectKeys(path), 1000);
  if (has('history', 'files', 'config', 'deleted')) later(queryKeys.media(path), 1000);
  if (has('history', 'deleted')) later(queryKeys.history(path), SLOW_REFRESH_MS);
  // Its sizes and hours grow with every row.
  if (has('history', 'files')) later(queryKeys.projectOverview(path), SLOW_REFRESH_MS);
  if (has('config', 'deleted')) later(queryKeys.charts(path), 1000);
  if (has('created', 'state', 'summary', 'deleted')) later(queryKeys.sweeps(path), 1000);
  // Tables of artifacts may have columns of the runs that made them.
  if (has('config', 'summary')) later([...queryKeys.artifacts(path), 'tables'], SLOW_REFRESH_MS);
  // Names and states of runs stand beside what they made.
  if (has('state', 'meta', 'deleted')) later(queryKeys.artifacts(path), 1000);
  if (has('console')) later(queryKeys.logs(path), 250);
  if (has('files')) later(queryKeys.files(path), LIST_REFRESH_MS);
}

/** Writes known fields of a run into every cached answer that holds its head. Returns what undoes it. */
export function patchHeads(queries: QueryClient, path: RunPath, fields: Partial<RunHead>): () => void {
  const undo: (() => void)[] = [];
  const change = (head: RunHead): RunHead => (isSame(head.path, path) ? { ...head, ...fields } : head);
  const lists = queries.getQueriesData<RunQueryAnswer | InfiniteData<RunQueryAnswer> | NoHeads>({
    queryKey: queryKeys.allRuns(path),
  });
  for (const [key, data] of lists) {
    if (data === undefined || !('pages' in data || 'rows' in data)) continue;
    undo.push(() => queries.setQueryData(key, data));
    const next =
      'pages' in data ? { ...data, pages: data.pages.map((page) => inPage(page, change)) } : inPage(data, change);
    queries.setQueryData(key, next);
  }
  const detail = queries.getQueryData<RunDetail>(queryKeys.run(path));
  if (detail !== undefined) {
    undo.push(() => queries.setQueryData(queryKeys.run(path), detail));
    queries.setQueryData(queryKeys.run(path), { ...detail, head: change(detail.head) });
  }
  return () => undo.forEach((step) => step());
}

/** Answers about runs that hold no head: groups and columns. */
type NoHeads = { readonly total: number };

function inPage(page: RunQueryAnswer, change: (head: RunHead) => RunHead): RunQueryAnswer {
  let isChanged = false;
  const rows = page.rows.map((row) => {
    const head = change(row.head);
    if (head === row.head) return row;
    isChanged = true;
    return { ...row, head };
  });
  return isChanged ? { ...page, rows } : page;
}

function isSame(a: RunPath, b: RunPath): boolean {
  return a.run === b.run && a.project === b.project && a.entity === b.entity;
}

type Later = (queryKey: readonly unknown[], everyMs: number) => void;

interface Refreshes {
  lastAt: number;
  plannedAt: number | undefined;
  cancel: () => void;
}

const refreshesOf = new WeakMap<QueryClient, Map<string, Refreshes>>();

/** Invalidates a key at once when it was quiet for `everyMs`, else once at the end of that time. */
function throttled(queries: QueryClient, clock: Clock): Later {
  const all = refreshesOf.get(queries) ?? new Map<string, Refreshes>();
  refreshesOf.set(queries, all);
  return (queryKey, everyMs) => {
    const name = JSON.stringify(queryKey);
    const one = all.get(name) ?? { lastAt: -Infinity, plannedAt: undefined, cancel: () => undefined };
    all.set(name, one);
    const now = clock.now();
    const dueAt = Math.max(now, one.lastAt + everyMs);
    if (one.plannedAt !== undefined && one.plannedAt <= dueAt) return;
    one.cancel();
    const run = (): void => {
      one.lastAt = clock.now();
      one.plannedAt = undefined;
      void queries.invalidateQueries({ queryKey });
    };
    if (dueAt <= now) {
      run();
      return;
    }
    one.plannedAt = dueAt;
    one.cancel = clock.after(dueAt - now, run);
  };
}
