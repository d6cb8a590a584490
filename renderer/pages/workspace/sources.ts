import { useMemo } from 'react';
import type { ApiValue, ColumnRef, ProjectKeys } from '#shared/api';
import { isInnerKey } from '#shared/metrics';
import type { ProjectPath } from '#shared/units';
import { useCharts, useColumnTable, useRunQuery } from '#ui/data';
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

/** More media than these hardly stand in summaries alone. */
const MOST_SUMMARY_KEYS = 30;

/**
 * One panel for each medium that the newest runs put into their summary alone, as `wandb.watch` does with the graph of
 * a model. What was logged is found by its steps.
 */
export function useSummarySources(project: ProjectPath, keys: ProjectKeys | undefined): readonly PanelSource[] {
  const wanted = useMemo((): readonly ColumnRef[] => {
    const logged = new Set(keys?.metrics.map((key) => key.name));
    return (keys?.summary ?? [])
      .filter(({ name, kinds }) => kinds.includes('json') && !logged.has(name) && !isInnerKey(name))
      .slice(0, MOST_SUMMARY_KEYS)
      .map(({ name }) => ({ kind: 'summary', key: name }));
  }, [keys]);
  const query = useMemo(() => ({ columns: wanted, limit: LOOKED_THROUGH }), [wanted]);
  const { table } = useColumnTable(project, query, wanted.length > 0);
  // What is asked for now, not what an earlier question has left.
  const found = wanted.length > 0 ? table : undefined;
  return useMemo(() => (found?.columns ?? []).flatMap(({ ref, values }) => summarySource(ref.key, values)), [found]);
}

/** A panel for a key of the summary, where it holds media that a kind can show. */
export function summarySource(key: string, values: readonly (ApiValue | undefined)[]): PanelSource[] {
  const typeCounts: Record<string, number> = {};
  for (const value of values) {
    const type = typeof value === 'object' && value !== null && '_type' in value ? value['_type'] : undefined;
    if (typeof type === 'string') typeCounts[type] = (typeCounts[type] ?? 0) + 1;
  }
  if (panelKindFor(typeCounts) === undefined) return [];
  return [{ id: `summary/${key}`, stream: 'history', key, title: key, typeCounts }];
}

/** More runs than this hardly log a chart that none of these has. */
const LOOKED_THROUGH = 200;

/** One panel for each custom chart of the newest runs, hidden ones too: an eye changes lines, not panels. */
export function useChartSources(project: ProjectPath, { heads, pinned }: VisibleRuns): readonly PanelSource[] {
  const joined = JSON.stringify([...pinned, ...heads].slice(0, LOOKED_THROUGH).map((head) => head.path.run));
  const names = useMemo(() => JSON.parse(joined) as string[], [joined]);
  const charts = useCharts(project, names).data;
  return useMemo(() => {
    const sources = chartSources(charts ?? []);
    return sources.length === 0 ? NO_SOURCES : sources;
  }, [charts]);
}

/** The same list each time: an answer without a chart must not lay out the board anew. */
const NO_SOURCES: readonly PanelSource[] = [];

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
