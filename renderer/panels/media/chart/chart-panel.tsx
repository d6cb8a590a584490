import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactElement } from 'react';
import { ErrorNotice } from '#ui/widgets';
import { PanelFrame, PanelMessage } from '../../frame/panel-frame.tsx';
import type { PanelViewProps } from '../../registry.ts';
import { NEW_MEDIA } from '../config.ts';
import mediaStyles from '../media.module.css';
import { StepBar, usePlaying } from '../step-bar.tsx';
import { membersOf } from '../view.tsx';
import { ChartActions } from './chart-actions.tsx';
import styles from './chart.module.css';
import { readChartConfig, sparseChartConfig, type ChartConfig } from './config.ts';
import type { DrawnChart } from './draw.ts';
import { strings } from './strings.ts';
import { useChart, type Chart } from './use-chart.ts';
import { VegaView } from './vega-view.tsx';

const SpecEditor = lazy(async () => ({ default: (await import('./spec-editor.tsx')).SpecEditor }));

/** A chart that a script described, or one made by hand: a specification over a logged table of all visible runs. */
export function ChartPanel(given: PanelViewProps): ReactElement {
  const { sources, title, saved, onSave, groups } = given;
  const runs = useMemo(() => (groups === undefined ? given.runs : membersOf(given, groups)), [given, groups]);
  const props = { ...given, runs };
  const [source] = sources;
  const config = useMemo(() => readChartConfig(saved), [saved]);
  const setConfig = useCallback(
    (part: Partial<ChartConfig>) => onSave(sparseChartConfig({ ...config, ...part })),
    [config, onSave],
  );
  const chart = useChart(props, source?.key, config);
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const keepDrawn = useCallback((made: DrawnChart | undefined) => void (drawn.current = made), []);
  const [isEditing, setEditing] = useState(false);
  const [isPlaying, setPlaying] = usePlaying(chart.steps, chart.step, NEW_MEDIA);
  const name = config.title ?? title;
  const { state } = chart;
  return (
    <PanelFrame
      title={name}
      isKey={config.title === undefined && source !== undefined}
      subtitle={config.title === undefined ? undefined : source?.key}
      notes={<Notes chart={chart} props={props} />}
      actions={
        <ChartActions
          {...props}
          name={name}
          chart={chart}
          config={config}
          onConfig={setConfig}
          drawn={drawn}
          onEdit={() => setEditing(true)}
        />
      }
    >
      <div className={styles.panel} aria-busy={state.kind === 'loading'}>
        {chart.error !== undefined && state.kind !== 'ready' ? (
          <ErrorNotice title={chart.error.message} onRetry={chart.retry} />
        ) : state.kind === 'loading' ? (
          <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />
        ) : state.kind === 'nothing' ? (
          <div className={styles.view}>
            <PanelMessage title={state.title} tip={state.tip} />
          </div>
        ) : (
          <VegaView
            spec={state.spec}
            rows={state.data.rows}
            label={strings.summary(name, state.data.rows.length, state.data.series.length)}
            onDrawn={keepDrawn}
          />
        )}
        {chart.steps.length > 1 ? (
          <StepBar
            steps={chart.steps}
            step={chart.step}
            config={NEW_MEDIA}
            onConfig={undefined}
            isPlaying={isPlaying}
            onPlay={setPlaying}
          />
        ) : undefined}
      </div>
      {isEditing ? (
        <Suspense>
          <SpecEditor chart={chart} config={config} onConfig={setConfig} onClose={() => setEditing(false)} />
        </Suspense>
      ) : undefined}
    </PanelFrame>
  );
}

function Notes({ chart, props }: { readonly chart: Chart; readonly props: PanelViewProps }): ReactElement {
  const { runs, visibleCount, onShowAllRuns } = props;
  const leftOut = chart.state.kind === 'ready' ? chart.state.data.leftOut : 0;
  return (
    <>
      {leftOut > 0 ? <span>{strings.leftOut(leftOut)}</span> : undefined}
      {runs.length < visibleCount ? (
        <span>
          first {runs.length} of {visibleCount} runs{' '}
          <button type="button" onClick={onShowAllRuns}>
            show all
          </button>
        </span>
      ) : undefined}
    </>
  );
}
