import { Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import type { AudioItem } from '#shared/media';
import { resolveColor, useStable, useTheme } from '#ui/widgets';
import { useWidth } from '../../frame/use-size.ts';
import type { MediaConfig } from '../config.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import styles from './audio.module.css';
import { useSoundCursor } from './cursor.tsx';
import { isInterruption, loadSound, peaksOf, playAlone } from './sound.ts';
import { FLOOR_DECIBELS, spectrogramOf } from './spectrum.ts';
import { saveVolume, toggleSound, useVolume } from './volume.ts';
import type { Sound } from './wav.ts';

export interface AudioViewProps {
  readonly item: AudioItem;
  readonly href: string;
  readonly config: MediaConfig;
  readonly save: string | undefined;
}

type Loading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'ready'; readonly sound: Sound };

/** A sound as a waveform, and on wish its tones over time; plays from where one clicks. */
export function AudioView({ item, href, config, save }: AudioViewProps): ReactElement {
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  useEffect(() => {
    let isWanted = true;
    void loadSound(href).then(
      (sound) => isWanted && setLoading({ kind: 'ready', sound }),
      () => isWanted && setLoading({ kind: 'broken' }),
    );
    return () => {
      isWanted = false;
    };
  }, [href]);
  if (loading.kind === 'broken') return <Broken tip={strings.brokenSoundTip} save={save} />;
  if (loading.kind === 'loading') return <div className={styles.audio} aria-busy="true" />;
  if ((loading.sound.channels[0]?.length ?? 0) === 0) return <Broken tip={strings.emptySoundTip} save={save} />;
  return <Player item={item} href={href} sound={loading.sound} hasSpectrogram={config.hasSpectrogram} />;
}

interface PlayerProps {
  readonly item: AudioItem;
  readonly href: string;
  readonly sound: Sound;
  readonly hasSpectrogram: boolean;
}

function Player({ item, href, sound, hasSpectrogram }: PlayerProps): ReactElement {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [time, setTime] = useState(0);
  const volume = useVolume();
  const duration = (sound.channels[0]?.length ?? 0) / sound.sampleRate;
  useEffect(() => {
    if (audio.current !== null) audio.current.volume = volume;
  }, [volume]);
  const toggle = (): void => {
    const element = audio.current;
    if (element === null) return;
    if (isPlaying) element.pause();
    else element.play().catch((reason: unknown) => setRefused(!isInterruption(reason)));
  };
  const { follow } = useStable({
    follow: (to: number, isPassing: boolean) => {
      const at = Math.min(duration, Math.max(0, to));
      // A seek with every frame would keep the browser busy; the clip goes there once the other one rests.
      if (!isPassing && audio.current !== null) audio.current.currentTime = at;
      setTime(at);
    },
  });
  const tellOthers = useSoundCursor(follow);
  useFrames(isPlaying, () => {
    const now = audio.current?.currentTime ?? 0;
    setTime(now);
    if (audio.current?.paused === false) tellOthers(now, true);
  });
  const seek = (to: number): void => {
    follow(to, false);
    tellOthers(Math.min(duration, Math.max(0, to)), false);
  };
  return (
    <div className={styles.audio}>
      <audio
        ref={audio}
        src={href}
        preload="metadata"
        onPlay={({ currentTarget }) => {
          playAlone(currentTarget);
          setPlaying(true);
        }}
        onPause={({ currentTarget }) => {
          setPlaying(false);
          // After its end the others begin where it will: at the beginning.
          tellOthers(currentTarget.ended ? 0 : currentTarget.currentTime, false);
        }}
        onEnded={() => setPlaying(false)}
        onError={() => setRefused(true)}
      />
      <Waves sound={sound} place={time / duration} duration={duration} onSeek={seek} hasSpectrogram={hasSpectrogram} />
      <div className={styles.controls}>
        <button
          type="button"
          className={styles.button}
          disabled={isRefused}
          aria-label={isPlaying ? strings.pauseSound : strings.playSound}
          onClick={toggle}
        >
          {isPlaying ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        </button>
        <span className={styles.time}>
          {clockText(time)} / {clockText(duration)}
        </span>
        <span
          className={styles.rate}
          title={isRefused ? strings.cannotPlay(strings.rate(sound.sampleRate)) : undefined}
        >
          {strings.rate(item.sampleRate ?? sound.sampleRate)}
          {sound.channels.length > 1 ? ` · ${strings.channels(sound.channels.length)}` : ''}
          {isRefused ? ` · ${strings.notPlayable}` : ''}
        </span>
        <button
          type="button"
          className={styles.button}
          aria-label={volume === 0 ? strings.unmute : strings.mute}
          onClick={toggleSound}
        >
          {volume === 0 ? <VolumeX size={14} aria-hidden /> : <Volume2 size={14} aria-hidden />}
        </button>
        <input
          type="range"
          className={styles.volume}
          aria-label={strings.volume}
          min={0}
          max={1}
          step={0.05}
          value={volume}
          onChange={(event) => saveVolume(Number(event.target.value))}
        />
      </div>
    </div>
  );
}

interface WavesProps {
  readonly sound: Sound;
  /** Played part, 0 to 1. */
  readonly place: number;
  readonly duration: number;
  readonly onSeek: (time: number) => void;
  readonly hasSpectrogram: boolean;
}

function Waves({ sound, place, duration, onSeek, hasSpectrogram }: WavesProps): ReactElement {
  const [measure, width] = useWidth();
  const wave = useRef<HTMLCanvasElement>(null);
  const tones = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (wave.current !== null && width > 0) drawWave(wave.current, sound, width);
  }, [sound, width, theme]);
  useEffect(() => {
    if (tones.current !== null && width > 0) drawTones(tones.current, sound, width);
  }, [sound, width, hasSpectrogram]);
  const click = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - box.left) / box.width) * duration);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(place * duration + (event.key === 'ArrowLeft' ? -1 : 1) * (duration / 20));
  };
  return (
    <div
      ref={measure}
      className={styles.waves}
      role="slider"
      tabIndex={0}
      aria-label={strings.position}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration * 1000)}
      aria-valuenow={Math.round(place * duration * 1000)}
      aria-valuetext={clockText(place * duration)}
      onClick={click}
      onKeyDown={press}
    >
      <canvas ref={wave} className={styles.wave} data-wave aria-hidden />
      {hasSpectrogram ? <canvas ref={tones} className={styles.tones} data-tones aria-hidden /> : undefined}
      <div className={styles.head} style={{ left: `${place * 100}%` }} aria-hidden />
    </div>
  );
}

