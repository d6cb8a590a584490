import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { useMediaSteps, useMediaValues, usePrefetchMedia, type MediaPick } from '#ui/data';
import { Button, ErrorNotice, useStable } from '#ui/widgets';
import { PanelFrame, PanelMessage } from '../frame/panel-frame.tsx';
import { SoundCursorProvider } from './audio/cursor.tsx';
import { toCells, type MediaCell } from './cells.ts';
import { readMediaConfig, sparseMediaConfig, type MediaConfig } from './config.ts';
import { OverlayButton } from './image/overlay-button.tsx';
import { MediaActions } from './media-actions.tsx';
import { MediaGrid } from './media-grid.tsx';
import styles from './media.module.css';
import { CameraProvider } from './space/cameras.tsx';
import { useSliderReading } from './slider-values.ts';
import { StepBar, usePlaying } from './step-bar.tsx';
import type { MediaPanelProps } from './props.ts';
import { strings } from './strings.ts';
import { CompareButton } from './text/compare-button.tsx';
import { useAgainst } from './text/use-against.ts';
import { useMediaStep, type MediaStep } from './use-media-step.ts';
import { VideoGroupBar, VideoGroupProvider } from './video/group.tsx';

const ImageViewer = lazy(async () => ({ default: (await import('./image/viewer.tsx')).ImageViewer }));

const NO_STEPS = new Float64Array(0);
const NEWEST_VALUES: MediaPick = { kind: 'step' };
/** The client itself advises fewer items at one step. */
const MANY_ITEMS = 50;

/** Media of one key: what was logged at a step, for all visible runs, with a slider over the steps. */
export function MediaPanel(props: MediaPanelProps): ReactElement {
  const { project, source, runs, saved, onSave, isCursorLinked } = props;
  const config = useMemo(() => readMediaConfig(saved), [saved]);
  const setConfig = useCallback(
    (part: Partial<MediaConfig>) => onSave(sparseMediaConfig({ ...config, ...part })),
    [config, onSave],
  );
  const names = useNames(runs);
  const stepsQuery = useMediaSteps(project, source.key, names);
  const steps = stepsQuery.data?.all ?? NO_STEPS;
  const step = useMediaStep({ project, steps, isLinked: config.isLinked, isCursorLinked });
  const reading = useSliderReading(project, runs, config.sliderKey, steps);
  const [isPlaying, setPlaying] = usePlaying(steps, step, config);
  const pick = usePick(step);
  const values = useMediaValues(project, source.key, names, pick);
  usePrefetchNeighbours(props, names, steps, step);
  const logged = useMemo(() => toCells(values.data ?? [], runs, step.step), [values.data, runs, step.step]);
  const cells = useAgainst(props, logged, { names, steps, step, against: config.against });
  const [openId, setOpenId] = useState<string | undefined>(undefined);
  const acts = useStable({
    open: (cell: MediaCell) => setOpenId(cell.id),
    space: (space: MediaConfig['space']) => setConfig({ space }),
  });
  const press = (event: KeyboardEvent): void => pressKey(event, step, () => setPlaying(!isPlaying));
  const hasMany = cells.some((cell) => cell.count > MANY_ITEMS);
  const isLoading = stepsQuery.isPending || (values.isPending && steps.length > 0);
  const error = stepsQuery.error ?? values.error;
  return (
    <CameraProvider name={cameraName(project, source.key, config)} onConfig={acts.space}>
      <VideoGroupProvider>
        <div className={styles.keys} onKeyDown={press}>
          <PanelFrame
            title={source.title}
            isKey
            notes={<Notes step={step} steps={steps} many={hasMany ? (cells[0]?.count ?? 0) : 0} props={props} />}
            pinned={
              <>
                <OverlayButton cells={cells} config={config.overlay} onChange={(overlay) => setConfig({ overlay })} />
                {steps.length > 1 && cells.some((cell) => cell.item.kind === 'text') ? (
                  <CompareButton steps={steps} config={config} onConfig={setConfig} />
                ) : undefined}
              </>
            }
            actions={<MediaActions {...props} config={config} onConfig={setConfig} cells={cells} />}
          >
            <div className={styles.panel} aria-busy={isLoading}>
              {cells.length > 0 ? (
                <SoundCursorProvider>
                  <MediaGrid
                    label={source.title}
                    cells={cells}
                    config={config}
                    acts={acts}
                    hasRunNames={runs.length > 1}
                  />
                </SoundCursorProvider>
              ) : isLoading && runs.length > 0 ? (
                <div className={styles.skeleton} role="status" aria-label={strings.loading} />
              ) : (
                <Nothing
                  keyName={source.key}
                  step={step}
                  runCount={runs.length}
                  hasSteps={steps.length > 0}
                  onOwn={() => setConfig({ isLinked: false })}
                />
              )}
              {error === null || cells.length > 0 ? undefined : (
                <ErrorNotice
                  title={error.message}
                  onRetry={() => void Promise.all([stepsQuery.refetch(), values.refetch()])}
                />
              )}
              <VideoGroupBar />
              {steps.length > 1 || (steps.length > 0 && !config.isLinked) ? (
                <StepBar
                  steps={steps}
                  step={step}
                  config={config}
                  onConfig={setConfig}
                  reading={reading}
                  sliderKeys={props.xKeys}
                  isPlaying={isPlaying}
                  onPlay={setPlaying}
                />
              ) : undefined}
            </div>
          </PanelFrame>
          {openId === undefined ? undefined : (
            <Suspense>
              <ImageViewer
                cells={cells}
                startId={openId}
                title={source.title}
                config={config}
                onConfig={setConfig}
                onClose={() => setOpenId(undefined)}
                stepBar={
                  <StepBar
                    steps={steps}
                    step={step}
                    config={config}
                    onConfig={setConfig}
                    reading={reading}
                    sliderKeys={props.xKeys}
                    isPlaying={isPlaying}
                    onPlay={setPlaying}
                  />
                }
              />
            </Suspense>
          )}
        </div>
      </VideoGroupProvider>
    </CameraProvider>
  );
}

