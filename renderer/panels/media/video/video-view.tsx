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
import { useFrameSteps } from './frames.ts';
import { useVideoGroup } from './group.tsx';
import styles from './video.module.css';

export interface VideoViewProps {
  readonly item: VideoItem;
  readonly href: string;
  readonly config: MediaConfig;
  readonly save: string | undefined;
}

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
  const stepFrame = useFrameSteps(video);
  const handle = useStable({
    play: () => void video.current?.play().catch(() => setBroken(true)),
    pause: () => video.current?.pause(),
    restart: () => seek(0),
    stepFrame,
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
        words={strings.secondsLong(time.toFixed(2))}
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
