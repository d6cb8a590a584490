import type { Transferred } from '#host/base';
import { readConsoleLines, type ReadContext, searchConsole, type ConsoleSearch } from '#host/store';
import type {
  AppSettings,
  LogPage,
  LogSearch,
  ProjectKeys,
  ProjectSummary,
  RunDetail,
  RunQuery,
  RunQueryAnswer,
  SavedView,
  SeriesQuery,
  ValueSuggestion,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import { projectAt, runAt } from './project/find.ts';
import { readProjectKeys } from './project/keys.ts';
import { countAllRuns, readProjects } from './project/list.ts';
import { type SuggestColumn, suggestValues } from './project/suggest.ts';
import { readRunDetail } from './run/detail.ts';
import { queryRuns } from './runs/table.ts';
import { readSeries } from './series.ts';
import { readSettings } from './settings.ts';
import { snapshot } from './sql.ts';
import { readViews } from './views.ts';

interface ValuesArgs {
  readonly path: ProjectPath;
  readonly column: SuggestColumn;
  readonly text: string;
}

/**
 * What the reader threads answer for the windows; arguments are checked by the api room before. Each is one consistent
 * look at the store. Errors: `project.unknown`, `run.unknown`, `filter.invalid`, `input.invalid`.
 */
export const queryReads = {
  'query.projects': ({ db }: ReadContext): ProjectSummary[] => snapshot(db, () => readProjects(db)),

  'query.projectKeys': ({ db }: ReadContext, path: ProjectPath): ProjectKeys =>
    snapshot(db, () => readProjectKeys(db, projectAt(db, path).id)),

  'query.values': ({ db }: ReadContext, { path, column, text }: ValuesArgs): ValueSuggestion[] =>
    suggestValues(db, projectAt(db, path).id, column, text),

  'query.runs': ({ db }: ReadContext, args: { readonly path: ProjectPath; readonly query: RunQuery }): RunQueryAnswer =>
    snapshot(db, () => queryRuns(db, projectAt(db, args.path), args.query)),

  'query.run': ({ db }: ReadContext, path: RunPath): RunDetail =>
    snapshot(db, () => readRunDetail(db, runAt(db, path))),

  'query.logs': (
    { db }: ReadContext,
    args: { readonly path: RunPath; readonly from: number; readonly count: number },
  ): LogPage => snapshot(db, () => readConsoleLines(db, runAt(db, args.path).id, args.from, args.count)),

  'query.logSearch': (
    { db }: ReadContext,
    args: { readonly path: RunPath; readonly search: ConsoleSearch },
  ): LogSearch => snapshot(db, () => searchConsole(db, runAt(db, args.path).id, args.search)),

  /** Lines of a page, see readSeries; the buffer is moved to the caller. */
  'query.series': ({ db }: ReadContext, query: SeriesQuery): Transferred<ArrayBuffer> =>
    snapshot(db, () => readSeries(db, query)),

  'query.views': ({ db }: ReadContext, path: ProjectPath): SavedView[] => readViews(db, projectAt(db, path).id),

  'query.settings': ({ db }: ReadContext, defaults: AppSettings): AppSettings => readSettings(db, defaults),

  'query.runCount': ({ db }: ReadContext): number => countAllRuns(db),
} as const;
