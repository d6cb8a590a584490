import { lazy, Suspense, type ReactElement } from 'react';
import { NEW_MEDIA } from './config.ts';
import styles from './media.module.css';

const AudioView = lazy(async () => ({ default: (await import('./audio/audio-view.tsx')).AudioView }));
const VideoView = lazy(async () => ({ default: (await import('./video/video-view.tsx')).VideoView }));

/** What a file plays as, by its name; animated pictures are pictures. */
export function playedKind(name: string): 'audio' | 'video' | undefined {
  if (/\.(wav|mp3|ogg|oga|flac|m4a|aac|opus)$/i.test(name)) return 'audio';
  return /\.(mp4|m4v|webm|ogv|mov)$/i.test(name) ? 'video' : undefined;
}

const SOUND_CONFIG = { ...NEW_MEDIA, hasSpectrogram: true };

/** A file that plays, outside of any panel: a sound with its waveform and tones, or a video. */
export function PlayedFile({ name, href }: { readonly name: string; readonly href: string }): ReactElement {
  const save = `${href}?download`;
  return (
    <Suspense>
      {playedKind(name) === 'audio' ? (
        <div className={styles.playedSound}>
          <AudioView item={{ kind: 'audio', file: name }} href={href} config={SOUND_CONFIG} save={save} />
        </div>
      ) : (
        <div className={styles.playedVideo}>
          <VideoView item={{ kind: 'video', file: name }} href={href} config={NEW_MEDIA} save={save} />
        </div>
      )}
    </Suspense>
  );
}
