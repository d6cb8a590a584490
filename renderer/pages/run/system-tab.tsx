import { Activity } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { RunDetail } from '#shared/api';
import type { RunPath } from '#shared/units';
import { Board, toDrawnRuns, useBoardStore, type PanelSource } from '#ui/panels';
import { EmptyState } from '#ui/widgets';
import { MachineBesideRun } from '../machine/beside-run.tsx';
import { systemSection, systemSources } from './run-sources.ts';
import { strings } from './strings.ts';

const NO_KEYS: readonly string[] = [];
const sectionNameOf = (source: PanelSource): string => systemSection(source.key);

/** Charts of the machine while the run was going, grouped by hardware. */
export function SystemTab({
  path,
  detail,
}: {
  readonly path: RunPath;
  readonly detail: RunDetail;
}): ReactElement | undefined {
  const { entity, project: name, run } = path;
  const project = useMemo(() => ({ entity, project: name }), [entity, name]);
  const place = useBoardStore({ project, scope: `run:${run}`, viewId: `system-${run}`, name: 'System' });
  const { head, system } = detail;
  const { displayName, color, state, ordinal } = head;
  const runs = useMemo(
    () => toDrawnRuns([{ path, displayName, color, state, ordinal }]),
    [path, displayName, color, state, ordinal],
  );
  const sources = useMemo(() => systemSources(system), [system]);
  if (place === undefined) return undefined;
  return (
    <Board
      place={place}
      hasViews={false}
      project={project}
      sources={sources}
      runs={runs}
      visibleCount={1}
      xKeys={NO_KEYS}
      sectionNameOf={sectionNameOf}
      after={<MachineBesideRun path={path} isLive={head.state === 'running'} />}
      empty={
        <EmptyState title={strings.noSystem} icon={<Activity size={28} aria-hidden />}>
          {head.state === 'running' ? strings.noSystemLive : strings.noSystemEnded}
        </EmptyState>
      }
    />
  );
}
