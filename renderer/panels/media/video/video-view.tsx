import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { VideoItem } from '#shared/media';
import { useStable } from '#ui/widgets';
import { playAlone } from '../audio/sound.ts';
import type { MediaConfig } from '../config.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { animationType, canDecodeAnimations } from './animated.ts';
import { AnimationView, PlainAnimation } from './animation-view.tsx';
import { VideoControls } from './controls.tsx';
import { useVideoGroup } from './group.tsx';
import styles from './video.module.css';

export interface VideoViewProps {
  readonly item: VideoItem;
  readonly href: string;
  readonly config: MediaConfig;
  readonly save: string | undefined;
}

/** Until two frames were seen: what most cameras make. */
const USUAL_FRAME_SECONDS = 1 / 30;

/** A video, or an animated picture as one. */
export function VideoView(props: VideoViewProps): ReactElement {
  if (animationType(props.item.file) !== undefined) {
    return canDecodeAnimations() ? <AnimationView {...props} fit={props.config.fit} /> : <PlainAnimation {...props} />;
  }
  return <FilmView {...props} />;
}

function FilmView({ item, href, config, save }: VideoViewProps): ReactElement {
  const video = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [time, setTime] = useState(0);
  const [duration, setDuration] = useState(0);
  const [rate, setRate] = useState(1);
  const [isLooping, setLooping] = useState(false);
  const frameSeconds = useFrameLength(video);
  const handle = useStable({
    play: () => void video.current?.play().catch(() => setBroken(true)),
    pause: () => video.current?.pause(),
    restart: () => seek(0),
    stepFrame: (by: 1 | -1) => {
      video.current?.pause();
      seek((video.current?.currentTime ?? 0) + by * frameSeconds.current);
    },
  });
  const seek = (to: number): void => {
    if (video.current !== null) video.current.currentTime = Math.min(duration, Math.max(0, to));
  };
  useVideoGroup(handle);
  useEffect(() => {
    if (video.current !== null) video.current.playbackRate = rate;
  }, [rate]);
  if (isBroken) return <Broken tip={strings.brokenVideoTip} save={save} />;
  return (
    <div className={styles.video} data-fit={config.fit}>
      <video
        ref={video}
        className={styles.picture}
        src={href}
        preload="metadata"
        muted={false}
        loop={isLooping}
        playsInline
        aria-label={item.caption ?? item.file}
        onClick={() => (isPlaying ? handle.pause() : handle.play())}
        onPlay={({ currentTarget }) => {
          if (!currentTarget.muted && hasSound(currentTarget)) playAlone(currentTarget);
          setPlaying(true);
        }}
        onPause={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => setTime(currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget }) => setDuration(currentTarget.duration)}
        onError={() => setBroken(true)}
      />
      <VideoControls
        isPlaying={isPlaying}
        onToggle={() => (isPlaying ? handle.pause() : handle.play())}
        onFrame={handle.stepFrame}
        place={duration > 0 ? time / duration : 0}
        onPlace={(place) => seek(place * duration)}
        words={`${time.toFixed(2)} s`}
        rate={rate}
        onRate={setRate}
        isLooping={isLooping}
        onLoop={setLooping}
      />
    </div>
  );
}

/** Whether a video makes any noise; silent ones may play together. */
function hasSound(video: HTMLVideoElement): boolean {
  const decoded = (video as HTMLVideoElement & { readonly webkitAudioDecodedByteCount?: number })
    .webkitAudioDecodedByteCount;
  return decoded !== undefined && decoded > 0;
}

/** Seconds between the last two frames that were shown one after another. */
function useFrameLength(video: React.RefObject<HTMLVideoElement | null>): React.RefObject<number> {
  const seconds = useRef(USUAL_FRAME_SECONDS);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let before: number | undefined;
    let handle = 0;
    const look = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      const length = before === undefined ? 0 : mediaTime - before;
      if (!element.paused && length > 0.002 && length < 2) seconds.current = length;
      before = mediaTime;
      handle = element.requestVideoFrameCallback(look);
    };
    handle = element.requestVideoFrameCallback(look);
    return () => element.cancelVideoFrameCallback(handle);
  }, [video]);
  return seconds;
}
