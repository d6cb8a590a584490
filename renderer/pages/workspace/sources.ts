import { useMemo } from 'react';
import type { ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import type { ProjectPath } from '#shared/units';
import { useCharts, useRunQuery } from '#ui/data';
import { chartSources, panelKindFor, type PanelSource } from '#ui/panels';
import type { VisibleRuns } from './use-visible-runs.ts';

/** One panel for each key that a kind can show; hidden metrics and the client's own keys stay out. */
export function useSources(keys: ProjectKeys | undefined): readonly PanelSource[] {
  return useMemo(
    () =>
      (keys?.metrics ?? [])
        .filter((key) => !key.isHidden && !isInnerKey(key.name) && panelKindFor(key.typeCounts) !== undefined)
        .map((key) => ({
          id: `history/${key.name}`,
          stream: 'history',
          key: key.name,
          title: key.name,
          typeCounts: key.typeCounts,
          stepMetric: key.stepMetric,
        })),
    [keys],
  );
}

/** More runs than this hardly log a chart that none of these has. */
const LOOKED_THROUGH = 200;

/** One panel for each custom chart of the newest runs, hidden ones too: an eye changes lines, not panels. */
export function useChartSources(project: ProjectPath, { heads, pinned }: VisibleRuns): readonly PanelSource[] {
  const joined = JSON.stringify([...pinned, ...heads].slice(0, LOOKED_THROUGH).map((head) => head.path.run));
  const names = useMemo(() => JSON.parse(joined) as string[], [joined]);
  const charts = useCharts(project, names).data;
  return useMemo(() => chartSources(charts ?? []), [charts]);
}

/** The custom charts of the newest runs; undefined until they are known. */
export function useChartSourcesOf(project: ProjectPath): readonly PanelSource[] | undefined {
  const { data } = useRunQuery(project, NEWEST);
  const names = useMemo(() => data?.rows.map((row) => row.head.path.run) ?? [], [data]);
  const charts = useCharts(project, names).data;
  return useMemo(
    () => (data === undefined || (charts === undefined && names.length > 0) ? undefined : chartSources(charts ?? [])),
    [data, charts, names],
  );
}

const NEWEST = { limit: LOOKED_THROUGH };

/** Keys that may be an x axis. */
export function numericKeys(keys: ProjectKeys | undefined): readonly string[] {
  return (keys?.metrics ?? [])
    .filter((key) => (key.typeCounts['number'] ?? 0) > 0 && !isInnerKey(key.name))
    .map((key) => key.name);
}
