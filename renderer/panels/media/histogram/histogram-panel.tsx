import { useCallback, useMemo, type ReactElement } from 'react';
import { indexAtOrBefore, mergeSteps } from '#shared/media';
import { useMediaValues, type MediaPick } from '#ui/data';
import { ErrorNotice, SegmentedControl } from '#ui/widgets';
import { PanelFrame, PanelMessage } from '../../frame/panel-frame.tsx';
import { PlotMenu } from '../../frame/plot-menu.tsx';
import type { MediaPanelProps } from '../props.ts';
import mediaStyles from '../media.module.css';
import { PlainStepBar } from '../step-bar.tsx';
import { strings as mediaStrings } from '../strings.ts';
import { useMediaStep } from '../use-media-step.ts';
import { toColumns } from './columns.ts';
import { readHistogramConfig, type HistogramMode } from './config.ts';
import styles from './histogram.module.css';
import type { RunColumns } from './paint.ts';
import { histogramsOnPaper, tableOfHistograms } from './paper.ts';
import { StepsView } from './steps-view.tsx';
import { strings } from './strings.ts';

/** Columns of a heat map: about as many as fit, and each is a whole histogram to send. */
const MOST_COLUMNS = 200;
const SAMPLE: MediaPick = { kind: 'sample', count: MOST_COLUMNS };
const MODES: readonly { readonly value: HistogramMode; readonly label: string }[] = [
  { value: 'heat', label: strings.modes.heat },
  { value: 'ridges', label: strings.modes.ridges },
  { value: 'bars', label: strings.modes.bars },
];

/** Histograms of one key over its steps, for each visible run; as bars those of all runs at one step. */
export function HistogramPanel(props: MediaPanelProps): ReactElement {
  const { project, source, runs, saved, onSave, isCursorLinked, isFullScreen, onFullScreen } = props;
  const { mode } = readHistogramConfig(saved);
  const joined = JSON.stringify(runs.map((run) => run.path.run));
  const names = useMemo(() => JSON.parse(joined) as string[], [joined]);
  const values = useMediaValues(project, source.key, names, SAMPLE);
  const ofRuns = useMemo((): readonly RunColumns[] => {
    return runs.flatMap((run) => {
      const own = (values.data ?? []).filter((value) => value.run === run.path.run);
      const columns = toColumns(own);
      return columns.length === 0 ? [] : [{ run, columns, stepCount: own[0]?.stepCount ?? columns.length }];
    });
  }, [values.data, runs]);
  const steps = useMemo(
    () => mergeSteps(ofRuns.map(({ columns }) => Float64Array.from(columns, (column) => column.step))),
    [ofRuns],
  );
  const step = useMediaStep({ project, steps, isLinked: true, isCursorLinked });
  const setMode = useCallback(
    (next: HistogramMode) => onSave(next === 'heat' ? undefined : { version: 1, mode: next }),
    [onSave],
  );
  const sampled = ofRuns.filter(({ columns, stepCount }) => columns.length < stepCount);
  const at = step.step;
  const bars = useMemo(
    () =>
      at === undefined
        ? []
        : ofRuns.flatMap(({ run, columns }) => {
            const index = indexAtOrBefore(
              columns.map((column) => column.step),
              at,
            );
            const column = columns[index];
            return column === undefined ? [] : [{ run, column }];
          }),
    [ofRuns, at],
  );
  const drawn = { mode, runs: ofRuns, bars };
  return (
    <PanelFrame
      title={source.title}
      isKey
      notes={
        <>
          {steps.length === 0 ? undefined : <span>{mediaStrings.steps(steps.length)}</span>}
          {sampled.length > 0 ? (
            <span>{mediaStrings.sampled(MOST_COLUMNS, Math.max(...sampled.map((one) => one.stepCount)))}</span>
          ) : undefined}
        </>
      }
      actions={
        <>
          <SegmentedControl label={mediaStrings.drawnAs} items={MODES} value={mode} onValue={setMode} />
          <PlotMenu
            title={source.title}
            isFullScreen={isFullScreen}
            onFullScreen={onFullScreen}
            picture={() => histogramsOnPaper(drawn, source.title)}
            table={() => tableOfHistograms(drawn)}
            isEmpty={mode === 'bars' ? bars.length === 0 : ofRuns.length === 0}
          />
        </>
      }
    >
      <div className={mediaStyles.panel} aria-busy={values.isPending && names.length > 0}>
        {values.isError ? (
          <ErrorNotice title={values.error.message} onRetry={() => void values.refetch()} />
        ) : ofRuns.length > 0 ? (
          <div className={styles.runs}>
            <StepsView
              mode={mode}
              runs={ofRuns}
              bars={bars}
              step={at}
              isCursorLinked={isCursorLinked}
              onStep={step.goNear}
            />
          </div>
        ) : values.isPending && names.length > 0 ? (
          <div className={mediaStyles.skeleton} role="status" aria-label={strings.loading} />
        ) : (
          <PanelMessage title={runs.length === 0 ? mediaStrings.noRuns : mediaStrings.nothing(source.key)} />
        )}
        <PlainStepBar steps={steps} step={step} isShown={mode === 'bars' && steps.length > 0} />
      </div>
    </PanelFrame>
  );
}
