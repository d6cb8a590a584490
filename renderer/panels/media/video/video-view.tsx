import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { VideoItem } from '#shared/media';
import { useStable } from '#ui/widgets';
import { isInterruption, playAlone } from '../audio/sound.ts';
import { useVolume } from '../audio/volume.ts';
import type { MediaConfig } from '../config.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { animationType, canDecodeAnimations } from './animated.ts';
import { AnimationView, PlainAnimation } from './animation-view.tsx';
import { VideoControls } from './controls.tsx';
import { useFrameSteps } from './frames.ts';
import { useVideoGroup, useVideoStart } from './group.tsx';
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
  const start = useVideoStart({ isLooping: false });
  const [rate, setRate] = useState(start.rate);
  const [isLooping, setLooping] = useState(start.isLooping);
  const [isSounding, setSounding] = useState(false);
  const [isMuted, setMuted] = useState(false);
  const volume = useVolume();
  const isAlong = useRef(false);
  const stepFrame = useFrameSteps(video);
  const begin = (along: boolean): void => {
    isAlong.current = along;
    video.current?.play().catch((reason: unknown) => {
      // A pause that comes before the first frame ends the call too; the video is as good as before.
      if (!isInterruption(reason)) setBroken(true);
    });
  };
  const seek = (to: number): void => {
    if (video.current !== null) video.current.currentTime = Math.min(duration, Math.max(0, to));
  };
  const handle = useStable({
    playAlong: () => begin(true),
    pause: () => video.current?.pause(),
    seek,
    stepFrame,
    setRate,
    setLooping,
    place: () => ({ seconds: video.current?.currentTime ?? 0, duration }),
  });
  useVideoGroup(handle, { isPlaying, rate, isLooping });
  useEffect(() => {
    if (video.current !== null) video.current.playbackRate = rate;
  }, [rate]);
  useEffect(() => {
    if (video.current !== null) video.current.volume = volume;
  }, [volume]);
  if (isBroken) return <Broken tip={strings.brokenVideoTip} save={save} />;
  return (
    <div className={styles.video} data-fit={config.fit}>
      <video
        ref={video}
        className={styles.picture}
        src={href}
        preload="metadata"
        muted={isMuted}
        loop={isLooping}
        playsInline
        aria-label={item.caption ?? item.file}
        onClick={() => (isPlaying ? handle.pause() : begin(false))}
        onPlay={({ currentTarget }) => {
          if (!isAlong.current && !currentTarget.muted && hasSound(currentTarget)) playAlone(currentTarget);
          setPlaying(true);
        }}
        onPause={() => setPlaying(false)}
        onTimeUpdate={({ currentTarget }) => {
          setTime(currentTarget.currentTime);
          if (hasSound(currentTarget)) setSounding(true);
        }}
        onLoadedMetadata={({ currentTarget }) => setDuration(currentTarget.duration)}
        onError={() => setBroken(true)}
      />
      <VideoControls
        isPlaying={isPlaying}
        onToggle={() => (isPlaying ? handle.pause() : begin(false))}
        onFrame={handle.stepFrame}
        place={duration > 0 ? time / duration : 0}
        onPlace={(place) => seek(place * duration)}
        words={strings.secondsLong(time.toFixed(2))}
        rate={rate}
        onRate={setRate}
        isLooping={isLooping}
        onLoop={setLooping}
        sound={isSounding ? { isMuted, onMuted: setMuted } : undefined}
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