/** Linked panels of a project share one camera. */
function cameraName({ entity, project }: MediaPanelProps['project'], key: string, { space }: MediaConfig): string {
  return JSON.stringify(space.isCameraLinked ? [entity, project] : [entity, project, key]);
}

/** Short ids with an identity that lasts as long as they are the same. */
function useNames(runs: MediaPanelProps['runs']): readonly string[] {
  const joined = JSON.stringify(runs.map((run) => run.path.run));
  return useMemo(() => JSON.parse(joined) as string[], [joined]);
}

/** The newest step is asked for without a number, so that a live run's next one is the same question. */
function usePick({ step, isNewest }: MediaStep): MediaPick {
  return useMemo(() => {
    if (isNewest) return NEWEST_VALUES;
    return step === undefined ? { kind: 'step', step: -1 } : { kind: 'step', step };
  }, [step, isNewest]);
}

/** Steps beside the shown one are fetched before they are wanted. */
function usePrefetchNeighbours(
  { project, source }: MediaPanelProps,
  names: readonly string[],
  steps: Float64Array,
  { index }: MediaStep,
): void {
  const prefetch = usePrefetchMedia(project, source.key, names);
  useEffect(() => {
    if (index < 0 || names.length === 0) return;
    for (const at of [index + 1, index - 1]) {
      const near = steps[at];
      if (near !== undefined && at < steps.length - 1) prefetch(near);
    }
  }, [prefetch, steps, index, names]);
}

/** Ctrl/Cmd with the arrows moves the step, Space plays, also on the slider of steps; fields and buttons keep their keys. */
function pressKey(event: KeyboardEvent, step: MediaStep, play: () => void): void {
  const target = event.target instanceof Element ? event.target : undefined;
  const isStepSlider = target?.matches('[data-steps] input[type=range]') === true;
  const isMod = event.ctrlKey || event.metaKey;
  if (isMod && event.key === 'ArrowLeft') step.goTo(step.index - 1);
  else if (isMod && event.key === 'ArrowRight') step.goTo(step.index + 1);
  else if (event.key === ' ' && (isStepSlider || isFree(target))) play();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Whether nothing under the key takes a press of Space itself. */
function isFree(target: Element | undefined): boolean {
  return target?.closest('button, a, [role=slider], input, textarea, [contenteditable]') === null;
}

function Notes({
  step,
  steps,
  many,
  props,
}: {
  readonly step: MediaStep;
  readonly steps: Float64Array;
  readonly many: number;
  readonly props: MediaPanelProps;
}): ReactElement {
  const { runs, visibleCount, onShowAllRuns } = props;
  return (
    <>
      {steps.length === 0 ? undefined : (
        <span>{steps.length === 1 ? strings.earlier(steps[0] ?? 0) : strings.steps(steps.length)}</span>
      )}
      {step.isPreview ? <span>{strings.pointer}</span> : undefined}
      {many > 0 ? <span title={strings.manyItems(many)}>{strings.itemCount(many)}</span> : undefined}
      {runs.length < visibleCount ? (
        <span>
          {strings.firstOf(runs.length, visibleCount)}{' '}
          <button type="button" onClick={onShowAllRuns}>
            {strings.showAll}
          </button>
        </span>
      ) : undefined}
    </>
  );
}

function Nothing({
  keyName,
  step,
  runCount,
  hasSteps,
  onOwn,
}: {
  readonly keyName: string;
  readonly step: MediaStep;
  readonly runCount: number;
  readonly hasSteps: boolean;
  readonly onOwn: () => void;
}): ReactElement {
  if (runCount === 0) return <PanelMessage title={strings.noRuns} tip={strings.noRunsTip} />;
  if (!hasSteps || step.between === undefined) return <PanelMessage title={strings.nothing(keyName)} />;
  return (
    <PanelMessage
      title={strings.nothingYet(step.between)}
      tip={strings.nothingYetTip}
      action={
        <Button size="small" onClick={onOwn}>
          {strings.ownStep}
        </Button>
      }
    />
  );
}
