import { ChartSpline } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { RunDetail } from '#shared/api';
import type { RunPath } from '#shared/units';
import { useCharts } from '#ui/data';
import { Board, chartSources, toDrawnRuns, useBoardStore } from '#ui/panels';
import { EmptyState } from '#ui/widgets';
import { historySources, summarySources, xKeysOf } from './run-sources.ts';
import { strings } from './strings.ts';

/** The run's own board: a line panel for each numeric key. */
export function ChartsTab({
  path,
  detail,
}: {
  readonly path: RunPath;
  readonly detail: RunDetail;
}): ReactElement | undefined {
  const { entity, project: name, run } = path;
  const project = useMemo(() => ({ entity, project: name }), [entity, name]);
  const place = useBoardStore({ project, scope: `run:${run}`, viewId: `run-${run}`, name: 'Charts' });
  const { head, metrics, summary } = detail;
  const { displayName, color, state, ordinal } = head;
  const runs = useMemo(
    () => toDrawnRuns([{ path, displayName, color, state, ordinal }]),
    [path, displayName, color, state, ordinal],
  );
  const names = useMemo(() => [run], [run]);
  const charts = useCharts(project, names).data;
  const sources = useMemo(
    () => [...historySources(metrics), ...summarySources(summary, metrics), ...chartSources(charts ?? [])],
    [metrics, summary, charts],
  );
  const xKeys = useMemo(() => xKeysOf(metrics), [metrics]);
  if (place === undefined) return undefined;
  const isLive = head.state === 'running';
  return (
    <Board
      place={place}
      hasViews={false}
      project={project}
      sources={sources}
      runs={runs}
      visibleCount={1}
      xKeys={xKeys}
      empty={
        <EmptyState title={strings.nothingTitle} icon={<ChartSpline size={28} aria-hidden />}>
          <p>{isLive ? strings.nothingLive : strings.nothingEnded}</p>
          {isLive ? <p>{strings.longSteps}</p> : undefined}
        </EmptyState>
      }
    />
  );
}
