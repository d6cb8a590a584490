import { projectAt, type ReadContext, readPresets } from '#host/store';
import type { ChartPreset, ChartsAnswer, ChartsQuery } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { readCharts } from './read.ts';

/** What the reader threads answer about custom charts. Errors: `project.unknown`. */
export const chartReads = {
  'query.charts': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly query: ChartsQuery },
  ): ChartsAnswer => readCharts(db, projectAt(db, args.path).id, args.query),

  'query.chartPresets': ({ db }: ReadContext): ChartPreset[] => readPresets(db),
} as const;
