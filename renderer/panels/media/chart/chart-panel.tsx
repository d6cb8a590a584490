import { lazy, Suspense, useCallback, useMemo, useState, type ReactElement } from 'react';
import { Button, ErrorNotice } from '#ui/widgets';
import { DataTableView } from '../../frame/data-table.tsx';
import { PanelFrame, PanelMessage } from '../../frame/panel-frame.tsx';
import type { PanelViewProps } from '../../registry.ts';
import mediaStyles from '../media.module.css';
import { PlainStepBar } from '../step-bar.tsx';
import { membersOf } from '../view.tsx';
import { ChartActions } from './chart-actions.tsx';
import styles from './chart.module.css';
import { readChartConfig, sparseChartConfig, type ChartConfig } from './config.ts';
import { tableOfRows } from './csv.ts';
import { strings } from './strings.ts';
import { useChart, type Chart } from './use-chart.ts';
import { VegaView } from './vega-view.tsx';

const EditorDialog = lazy(async () => ({ default: (await import('./editor/editor-dialog.tsx')).EditorDialog }));

/** A chart that a script described, or one made by hand: a specification over rows of all visible runs. */
export function ChartPanel(given: PanelViewProps): ReactElement {
  const { sources, title, saved, onSave, groups } = given;
  const runs = useMemo(() => (groups === undefined ? given.runs : membersOf(given, groups)), [given, groups]);
  const props = { ...given, runs };
  const [source] = sources;
  const config = useMemo(() => readChartConfig(saved), [saved]);
  const setConfig = useCallback((next: ChartConfig) => onSave(sparseChartConfig(next)), [onSave]);
  const chart = useChart(props, source?.key, config);
  const [isEditing, setEditing] = useState(false);
  const edit = useCallback(() => setEditing(true), []);
  const name = config.title ?? title;
  return (
    <PanelFrame
      title={name}
      isKey={config.title === undefined && source !== undefined}
      subtitle={config.title === undefined ? undefined : source?.key}
      notes={<Notes chart={chart} props={props} />}
      actions={<ChartActions {...props} name={name} chart={chart} onEdit={edit} />}
    >
      <div className={styles.panel} aria-busy={chart.state.kind === 'loading'}>
        <Body chart={chart} name={name} onEdit={edit} />
        <PlainStepBar steps={chart.steps} step={chart.step} />
      </div>
      {isEditing ? (
        <Suspense>
          <EditorDialog
            board={props}
            logged={source?.key}
            config={config}
            onConfig={setConfig}
            title={title}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      ) : undefined}
    </PanelFrame>
  );
}

interface BodyProps {
  readonly chart: Chart;
  readonly name: string;
  readonly onEdit: () => void;
}

/** The chart; its rows where the preset is not here; or why there is neither. */
function Body({ chart, name, onEdit }: BodyProps): ReactElement {
  const { state, labels } = chart;
  const rows = state.kind === 'rows' ? state.data : undefined;
  const table = useMemo(() => (rows === undefined ? undefined : tableOfRows(rows, labels)), [rows, labels]);
  if (chart.error !== undefined && state.kind !== 'ready')
    return <ErrorNotice title={chart.error.message} onRetry={chart.retry} />;
  if (state.kind === 'loading')
    return <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />;
  if (state.kind === 'nothing') {
    return (
      <div className={styles.view}>
        <PanelMessage
          title={state.title}
          tip={state.tip}
          action={
            <Button size="small" onClick={onEdit}>
              {strings.edit}
            </Button>
          }
        />
      </div>
    );
  }
  if (state.kind === 'rows') {
    return (
      <>
        <div className={styles.missing}>
          <span>{state.title}</span>
          <Button size="small" onClick={onEdit}>
            {strings.choosePreset}
          </Button>
        </div>
        {table === undefined ? undefined : <DataTableView table={table} />}
      </>
    );
  }
  const { spec, data } = state;
  return (
    <VegaView
      spec={spec}
      rows={data.rows}
      mark={data.runs.length === 1 ? data.runs[0]?.color : undefined}
      label={strings.summary(name, data.rows.length, data.series.length)}
    />
  );
}

function Notes({ chart, props }: { readonly chart: Chart; readonly props: PanelViewProps }): ReactElement {
  const { runs, visibleCount, onShowAllRuns } = props;
  const { data, query } = chart;
  return (
    <>
      {query.from === 'artifact' ? data.runs.map(({ name }) => <span key={name}>{name}</span>) : undefined}
      {data.leftOut > 0 ? <span>{strings.leftOut(data.leftOut)}</span> : undefined}
      {chart.isSampled ? <span>{strings.sampled}</span> : undefined}
      {chart.warnings.map((one) => (
        <span key={one} className={styles.warning} title={one}>
          {one}
        </span>
      ))}
      {/* Rows of runs are those of all visible ones. */}
      {runs.length < visibleCount && query.from !== 'runs' && query.from !== 'artifact' ? (
        <span>
          {strings.moreRuns(runs.length, visibleCount)}{' '}
          <button type="button" onClick={onShowAllRuns}>
            {strings.showAll}
          </button>
        </span>
      ) : undefined}
    </>
  );
}
