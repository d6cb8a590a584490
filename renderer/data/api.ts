import {
  decodeSeries,
  type AlertList,
  type AppSettings,
  type BulkAnswer,
  type BulkRunEdit,
  type ColumnRef,
  type ConnectState,
  type ImportList,
  type ImportScan,
  type LogPage,
  type LogSearch,
  type MachineOfRun,
  type MachineSeriesQuery,
  type MachineSettings,
  type MachineState,
  type MediaItemsAnswer,
  type MediaItemsQuery,
  type MediaStepsAnswer,
  type MediaStepsQuery,
  type ProjectEdit,
  type ProjectKeys,
  type ProjectOverview,
  type ProjectSummary,
  type PurgeAnswer,
  type RunColumnsAnswer,
  type RunColumnsQuery,
  type RunDetail,
  type RunEdit,
  type RunFile,
  type RunGroupAnswer,
  type RunGroupQuery,
  type RunMove,
  type RunMoveAnswer,
  type RunQuery,
  type RunQueryAnswer,
  type SavedView,
  type SeriesLine,
  type SeriesRequest,
  type SessionInfo,
  type SweepCheck,
  type SweepCreated,
  type SweepDetail,
  type SweepState,
  type SweepSummary,
  type ValueSuggestion,
  type TrashAnswer,
  type TrashChoice,
  type TrashList,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import { createArtifactApi, type ArtifactApi } from './artifact-api.ts';
import { type BundleApi, createBundleApi } from './bundle-api.ts';
import { createSyncApi, type SyncApi } from './sync-api.ts';
import type { Http } from './http.ts';

export interface LogSearchInput {
  readonly text: string;
  readonly isRegex: boolean;
  readonly isCaseSensitive: boolean;
}

/** An answer with the columns it was asked for: while the next one is on its way, others may be wanted already. */
export type Asked<T> = T & { readonly columns: readonly ColumnRef[] };

/** The same for groups, with the columns that they are made by. */
export type AskedGroups = Asked<RunGroupAnswer> & Pick<RunGroupQuery, 'by'>;

/** Every route of the host that the interface uses, typed. All calls reject with a Problem. */
export interface Api {
  session(signal?: AbortSignal): Promise<SessionInfo>;
  alerts(signal?: AbortSignal): Promise<AlertList>;
  markAlertsSeen(upTo: number): Promise<unknown>;
  projects(signal?: AbortSignal): Promise<readonly ProjectSummary[]>;
  projectOverview(project: ProjectPath, signal?: AbortSignal): Promise<ProjectOverview>;
  editProject(project: ProjectPath, edit: ProjectEdit): Promise<ProjectOverview>;
  projectKeys(project: ProjectPath, signal?: AbortSignal): Promise<ProjectKeys>;
  queryRuns(project: ProjectPath, query: RunQuery, signal?: AbortSignal): Promise<Asked<RunQueryAnswer>>;
  runGroups(project: ProjectPath, query: RunGroupQuery, signal?: AbortSignal): Promise<AskedGroups>;
  runColumns(project: ProjectPath, query: RunColumnsQuery, signal?: AbortSignal): Promise<RunColumnsAnswer>;
  /** Lines of many requests in one go, in the order of requests and of their runs. */
  series(
    project: ProjectPath,
    requests: readonly SeriesRequest[],
    signal?: AbortSignal,
  ): Promise<readonly SeriesLine[]>;
  mediaSteps(project: ProjectPath, query: MediaStepsQuery, signal?: AbortSignal): Promise<MediaStepsAnswer>;
  mediaItems(project: ProjectPath, query: MediaItemsQuery, signal?: AbortSignal): Promise<MediaItemsAnswer>;
  run(path: RunPath, signal?: AbortSignal): Promise<RunDetail>;
  editRun(path: RunPath, edit: RunEdit): Promise<unknown>;
  stopRun(path: RunPath): Promise<unknown>;
  editRuns(project: ProjectPath, edit: BulkRunEdit): Promise<BulkAnswer>;
  deleteRuns(project: ProjectPath, runs: readonly string[]): Promise<TrashAnswer>;
  trash(project: ProjectPath, signal?: AbortSignal): Promise<TrashList>;
  trashCount(project: ProjectPath, signal?: AbortSignal): Promise<{ readonly count: number }>;
  restoreRuns(project: ProjectPath, choice: TrashChoice): Promise<BulkAnswer>;
  purgeRuns(project: ProjectPath, choice: TrashChoice): Promise<PurgeAnswer>;
  moveRuns(from: ProjectPath, move: RunMove): Promise<RunMoveAnswer>;
  values(
    project: ProjectPath,
    column: ColumnRef,
    text: string,
    signal?: AbortSignal,
  ): Promise<readonly ValueSuggestion[]>;
  logs(path: RunPath, from: number, count: number, signal?: AbortSignal): Promise<LogPage>;
  searchLogs(path: RunPath, input: LogSearchInput, signal?: AbortSignal): Promise<LogSearch>;
  files(path: RunPath, signal?: AbortSignal): Promise<readonly RunFile[]>;
  views(project: ProjectPath, signal?: AbortSignal): Promise<readonly SavedView[]>;
  saveView(project: ProjectPath, view: Omit<SavedView, 'updatedAt'>): Promise<SavedView>;
  deleteView(project: ProjectPath, id: string): Promise<unknown>;
  readonly artifacts: ArtifactApi;
  sweeps(project: ProjectPath, signal?: AbortSignal): Promise<readonly SweepSummary[]>;
  sweepCount(project: ProjectPath, signal?: AbortSignal): Promise<{ readonly count: number }>;
  sweep(project: ProjectPath, name: string, signal?: AbortSignal): Promise<SweepDetail>;
  checkSweep(project: ProjectPath, config: string, signal?: AbortSignal): Promise<SweepCheck>;
  createSweep(project: ProjectPath, config: string): Promise<SweepCreated>;
  setSweepState(project: ProjectPath, name: string, state: SweepState): Promise<SweepSummary>;
  deleteSweep(project: ProjectPath, name: string): Promise<unknown>;
  connection(signal?: AbortSignal): Promise<ConnectState>;
  connect(): Promise<ConnectState>;
  disconnect(): Promise<ConnectState>;
  settings(signal?: AbortSignal): Promise<AppSettings>;
  saveSettings(settings: AppSettings): Promise<AppSettings>;
  readonly bundles: BundleApi;
  readonly sync: SyncApi;
  imports(signal?: AbortSignal): Promise<ImportList>;
  /** Looks through a path of the host's machine; a large folder takes a while. */
  scanForLogs(path: string, signal?: AbortSignal): Promise<ImportScan>;
  startImports(paths: readonly string[]): Promise<{ readonly count: number }>;
  cancelImport(id: number): Promise<unknown>;
  removeImport(id: number): Promise<unknown>;
  watchFolder(path: string, isOn: boolean): Promise<unknown>;
  machine(signal?: AbortSignal): Promise<MachineState>;
  machineSeries(query: MachineSeriesQuery, signal?: AbortSignal): Promise<readonly SeriesLine[]>;
  machineOfRun(path: RunPath, signal?: AbortSignal): Promise<MachineOfRun>;
  saveMachineSettings(settings: MachineSettings): Promise<MachineSettings>;
}

/** `/api/projects/entity/project` + rest. */
export function projectApiPath(path: ProjectPath, rest = ''): string {
  return `/api/projects/${encodeURIComponent(path.entity)}/${encodeURIComponent(path.project)}${rest}`;
}

/** `/api/runs/entity/project/run` + rest. */
export function runApiPath(path: RunPath, rest = ''): string {
  return `/api/runs/${[path.entity, path.project, path.run].map(encodeURIComponent).join('/')}${rest}`;
}

/** Where the bytes of a run's file are; may be put into `src` and `href`. */
export function fileHref(path: RunPath, name: string): string {
  const parts = [path.entity, path.project, path.run, ...name.split('/')];
  return `/files/${parts.map(encodeURIComponent).join('/')}`;
}

/** The same under the name of its content: the browser keeps the bytes and never asks again. */
export function storedHref(path: RunPath, file: { readonly name: string; readonly sha256: string }): string {
  return `${fileHref(path, file.name)}?sha256=${file.sha256}`;
}

/** Binds the routes to one transport. */
export function createApi(http: Http): Api {
  const { get, send, ask } = plainRoutes(http);
  return {
    session: (signal) => get('/api/session', signal),
    alerts: (signal) => get('/api/alerts', signal),
    markAlertsSeen: (upTo) => send('POST', '/api/alerts/seen', { upTo }),
    projects: (signal) => get('/api/projects', signal),
    projectOverview: (project, signal) => get(projectApiPath(project, '/overview'), signal),
    editProject: (project, edit) => send('PATCH', projectApiPath(project), edit),
    projectKeys: (project, signal) => get(projectApiPath(project, '/keys'), signal),
    queryRuns: async (project, query, signal) => ({
      ...(await ask<RunQueryAnswer>(projectApiPath(project, '/runs/query'), query, signal)),
      columns: query.columns ?? [],
    }),
    runGroups: async (project, query, signal) => ({
      ...(await ask<RunGroupAnswer>(projectApiPath(project, '/runs/groups'), query, signal)),
      by: query.by,
      columns: query.columns ?? [],
    }),
    runColumns: (project, query, signal) => ask(projectApiPath(project, '/runs/columns'), query, signal),
    series: async (project, requests, signal) => {
      const path = projectApiPath(project, '/series');
      return decodeSeries(await http.buffer({ method: 'POST', path, body: { requests }, signal, timeoutMs: 60_000 }));
    },
    mediaSteps: (project, query, signal) => ask(projectApiPath(project, '/media/steps'), query, signal),
    mediaItems: (project, query, signal) => ask(projectApiPath(project, '/media/items'), query, signal),
    run: (path, signal) => get(runApiPath(path), signal),
    editRun: (path, edit) => send('PATCH', runApiPath(path), edit),
    stopRun: (path) => send('POST', runApiPath(path, '/stop'), {}),
    editRuns: (project, edit) => send('POST', projectApiPath(project, '/runs/edit'), edit),
    deleteRuns: (project, runs) => send('POST', projectApiPath(project, '/runs/delete'), { runs }),
    trash: (project, signal) => get(projectApiPath(project, '/trash'), signal),
    trashCount: (project, signal) => get(projectApiPath(project, '/trash-count'), signal),
    restoreRuns: (project, choice) => send('POST', projectApiPath(project, '/trash/restore'), choice),
    purgeRuns: (project, choice) => send('POST', projectApiPath(project, '/trash/purge'), choice),
    moveRuns: (from, move) => send('POST', projectApiPath(from, '/runs/move'), move),
    values: (project, { kind, key }, text, signal) =>
      get(projectApiPath(project, `/values?${new URLSearchParams({ kind, key, text }).toString()}`), signal),
    logs: (path, from, count, signal) => get(runApiPath(path, `/logs?from=${from}&count=${count}`), signal),
    searchLogs: (path, input, signal) => get(runApiPath(path, `/logs/search?${searchParams(input)}`), signal),
    files: (path, signal) => get(runApiPath(path, '/files'), signal),
    views: (project, signal) => get(projectApiPath(project, '/views'), signal),
    saveView: (project, { id, ...view }) =>
      http.json({
        method: 'PUT',
        path: projectApiPath(project, `/views/${encodeURIComponent(id)}`),
        body: view,
        outlivesPage: true,
      }),
    deleteView: (project, id) => send('DELETE', projectApiPath(project, `/views/${encodeURIComponent(id)}`)),
    artifacts: createArtifactApi(http),
    ...sweepRoutes(http),
    connection: (signal) => get('/api/connect', signal),
    connect: () => send('POST', '/api/connect', {}),
    disconnect: () => send('DELETE', '/api/connect'),
    settings: (signal) => get('/api/settings', signal),
    saveSettings: (settings) => send('PUT', '/api/settings', settings),
    bundles: createBundleApi(http),
    sync: createSyncApi(http),
    imports: (signal) => get('/api/imports', signal),
    scanForLogs: (path, signal) =>
      http.json({ method: 'POST', path: '/api/imports/scan', body: { path }, signal, timeoutMs: 120_000 }),
    startImports: (paths) => send('POST', '/api/imports', { paths }),
    cancelImport: (id) => send('POST', `/api/imports/${id}/cancel`),
    removeImport: (id) => send('DELETE', `/api/imports/${id}`),
    machine: (signal) => get('/api/machine', signal),
    machineSeries: async (query, signal) =>
      decodeSeries(await http.buffer({ method: 'POST', path: '/api/machine/series', body: query, signal })),
    machineOfRun: (path, signal) =>
      get(`/api/machine/run/${[path.entity, path.project, path.run].map(encodeURIComponent).join('/')}`, signal),
    saveMachineSettings: (settings) => send('PUT', '/api/machine/settings', settings),
    watchFolder: (path, isOn) => send(isOn ? 'PUT' : 'DELETE', '/api/imports/watched', { path }),
  };
}

function searchParams(input: LogSearchInput): string {
  return new URLSearchParams({
    text: input.text,
    regex: input.isRegex ? '1' : '0',
    case: input.isCaseSensitive ? '1' : '0',
  }).toString();
}

type SweepRoutes = 'sweeps' | 'sweepCount' | 'sweep' | 'checkSweep' | 'createSweep' | 'setSweepState' | 'deleteSweep';

function sweepRoutes(http: Http): Pick<Api, SweepRoutes> {
  const { get, send, ask } = plainRoutes(http);
  return {
    sweeps: (project, signal) => get(projectApiPath(project, '/sweeps'), signal),
    sweepCount: (project, signal) => get(projectApiPath(project, '/sweep-count'), signal),
    sweep: (project, name, signal) => get(projectApiPath(project, `/sweeps/${encodeURIComponent(name)}`), signal),
    checkSweep: (project, config, signal) => ask(projectApiPath(project, '/sweeps/check'), { config }, signal),
    createSweep: (project, config) => send('POST', projectApiPath(project, '/sweeps'), { config }),
    setSweepState: (project, name, state) =>
      send('POST', projectApiPath(project, `/sweeps/${encodeURIComponent(name)}/state`), { state }),
    deleteSweep: (project, name) => send('DELETE', projectApiPath(project, `/sweeps/${encodeURIComponent(name)}`)),
  };
}

/** Requests of JSON, with what most routes need. */
function plainRoutes(http: Http) {
  return {
    get: <T>(path: string, signal?: AbortSignal): Promise<T> => http.json<T>({ method: 'GET', path, signal }),
    send: <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> =>
      http.json<T>(body === undefined ? { method, path } : { method, path, body }),
    ask: <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
      http.json<T>({ method: 'POST', path, body, signal }),
  };
}
