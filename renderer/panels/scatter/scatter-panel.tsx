import { Undo2 } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { columnOfId, type ColumnRef } from '#shared/api';
import { LINEAR, paperLook, rangeWithRoom } from '#ui/charts';
import { Button, ErrorNotice, IconButton } from '#ui/widgets';
import { PlotLegendView } from '../columns/legend.tsx';
import { withLegend, withTitle } from '../columns/picture-parts.ts';
import { runSelection } from '../columns/selection.ts';
import { SelectionBar } from '../columns/selection-bar.tsx';
import { useVisibleColumns } from '../columns/use-visible-columns.ts';
import { ChartSkeleton, PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import type { Picture } from '../frame/picture.ts';
import { PlotActions } from '../frame/plot-actions.tsx';
import type { PanelViewProps } from '../registry.ts';
import { strings as panelStrings } from '../strings.ts';
import { readScatterConfig, type ScatterConfig } from './config.ts';
import { factsOf, lackingCount } from './facts.ts';
import { boxOf, paintScatter, type ScatterWindow } from './paint.ts';
import { ScatterForm } from './scatter-form.tsx';
import { ScatterView } from './scatter-view.tsx';
import styles from '../columns/plot.module.css';
import { toScatter, type Scatter } from './series.ts';
import { strings } from './strings.ts';
import { tableOf } from './table.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** A point for each visible run, one column over another. */
export function ScatterPanel(props: PanelViewProps): ReactElement {
  const { project, scope, groups, saved, onSave, title, isFullScreen, onFullScreen } = props;
  const config = useMemo(() => readScatterConfig(saved), [saved]);
  const refs = useRefs(config);
  const { data, error, retry } = useVisibleColumns({ project, scope, groups }, refs);
  const [hidden, setHidden] = useState(NOTHING);
  const scatter = useMemo(
    () => (data === undefined || refs.length < 2 ? undefined : toScatter(data, config, groups, hidden)),
    [data, config, groups, hidden, refs],
  );
  const [window, setWindow] = useState<ScatterWindow | undefined>(undefined);
  const [isFormOpen, setFormOpen] = useState(false);
  const ids = useMemo(() => new Set((scatter?.runs ?? []).map((run) => run.id)), [scatter]);
  const isEmpty = scatter === undefined || scatter.runs.length === 0;
  const edit = (
    <Button size="small" onClick={() => setFormOpen(true)}>
      {panelStrings.edit}
    </Button>
  );
  const body = (): ReactElement => {
    if (refs.length < 2) return <PanelMessage title={strings.noAxes} tip={strings.noAxesTip} action={edit} />;
    if (error !== null && data === undefined) return <ErrorNotice title={error.message} onRetry={retry} />;
    if (data === undefined || scatter === undefined) return <ChartSkeleton />;
    if (data.runs.length === 0) return <PanelMessage title={panelStrings.noRuns} tip={panelStrings.noRunsTip} />;
    if (isEmpty && hidden.size === 0)
      return (
        <PanelMessage
          title={strings.noPoints(scatter.xAxis.label, scatter.yAxis.label)}
          tip={factsOf(scatter, config, data.leftOutCount).join(' · ')}
          action={edit}
        />
      );
    const { xAxis, yAxis } = scatter;
    const label = strings.summary(xAxis.label, yAxis.label, scatter.runs.length, lackingCount(scatter));
    const facts = factsOf(scatter, config, data.leftOutCount);
    const legend = (
      <PlotLegendView
        legend={scatter.legend}
        hidden={hidden}
        onHidden={setHidden}
        isAtSide={config.legend === 'right'}
      />
    );
    return (
      <div className={styles.frame} data-legend={config.legend}>
        {config.legend === 'top' ? legend : undefined}
        <div className={styles.main}>
          <ScatterView id={props.id} project={project} scatter={scatter} label={label} window={window} />
          {facts.length === 0 ? undefined : (
            <p className={styles.facts} title={facts.join('\n')}>
              {facts.join(' · ')}
            </p>
          )}
        </div>
        {config.legend === 'bottom' || config.legend === 'right' ? legend : undefined}
        <SelectionBar scope={scope} source={props.id} ids={ids}>
          <ZoomButton scatter={scatter} onWindow={setWindow} />
        </SelectionBar>
      </div>
    );
  };
  return (
    <PanelFrame
      title={title}
      isKey={false}
      notes={isEmpty ? undefined : <span>{strings.runs(scatter.runs.length)}</span>}
      pinned={
        window === undefined ? undefined : (
          <IconButton label={strings.zoomOut} size="small" onClick={() => setWindow(undefined)}>
            <Undo2 size={14} aria-hidden />
          </IconButton>
        )
      }
      actions={
        <PlotActions
          title={title}
          isFullScreen={isFullScreen}
          onFullScreen={onFullScreen}
          form={<ScatterForm project={project} saved={saved} onSave={onSave} />}
          isFormOpen={isFormOpen}
          onForm={setFormOpen}
          isEmpty={isEmpty}
          picture={() => (scatter === undefined ? undefined : pictureOf(scatter, window, title))}
          table={() => (scatter === undefined ? { head: [], rows: [] } : tableOf(scatter))}
        />
      }
    >
      {body()}
    </PanelFrame>
  );
}

/** The columns of the panel, with an identity that lasts as long as they are the same; none until both axes have one. */
function useRefs({ x, y, z }: ScatterConfig): readonly ColumnRef[] {
  return useMemo(() => {
    const axes = [x, y].flatMap((id) => columnOfId(id ?? '') ?? []);
    return axes.length < 2 ? [] : [...axes, ...[columnOfId(z ?? '')].flatMap((ref) => ref ?? [])];
  }, [x, y, z]);
}

/** Shows the part of the plane where the selected runs lie. */
function ZoomButton({
  scatter,
  onWindow,
}: {
  readonly scatter: Scatter;
  readonly onWindow: (window: ScatterWindow) => void;
}): ReactElement | undefined {
  const selected = useStore(runSelection, (state) => state.runs);
  const { xAxis, yAxis } = scatter;
  if (xAxis.kind !== 'number' || yAxis.kind !== 'number') return undefined;
  const zoom = (): void => {
    const rows = scatter.runs.flatMap((run, i) => (selected?.has(run.id) === true ? [i] : []));
    const range = (column: Float64Array, rule = LINEAR): readonly [number, number] => {
      const values = rows.map((i) => column[i] ?? 0);
      return rangeWithRoom(
        values.reduce((a, b) => Math.min(a, b)),
        values.reduce((a, b) => Math.max(a, b)),
        rule,
      );
    };
    if (rows.length > 0) onWindow({ x: range(scatter.x, xAxis.rule), y: range(scatter.y, yAxis.rule) });
    runSelection.getState().set(undefined);
  };
  return (
    <Button size="small" kind="ghost" onClick={zoom}>
      {strings.zoom}
    </Button>
  );
}

/** The picture for paper, with its legend. */
function pictureOf(scatter: Scatter, window: ScatterWindow | undefined, title: string): Picture {
  const look = paperLook();
  const plain: Picture = {
    sizeOf: (wanted) => wanted,
    draw: (pen, wanted) => paintScatter(pen, scatter, boxOf(pen, scatter, wanted, look, window), look, undefined),
  };
  return withTitle(withLegend(plain, scatter.legend, look), title, look);
}
