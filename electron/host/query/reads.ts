import type { Transferred } from '#host/base';
import {
  type ConsoleSearch,
  findProject,
  projectAt,
  readConsoleLines,
  type ReadContext,
  readSettings,
  readViews,
  runAt,
  searchConsole,
} from '#host/store';
import type {
  AlertList,
  AppSettings,
  LogPage,
  LogSearch,
  ProjectKeys,
  ProjectOverview,
  ProjectSummary,
  RunDetail,
  RunColumnsAnswer,
  RunColumnsQuery,
  RunGroupAnswer,
  RunGroupQuery,
  RunQuery,
  RunQueryAnswer,
  SavedView,
  SeriesQuery,
  TrashList,
  ValueSuggestion,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import { readAlerts } from './alerts.ts';
import { chartReads } from './charts/reads.ts';
import { mediaReads } from './media/reads.ts';
import { readProjectKeys } from './project/keys.ts';
import { countAllRuns, readProjects } from './project/list.ts';
import { readProjectOverview } from './project/overview.ts';
import { type SuggestColumn, suggestValues } from './project/suggest.ts';
import { countTrash, readTrash } from './project/trash.ts';
import { readRunDetail } from './run/detail.ts';
import { readRunColumns } from './runs/columns.ts';
import { groupRuns } from './runs/groups.ts';
import { queryRuns } from './runs/table.ts';
import { readSeries } from './series.ts';

interface ValuesArgs {
  readonly path: ProjectPath;
  readonly column: SuggestColumn;
  readonly text: string;
}

/**
 * What the reader threads answer for the windows; arguments are checked by the api room before. The thread gives
 * each one unchanging state of the store. Errors: `project.unknown`, `run.unknown`, `filter.invalid`, `input.invalid`.
 */
export const queryReads = {
  ...mediaReads,
  ...chartReads,
  'query.alerts': ({ db }: ReadContext): AlertList => readAlerts(db),

  'query.projects': ({ db }: ReadContext): ProjectSummary[] => readProjects(db),

  'query.projectKeys': ({ db }: ReadContext, path: ProjectPath): ProjectKeys =>
    readProjectKeys(db, projectAt(db, path).id),

  'query.projectOverview': ({ db }: ReadContext, path: ProjectPath): ProjectOverview =>
    readProjectOverview(db, projectAt(db, path)),

  'query.values': ({ db }: ReadContext, { path, column, text }: ValuesArgs): ValueSuggestion[] =>
    suggestValues(db, projectAt(db, path).id, column, text),

  'query.runs': ({ db }: ReadContext, args: { readonly path: ProjectPath; readonly query: RunQuery }): RunQueryAnswer =>
    queryRuns(db, projectAt(db, args.path), args.query),

  'query.run': ({ db }: ReadContext, path: RunPath): RunDetail => readRunDetail(db, runAt(db, path)),

  'query.logs': (
    { db }: ReadContext,
    args: { readonly path: RunPath; readonly from: number; readonly count: number },
  ): LogPage => readConsoleLines(db, runAt(db, args.path).id, args.from, args.count),

  'query.logSearch': (
    { db }: ReadContext,
    args: { readonly path: RunPath; readonly search: ConsoleSearch },
  ): LogSearch => searchConsole(db, runAt(db, args.path).id, args.search),

  /** Lines of a page, see readSeries; the buffer is moved to the caller. */
  'query.series': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: SeriesQuery },
  ): Transferred<ArrayBuffer> => readSeries(db, args.query, args.path),

  'query.runGroups': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: RunGroupQuery },
  ): RunGroupAnswer => groupRuns(db, projectAt(db, args.path), args.query),

  'query.runColumns': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: RunColumnsQuery },
  ): RunColumnsAnswer => readRunColumns(db, projectAt(db, args.path), args.query),

  'query.views': ({ db }: ReadContext, path: ProjectPath): SavedView[] => readViews(db, projectAt(db, path).id),

  'query.trash': ({ db }: ReadContext, path: ProjectPath): TrashList => readTrash(db, projectAt(db, path)),

  'query.trashCount': ({ db }: ReadContext, path: ProjectPath): { readonly count: number } => {
    // A page may be open before the first run makes its project.
    const project = findProject(db, path);
    return { count: project === undefined ? 0 : countTrash(db, project) };
  },

  'query.settings': ({ db }: ReadContext, defaults: AppSettings): AppSettings => ({
    ...defaults,
    ...readSettings(db),
  }),

  'query.runCount': ({ db }: ReadContext): number => countAllRuns(db),
} as const;
