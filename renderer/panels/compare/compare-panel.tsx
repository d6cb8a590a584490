import { useMemo, useState, type ReactElement } from 'react';
import type { ColumnRef } from '#shared/api';
import { ErrorNotice } from '#ui/widgets';
import { useVisibleColumns } from '../columns/use-visible-columns.ts';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import { PlotActions } from '../frame/plot-actions.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { CompareForm } from './compare-form.tsx';
import { readCompareConfig, sparseCompareConfig, type CompareConfig } from './config.ts';
import { MOST_COMPARED, RunComparison } from './run-comparison.tsx';

const NO_COLUMNS: readonly ColumnRef[] = [];

/** The visible runs side by side. */
export function ComparePanel(props: PanelViewProps): ReactElement {
  return <Panel {...props} isCodeOnly={false} />;
}

/** The code of two visible runs. */
export function CodePanel(props: PanelViewProps): ReactElement {
  return <Panel {...props} isCodeOnly />;
}

function Panel(props: PanelViewProps & { readonly isCodeOnly: boolean }): ReactElement {
  const { project, scope, groups, saved, onSave, title, isFullScreen, onFullScreen, isCodeOnly } = props;
  const config = useMemo(() => readCompareConfig(saved), [saved]);
  const [isFormOpen, setFormOpen] = useState(false);
  const { data, error, retry } = useVisibleColumns({ project, scope, groups }, NO_COLUMNS);
  const runs = useMemo(() => {
    const all = data?.runs ?? [];
    return [...all.filter((run) => run.isBaseline), ...all.filter((run) => !run.isBaseline)].slice(0, MOST_COMPARED);
  }, [data]);
  const set = (part: Partial<CompareConfig>): void => onSave(sparseCompareConfig({ ...config, ...part }));
  const body = (): ReactElement => {
    if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={retry} />;
    if (data === undefined) return <ChartSkeleton />;
    if (data.runs.length === 0) return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
    return (
      <RunComparison
        project={project}
        runs={runs}
        allCount={data.runs.length}
        config={config}
        onConfig={set}
        isCodeOnly={isCodeOnly}
      />
    );
  };
  return (
    <PanelFrame
      title={title}
      isKey={false}
      actions={
        <PlotActions
          title={title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          form={<CompareForm project={project} saved={saved} onSave={onSave} />}
          isFormOpen={isFormOpen}
          onForm={setFormOpen}
          isEmpty
        />
      }
    >
      {body()}
    </PanelFrame>
  );
}
