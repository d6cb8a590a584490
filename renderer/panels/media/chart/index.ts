import { ChartNoAxesCombined } from 'lucide-react';
import type { RunCharts } from '#shared/api';
import { lazyView } from '../../lazy-view.tsx';
import type { PanelKind, PanelSource } from '../../registry.ts';
import { readChartConfig, type ChartConfig } from './config.ts';
import { NewChart } from './new-chart.tsx';
import { startQuery } from './query.ts';
import { strings } from './strings.ts';
import { titleOfChart } from './title.ts';

/** What stands in `typeCounts` of a source that is a custom chart; no logged value has this type. */
const CUSTOM_CHART = 'custom-chart';

/** Charts that scripts describe over logged tables: `wandb.plot.*`, presets, own Vega and Vega-Lite specifications. */
export const chartPanel: PanelKind = {
  id: 'custom-chart',
  title: strings.kind,
  icon: ChartNoAxesCombined,
  accepts: (typeCounts) => (typeCounts[CUSTOM_CHART] ?? 0) > 0,
  takesManyKeys: false,
  sample: 'run.log({"curve": wandb.plot.line(table, "x", "y")})',
  home: 'Custom charts',
  form: {
    Form: NewChart,
    isWide: true,
    start: (keys): ChartConfig => ({ version: 1, preset: 'wandb/line/v0', query: startQuery(keys) }),
    titleOf: (saved) => titleOfChart(readChartConfig(saved)),
  },
  View: lazyView(async () => (await import('./chart-panel.tsx')).ChartPanel),
};

/** One source for each key under which any of these runs logged a chart, sorted by key. */
export function chartSources(charts: readonly RunCharts[]): PanelSource[] {
  const counts = new Map<string, number>();
  for (const run of charts) for (const { key } of run.charts) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => ({
      id: `charts/${key}`,
      stream: 'history',
      key,
      title: key,
      typeCounts: { [CUSTOM_CHART]: count },
    }));
}
