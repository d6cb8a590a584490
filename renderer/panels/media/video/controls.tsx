import { Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import type { ReactElement } from 'react';
import { Menu } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './video.module.css';

const RATES: readonly number[] = [0.1, 0.25, 0.5, 1, 1.5, 2, 4];

export interface VideoControlsProps {
  readonly isPlaying: boolean;
  readonly onToggle: () => void;
  readonly onFrame: (by: 1 | -1) => void;
  /** 0 to 1. */
  readonly place: number;
  readonly onPlace: (place: number) => void;
  /** `3 / 8` or `0:02.1`. */
  readonly words: string;
  readonly rate: number;
  readonly onRate: (rate: number) => void;
  readonly isLooping: boolean;
  readonly onLoop: (isLooping: boolean) => void;
}

/** Play, single frames, place, speed and loop of one video. */
export function VideoControls(props: VideoControlsProps): ReactElement {
  return (
    <div className={styles.controls}>
      <button
        type="button"
        className={styles.button}
        aria-label={props.isPlaying ? strings.pauseSound : strings.playSound}
        onClick={props.onToggle}
      >
        {props.isPlaying ? <Pause size={13} aria-hidden /> : <Play size={13} aria-hidden />}
      </button>
      <button type="button" className={styles.button} aria-label={strings.frameBack} onClick={() => props.onFrame(-1)}>
        <StepBack size={12} aria-hidden />
      </button>
      <button type="button" className={styles.button} aria-label={strings.frameOn} onClick={() => props.onFrame(1)}>
        <StepForward size={12} aria-hidden />
      </button>
      <input
        type="range"
        className={styles.place}
        aria-label={strings.position}
        min={0}
        max={1}
        step={0.001}
        value={props.place}
        onChange={(event) => props.onPlace(Number(event.target.value))}
      />
      <span className={styles.words}>{props.words}</span>
      <Menu
        align="end"
        side="top"
        trigger={
          <button type="button" className={styles.rate} aria-label={strings.videoSpeed}>
            {props.rate}×
          </button>
        }
        entries={RATES.map((rate) => ({
          kind: 'action',
          label: `${rate}×`,
          isChecked: rate === props.rate,
          run: () => props.onRate(rate),
        }))}
      />
      <button
        type="button"
        className={styles.button}
        aria-label={strings.loopVideo}
        aria-pressed={props.isLooping}
        onClick={() => props.onLoop(!props.isLooping)}
      >
        <Repeat size={12} aria-hidden />
      </button>
    </div>
  );
}
