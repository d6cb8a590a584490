import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  queryOptions,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type {
  AppSettings,
  ConnectState,
  LogPage,
  LogSearch,
  ProjectKeys,
  ProjectSummary,
  RunDetail,
  RunEdit,
  RunFile,
  RunHead,
  RunQuery,
  RunQueryAnswer,
  SavedView,
  SessionInfo,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import type { Asked, LogSearchInput } from './api.ts';
import { patchHeads } from './invalidate.ts';
import { queryKeys } from './keys.ts';
import type { LiveStatus } from './live.ts';
import { isPassing, useData, type DataClient } from './provider.tsx';

const SAVE_AGAIN_MS = 1500;

/** Who and where: user, version, address, first start or not. */
export function useSession(): UseQueryResult<SessionInfo> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.session, queryFn: ({ signal }) => api.session(signal) });
}

/** All projects, newest activity first; live. */
export function useProjects(): UseQueryResult<readonly ProjectSummary[]> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.projects, queryFn: ({ signal }) => api.projects(signal) });
}

/** Metric, system, config and summary keys over all runs of a project; live. */
export function useProjectKeys(project: ProjectPath, isEnabled = true): UseQueryResult<ProjectKeys> {
  return useQuery({ ...keysQuery(useData(), project), enabled: isEnabled });
}

function keysQuery({ api }: Pick<DataClient, 'api'>, project: ProjectPath) {
  return queryOptions({
    queryKey: queryKeys.projectKeys(project),
    queryFn: ({ signal }) => api.projectKeys(project, signal),
  });
}

function viewsQuery({ api }: Pick<DataClient, 'api'>, project: ProjectPath) {
  return queryOptions({ queryKey: queryKeys.views(project), queryFn: ({ signal }) => api.views(project, signal) });
}

/** Asks ahead for what every page of a project asks for first, while its code is still on the way. */
export function prefetchProject(client: DataClient, project: ProjectPath): void {
  void client.queries.prefetchQuery(viewsQuery(client, project));
  void client.queries.prefetchQuery(keysQuery(client, project));
}

/** One window of the runs of a project; the earlier answer stays while the query changes. Live. */
export function useRunQuery(
  project: ProjectPath,
  query: RunQuery,
  isEnabled = true,
): UseQueryResult<Asked<RunQueryAnswer>> {
  const { api } = useData();
  return useQuery({
    queryKey: queryKeys.runs(project, query),
    queryFn: ({ signal }) => api.queryRuns(project, query, signal),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** The runs of a project page after page (`query.limit` a page); live. */
export function useRunPages(project: ProjectPath, query: Omit<RunQuery, 'offset'>) {
  const { api } = useData();
  const limit = query.limit ?? 100;
  return useInfiniteQuery({
    queryKey: [...queryKeys.allRuns(project), 'pages', query],
    queryFn: ({ signal, pageParam }) => api.queryRuns(project, { ...query, limit, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * limit < last.total ? pages.length * limit : undefined),
    placeholderData: keepPreviousData,
  });
}

/** Everything of one run's overview; live. */
export function useRun(path: RunPath): UseQueryResult<RunDetail> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.run(path), queryFn: ({ signal }) => api.run(path, signal) });
}

/** Console lines `from` to `from + count` (count up to 5,000; `from` below 0 counts from the end); live. */
export function useLogs(path: RunPath, from: number, count: number, isEnabled = true): UseQueryResult<LogPage> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.logs(path), from, count],
    queryFn: ({ signal }) => api.logs(path, from, count, signal),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** Numbers of the console lines that match; nothing is asked while the text is empty. */
export function useLogSearch(path: RunPath, input: LogSearchInput): UseQueryResult<LogSearch> {
  const { api } = useData();
  return useQuery({
    queryKey: [...queryKeys.logs(path), 'search', input],
    queryFn: ({ signal }) => api.searchLogs(path, input, signal),
    enabled: input.text !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The run's files by name; live. */
export function useFiles(path: RunPath): UseQueryResult<readonly RunFile[]> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.files(path), queryFn: ({ signal }) => api.files(path, signal) });
}

/** The text at the address of a stored file, as long as its bytes are those of `md5`. */
export function useFileText(href: string, md5: string, isEnabled: boolean): UseQueryResult<string> {
  const { artifacts } = useData().api;
  return useQuery({
    queryKey: ['text at', href, md5],
    queryFn: ({ signal }) => artifacts.text(href, signal),
    enabled: isEnabled,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

/** Saved views of a project, of every scope; live. */
export function useViews(project: ProjectPath): UseQueryResult<readonly SavedView[]> {
  return useQuery(viewsQuery(useData(), project));
}

/** Whether this user's scripts are pointed at this Taffrail. */
export function useConnection(): UseQueryResult<ConnectState> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.connection, queryFn: ({ signal }) => api.connection(signal) });
}

