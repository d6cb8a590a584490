import { Pause, Play } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { playAlone } from '../audio/sound.ts';
import { savedVolume } from '../audio/volume.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

/** Plays a sound where it stands in its row; nothing of it is fetched before. */
export function SoundButton({ href, name }: { readonly href: string; readonly name: string }): ReactElement {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const toggle = (): void => {
    const { current } = audio;
    if (current === null) return;
    if (!current.paused) return current.pause();
    // Refused where the file is damaged: the large view says so.
    current.play().catch(() => setPlaying(false));
  };
  const Picture = isPlaying ? Pause : Play;
  return (
    <>
      <button
        type="button"
        className={styles.playButton}
        tabIndex={-1}
        aria-label={`${isPlaying ? strings.pause : strings.play} ${name}`}
        onClick={(event) => {
          event.stopPropagation();
          toggle();
        }}
      >
        <Picture size={13} aria-hidden />
      </button>
      <audio
        ref={audio}
        src={href}
        preload="none"
        onPlay={({ currentTarget }) => {
          currentTarget.volume = savedVolume();
          playAlone(currentTarget);
          setPlaying(true);
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
    </>
  );
}

/** The first frame of a video; it plays, without sound, while the pointer is over it. */
export function VideoThumb({ href }: { readonly href: string }): ReactElement {
  return (
    <video
      src={href}
      muted
      loop
      playsInline
      preload="metadata"
      // A video that is left before it has begun refuses; there is nothing to tell.
      onPointerEnter={({ currentTarget: video }) => void video.play().catch(() => undefined)}
      onPointerLeave={({ currentTarget: video }) => video.pause()}
    />
  );
}