function drawWave(canvas: HTMLCanvasElement, sound: Sound, width: number): void {
  const scale = devicePixelRatio;
  const height = Math.max(24, canvas.clientHeight);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const peaks = peaksOf(sound, canvas.width);
  const middle = canvas.height / 2;
  context.fillStyle = resolveColor('var(--accent)');
  for (let x = 0; x < canvas.width; x++) {
    const top = middle - (peaks[x * 2 + 1] ?? 0) * (middle - 1);
    const bottom = middle - (peaks[x * 2] ?? 0) * (middle - 1);
    context.fillRect(x, top, 1, Math.max(1, bottom - top));
  }
}

/** Dark to bright over a violet and an orange, readable in both themes and by the colour-blind (as "inferno"). */
const TONES: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [66, 10, 104],
  [147, 38, 103],
  [221, 81, 58],
  [252, 165, 10],
  [252, 255, 164],
];

function drawTones(canvas: HTMLCanvasElement, sound: Sound, width: number): void {
  const [samples] = sound.channels;
  const context = canvas.getContext('2d');
  if (samples === undefined || context === null) return;
  const { columns, rows, decibels } = spectrogramOf(samples, Math.min(1200, Math.round(width)));
  canvas.width = columns;
  canvas.height = rows;
  const picture = context.createImageData(columns, rows);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const loudness = 1 - (decibels[column * rows + row] ?? FLOOR_DECIBELS) / FLOOR_DECIBELS;
      const place = loudness * (TONES.length - 1);
      const low = TONES[Math.floor(place)] ?? TONES[0] ?? [0, 0, 0];
      const high = TONES[Math.ceil(place)] ?? low;
      const at = ((rows - 1 - row) * columns + column) * 4;
      for (let part = 0; part < 3; part++) {
        const from = low[part] ?? 0;
        picture.data[at + part] = from + ((high[part] ?? 0) - from) * (place % 1);
      }
      picture.data[at + 3] = 255;
    }
  }
  context.putImageData(picture, 0, 0);
}

/** Calls back with every frame while `isOn`. */
function useFrames(isOn: boolean, onFrame: () => void): void {
  const latest = useRef(onFrame);
  useEffect(() => {
    latest.current = onFrame;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    let handle = 0;
    const tick = (): void => {
      latest.current();
      handle = requestAnimationFrame(tick);
    };
    handle = requestAnimationFrame(tick);
    return () => {
      cancelAnimationFrame(handle);
      latest.current();
    };
  }, [isOn]);
}

/** `0:03.2`. */
function clockText(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
  return `${Math.floor(whole / 60)}:${(whole % 60).toFixed(1).padStart(4, '0')}`;
}
