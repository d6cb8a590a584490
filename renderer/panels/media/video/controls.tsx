import { Pause, Play, Repeat, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
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
  /** Left out while no sound was heard of it. */
  readonly sound?: { readonly isMuted: boolean; readonly onMuted: (isMuted: boolean) => void } | undefined;
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
      {props.sound === undefined ? undefined : <MuteButton {...props.sound} />}
      <RateMenu rate={props.rate} label={strings.videoSpeed} onRate={props.onRate} />
      <LoopButton isLooping={props.isLooping} label={strings.loopVideo} onLoop={props.onLoop} />
    </div>
  );
}

function MuteButton({ isMuted, onMuted }: NonNullable<VideoControlsProps['sound']>): ReactElement {
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={isMuted ? strings.unmute : strings.mute}
      onClick={() => onMuted(!isMuted)}
    >
      {isMuted ? <VolumeX size={13} aria-hidden /> : <Volume2 size={13} aria-hidden />}
    </button>
  );
}

export interface RateMenuProps {
  /** Undefined when several videos differ. */
  readonly rate: number | undefined;
  readonly label: string;
  readonly onRate: (rate: number) => void;
}

/** The speed of one video or of several. */
export function RateMenu({ rate, label, onRate }: RateMenuProps): ReactElement {
  return (
    <Menu
      align="end"
      side="top"
      trigger={
        <button type="button" className={styles.rate} aria-label={label}>
          {rate === undefined ? strings.mixedSpeeds : strings.times(rate)}
        </button>
      }
      entries={RATES.map((each) => ({
        kind: 'action',
        label: strings.times(each),
        isChecked: each === rate,
        run: () => onRate(each),
      }))}
    />
  );
}

export interface LoopButtonProps {
  readonly isLooping: boolean;
  readonly label: string;
  readonly onLoop: (isLooping: boolean) => void;
}

/** Whether one video or several begin anew at their end. */
export function LoopButton({ isLooping, label, onLoop }: LoopButtonProps): ReactElement {
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={label}
      aria-pressed={isLooping}
      onClick={() => onLoop(!isLooping)}
    >
      <Repeat size={12} aria-hidden />
    </button>
  );
}