/** Settings of the whole host; live. */
export function useSettings(): UseQueryResult<AppSettings> {
  const { api } = useData();
  return useQuery({ queryKey: queryKeys.settings, queryFn: ({ signal }) => api.settings(signal) });
}

/** Edits a run; every list and page shows the edit at once and takes it back when the host refuses. */
export function useEditRun() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: ({ path, edit }: { path: RunPath; edit: RunEdit }) => api.editRun(path, edit),
    onMutate: ({ path, edit }) => ({ undo: patchHeads(queries, path, headFields(edit)) }),
    onError: (_error, _input, context) => context?.undo(),
    onSettled: (_data, _error, { path }) => {
      void queries.invalidateQueries({ queryKey: queryKeys.run(path) });
      void queries.invalidateQueries({ queryKey: queryKeys.allRuns(path) });
    },
  });
}

/** Asks the script of a running run to stop; it does so with its next heartbeat. */
export function useStopRun() {
  const { api } = useData();
  return useMutation({ mutationFn: (path: RunPath) => api.stopRun(path) });
}

/** Writes a view; the cached list has it at once. */
export function useSaveView(project: ProjectPath) {
  const { api, clock, queries } = useData();
  return useMutation({
    mutationFn: (view: Omit<SavedView, 'updatedAt'>) => api.saveView(project, view),
    // What is changed while the host is away is saved when it is back; one after the other, so that the last one stays.
    scope: { id: `views ${project.entity}/${project.project}` },
    retry: (_count, error) => isPassing(error),
    retryDelay: SAVE_AGAIN_MS,
    onMutate: (view) => {
      const queryKey = queryKeys.views(project);
      const before = queries.getQueryData<readonly SavedView[]>(queryKey) ?? [];
      const others = before.filter((one) => one.id !== view.id);
      queries.setQueryData(queryKey, [...others, { ...view, updatedAt: clock.now() }]);
    },
  });
}

/** Points this user's scripts at this Taffrail (`connect`) or puts the files back (`disconnect`). */
export function useConnect() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (act: 'connect' | 'disconnect') => (act === 'connect' ? api.connect() : api.disconnect()),
    onSuccess: (state) => queries.setQueryData(queryKeys.connection, state),
  });
}

/** Saves the settings of the host; shown at once, taken back when refused. */
export function useSaveSettings() {
  const { api, queries } = useData();
  return useMutation({
    mutationFn: (settings: AppSettings) => api.saveSettings(settings),
    onMutate: (settings) => {
      const before = queries.getQueryData<AppSettings>(queryKeys.settings);
      queries.setQueryData(queryKeys.settings, settings);
      return { before };
    },
    onError: (_error, _settings, context) => queries.setQueryData(queryKeys.settings, context?.before),
    onSuccess: (settings) => queries.setQueryData(queryKeys.settings, settings),
  });
}

/** State of the live stream: `lost` means what is shown may be old. */
export function useLiveStatus(): LiveStatus {
  const data = useData();
  return useSyncExternalStore(data.onLive, () => data.live()?.status() ?? 'connecting');
}

/** The time, renewed every `everyMs` while `isTicking`; for durations that grow. */
export function useNow(everyMs: number, isTicking: boolean): number {
  const { clock } = useData();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    if (!isTicking) return undefined;
    let cancel = (): void => undefined;
    const tick = (): void => {
      setNow(clock.now());
      cancel = clock.after(everyMs, tick);
    };
    tick();
    return () => cancel();
  }, [clock, everyMs, isTicking]);
  return now;
}

/** All heads that match a query, for acts on all of them at once (at most 10,000). */
export function useFetchAllHeads(project: ProjectPath) {
  const { api } = useData();
  const queries = useQueryClient();
  return useCallback(
    async (query: Omit<RunQuery, 'offset' | 'limit'>): Promise<readonly RunHead[]> => {
      const whole = { ...query, offset: 0, limit: 10_000 };
      const answer = await queries.fetchQuery({
        queryKey: queryKeys.runs(project, whole),
        queryFn: ({ signal }) => api.queryRuns(project, whole, signal),
        staleTime: 0,
        gcTime: 0,
      });
      return answer.rows.map((row) => row.head);
    },
    [api, queries, project],
  );
}

/** An edit as it shows in lists: null takes a value away. */
function headFields(edit: RunEdit): Partial<RunHead> {
  return Object.fromEntries(
    Object.entries(edit)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value ?? undefined]),
  );
}
