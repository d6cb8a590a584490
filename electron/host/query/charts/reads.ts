import { projectAt, type ReadContext, readPresets } from '#host/store';
import type { ChartPreset, ChartsAnswer, ChartsQuery, HistoryAnswer, HistoryQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { readHistory } from './history.ts';
import { readCharts } from './read.ts';

/** What the reader threads answer about custom charts. Errors: `project.unknown`. */
export const chartReads = {
  'query.charts': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: ChartsQuery },
  ): ChartsAnswer => readCharts(db, projectAt(db, args.path).id, args.query),

  'query.history': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: HistoryQuery },
  ): HistoryAnswer => readHistory(db, projectAt(db, args.path).id, args.query),

  'query.chartPresets': ({ db }: ReadContext): ChartPreset[] => readPresets(db),
} as const;
