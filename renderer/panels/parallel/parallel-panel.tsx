import { useMemo, useState, type ReactElement } from 'react';
import { columnOfId } from '#shared/api';
import { paperLook } from '#ui/charts';
import { Button, ErrorNotice } from '#ui/widgets';
import { PlotLegendView } from '../columns/legend.tsx';
import { withLegend, withTitle } from '../columns/picture-parts.ts';
import plotStyles from '../columns/plot.module.css';
import { SelectionBar } from '../columns/selection-bar.tsx';
import { useVisibleColumns } from '../columns/use-visible-columns.ts';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import type { Picture } from '../frame/picture.ts';
import { PlotActions } from '../frame/plot-actions.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { readParallelConfig, sparseParallelConfig } from './config.ts';
import { paintForPaper } from './paint.ts';
import { ParallelForm } from './parallel-form.tsx';
import { ParallelView } from './parallel-view.tsx';
import { columnsOf, toParallel, type Parallel } from './series.ts';
import { strings } from './strings.ts';
import { tableOf } from './table.ts';

const NOTHING: ReadonlySet<string> = new Set();
const everyRun = (): boolean => true;

/** A line for each run through upright axes; runs with a closed eye stay as grey lines behind. */
export function ParallelPanel(props: PanelViewProps): ReactElement {
  const { project, scope, groups, saved, onSave, title, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readParallelConfig(saved), [saved]);
  const wanted = columnsOf(config).join('\n');
  const refs = useMemo(() => wanted.split('\n').flatMap((id) => columnOfId(id) ?? []), [wanted]);
  const all = useMemo(() => ({ ...scope, isOpen: everyRun }), [scope]);
  const { data, error, retry } = useVisibleColumns({ project, scope: all, groups }, refs);
  const parallel = useMemo(
    () => (data === undefined ? undefined : toParallel(data, scope.isOpen, config)),
    [data, scope.isOpen, config],
  );
  const [isFormOpen, setFormOpen] = useState(false);
  const ids = useMemo(() => new Set((parallel?.runs ?? []).map((run) => run.id)), [parallel]);
  const isEmpty = parallel === undefined || parallel.openCount === 0;
  const body = (): ReactElement => {
    if (refs.length < 2 || config.axes.length < 2)
      return (
        <PanelMessage
          title={strings.noAxes}
          tip={strings.noAxesTip}
          action={
            <Button size="small" onClick={() => setFormOpen(true)}>
              {panelStrings.edit}
            </Button>
          }
        />
      );
    if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={retry} />;
    if (data === undefined || parallel === undefined) return <ChartSkeleton />;
    if (parallel.openCount === 0) return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
    const facts = factsOf(parallel, data.leftOutCount);
    return (
      <div className={plotStyles.frame}>
        <ParallelView
          id={props.id}
          project={project}
          parallel={parallel}
          axes={config.axes}
          onAxes={(axes) => onSave(sparseParallelConfig({ ...config, axes }))}
        />
        <PlotLegendView legend={parallel.legend} hidden={NOTHING} onHidden={undefined} isAtSide={false} />
        {facts.length === 0 ? undefined : (
          <p className={plotStyles.facts} title={facts.join('\n')}>
            {facts.join(' · ')}
          </p>
        )}
        <SelectionBar scope={scope} source={props.id} ids={ids} />
      </div>
    );
  };
  return (
    <PanelFrame
      title={title}
      isKey={false}
      notes={isEmpty ? undefined : <span>{strings.runs(parallel.openCount)}</span>}
      actions={
        <PlotActions
          title={title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          form={<ParallelForm project={project} saved={saved} onSave={onSave} />}
          isFormOpen={isFormOpen}
          onForm={setFormOpen}
          isEmpty={isEmpty}
          picture={() => (parallel === undefined ? undefined : pictureOf(parallel, title))}
          table={() => (parallel === undefined ? { head: [], rows: [] } : tableOf(parallel))}
        />
      }
    >
      {body()}
    </PanelFrame>
  );
}

/** What a reader must know beside the lines. */
function factsOf(parallel: Parallel, leftOutCount: number): readonly string[] {
  const hidden = parallel.runs.length - parallel.openCount;
  return [
    ...parallel.axes.flatMap((axis) =>
      axis.lackingCount === 0 ? [] : [strings.lacking(axis.lackingCount, axis.label)],
    ),
    ...(hidden === 0 ? [] : [strings.hidden(hidden)]),
    ...(leftOutCount === 0 ? [] : [strings.leftOut(leftOutCount)]),
  ];
}

/** The picture for paper, with its legend. */
function pictureOf(parallel: Parallel, title: string): Picture {
  const look = paperLook();
  const plain: Picture = {
    sizeOf: (wanted) => wanted,
    draw: (pen, wanted) => paintForPaper(pen, parallel, wanted, look),
  };
  return withTitle(withLegend(plain, parallel.legend, look), title, look);
}
