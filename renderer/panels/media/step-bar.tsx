import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Link2, Link2Off, Pause, Play } from 'lucide-react';
import { memo, useEffect, useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { IconButton, Menu, Slider, TextField } from '#ui/widgets';
import { NEW_MEDIA, SPEEDS, type MediaConfig } from './config.ts';
import styles from './media.module.css';
import { indexOfValue, type SliderReading } from './slider-values.ts';
import { strings } from './strings.ts';
import type { MediaStep } from './use-media-step.ts';

export interface StepBarProps {
  readonly steps: Float64Array;
  readonly step: MediaStep;
  readonly config: MediaConfig;
  /** undefined: speed and linking are not settings of this panel. */
  readonly onConfig: ((part: Partial<MediaConfig>) => void) | undefined;
  /** A logged number instead of the step, where one was chosen. */
  readonly reading?: SliderReading | undefined;
  /** Logged numbers that can be chosen. */
  readonly sliderKeys?: readonly string[];
  readonly isPlaying: boolean;
  readonly onPlay: (isPlaying: boolean) => void;
}

/** Moves through the steps at which something was logged: buttons, slider, number, playing. */
export function StepBar(props: StepBarProps): ReactElement {
  const { steps, step, config, onConfig, reading, sliderKeys = NO_KEYS, isPlaying, onPlay } = props;
  const last = steps.length - 1;
  const isSingle = last <= 0;
  return (
    <div
      className={styles.stepBar}
      role="group"
      aria-label={strings.step}
      data-steps
      data-preview={step.isPreview || undefined}
    >
      <IconButton label={strings.first} size="small" disabled={step.index <= 0} onClick={() => step.goTo(0)}>
        <ChevronFirst size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={strings.previous}
        size="small"
        keys="$mod+ArrowLeft"
        disabled={step.index <= 0}
        onClick={() => step.goTo(step.index - 1)}
      >
        <ChevronLeft size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={isPlaying ? strings.pause : strings.play}
        size="small"
        keys="Space"
        disabled={isSingle}
        onClick={() => onPlay(!isPlaying)}
      >
        {isPlaying ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
      </IconButton>
      <IconButton
        label={strings.next}
        size="small"
        keys="$mod+ArrowRight"
        disabled={step.index >= last}
        onClick={() => step.goTo(step.index + 1)}
      >
        <ChevronRight size={14} aria-hidden />
      </IconButton>
      <IconButton label={strings.last} size="small" disabled={step.index >= last} onClick={() => step.goTo(last)}>
        <ChevronLast size={14} aria-hidden />
      </IconButton>
      {isSingle ? (
        <span className={styles.flex} />
      ) : (
        <Slider
          label={strings.step}
          className={styles.slider}
          value={Math.max(0, step.index)}
          min={0}
          max={last}
          step={1}
          onValue={step.goTo}
        />
      )}
      {reading === undefined ? undefined : (
        <span className={styles.sliderKey} title={strings.readBy(reading.key, step.step)}>
          {reading.key}
        </span>
      )}
      <StepField step={step} reading={reading} />
      {onConfig === undefined ? undefined : (
        <PlaySettings config={config} onConfig={onConfig} sliderKeys={sliderKeys} />
      )}
    </div>
  );
}

/** The bar of a panel that has no settings for playing; while only one step exists, there is nothing to move through. */
export const PlainStepBar = memo(function PlainStepBar({
  steps,
  step,
  isShown = steps.length > 1,
}: Pick<StepBarProps, 'steps' | 'step'> & { readonly isShown?: boolean }) {
  const [isPlaying, setPlaying] = usePlaying(steps, step, NEW_MEDIA);
  if (!isShown) return undefined;
  return (
    <StepBar
      steps={steps}
      step={step}
      config={NEW_MEDIA}
      onConfig={undefined}
      isPlaying={isPlaying}
      onPlay={setPlaying}
    />
  );
});

const NO_KEYS: readonly string[] = [];
/** Names that a menu can show. */
const MOST_KEYS = 30;

/** How fast it plays, what it is read by, and whether the step is shared. */
function PlaySettings({
  config,
  onConfig,
  sliderKeys,
}: {
  readonly config: MediaConfig;
  readonly onConfig: (part: Partial<MediaConfig>) => void;
  readonly sliderKeys: readonly string[];
}): ReactElement {
  return (
    <>
      <Menu
        align="end"
        side="top"
        trigger={
          <button type="button" className={styles.speed} aria-label={strings.speed} title={strings.speed}>
            {strings.perSecond(config.speed)}
          </button>
        }
        entries={[
          { kind: 'heading', label: strings.speed },
          ...SPEEDS.map((speed) => ({
            kind: 'action' as const,
            label: String(speed),
            isChecked: speed === config.speed,
            run: () => onConfig({ speed }),
          })),
          { kind: 'separator' },
          {
            kind: 'action',
            label: strings.loop,
            isChecked: config.isLooping,
            run: () => onConfig({ isLooping: !config.isLooping }),
          },
          { kind: 'heading', label: strings.sliderKey },
          ...['', ...sliderKeys.filter((key) => key !== '_step').slice(0, MOST_KEYS)].map((sliderKey) => ({
            kind: 'action' as const,
            label: sliderKey === '' ? strings.step : sliderKey,
            isChecked: sliderKey === config.sliderKey,
            run: () => onConfig({ sliderKey }),
          })),
        ]}
      />
      <IconButton
        label={config.isLinked ? strings.linked : strings.unlinked}
        size="small"
        aria-pressed={config.isLinked}
        className={styles.press}
        onClick={() => onConfig({ isLinked: !config.isLinked })}
      >
        {config.isLinked ? <Link2 size={14} aria-hidden /> : <Link2Off size={14} aria-hidden />}
      </IconButton>
    </>
  );
}

/** The step, or what the slider is read by, as a number that can be typed; goes to the nearest one that exists. */
function StepField({
  step,
  reading,
}: {
  readonly step: MediaStep;
  readonly reading: SliderReading | undefined;
}): ReactElement {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const value = reading === undefined ? step.step : reading.values[step.index];
  const words = reading === undefined ? String(value) : String(Number(value?.toPrecision(6)));
  const shown = draft ?? (value === undefined || Number.isNaN(value) ? '' : words);
  const commit = (): void => {
    const wanted = Number(draft);
    if (draft !== undefined && draft.trim() !== '' && Number.isFinite(wanted)) {
      const index = reading === undefined ? -1 : indexOfValue(reading.values, wanted);
      if (reading === undefined) step.goNear(wanted);
      else if (index >= 0) step.goTo(index);
    }
    setDraft(undefined);
  };
  return (
    <TextField
      label={reading?.key ?? strings.step}
      isLabelHidden
      size="small"
      inputMode="numeric"
      className={styles.stepField}
      value={shown}
      onValue={setDraft}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        else if (event.key === 'Escape' && draft !== undefined) setDraft(undefined);
        else return;
        event.stopPropagation();
      }}
    />
  );
}

/** Goes on by itself, `speed` steps a second, to the end or round and round. */
export function usePlaying(
  steps: Float64Array,
  step: MediaStep,
  config: MediaConfig,
): readonly [isPlaying: boolean, setPlaying: (isPlaying: boolean) => void] {
  const { clock } = useData();
  const [isPlaying, setPlaying] = useState(false);
  const { index, goTo } = step;
  const last = steps.length - 1;
  const isOver = index >= last && !config.isLooping;
  useEffect(() => {
    if (!isPlaying) return undefined;
    return clock.after(1000 / config.speed, () => {
      if (isOver) setPlaying(false);
      else goTo(index >= last ? 0 : index + 1);
    });
  }, [clock, isPlaying, isOver, index, last, goTo, config.speed]);
  const start = (next: boolean): void => {
    if (next && index >= last) goTo(0);
    setPlaying(next);
  };
  return [isPlaying, start];
}
