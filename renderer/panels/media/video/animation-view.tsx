import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useData } from '#ui/data';
import { useStable } from '#ui/widgets';
import type { Fit } from '../config.ts';
import { strings } from '../strings.ts';
import { Broken } from '../trouble.tsx';
import { animationType } from './animated.ts';
import { VideoControls } from './controls.tsx';
import { useVideoGroup, useVideoStart } from './group.tsx';
import styles from './video.module.css';

const FETCH_MS = 60_000;
/** A frame without a time of its own; browsers do the same. */
const USUAL_FRAME_MS = 100;

export interface AnimationViewProps {
  readonly item: { readonly file: string; readonly caption?: string };
  readonly href: string;
  readonly fit: Fit;
  readonly save: string | undefined;
}

interface Animation {
  readonly decoder: ImageDecoder;
  readonly frameCount: number;
}

/** An animated picture frame by frame: pause, single frames, place, speed. Plays as often as a video would. */
export function AnimationView({ item, href, fit, save }: AnimationViewProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { clock } = useData();
  const { animation, isBroken } = useAnimation(item.file, href);
  const [frame, setFrame] = useState(0);
  const [frameMs, setFrameMs] = useState(USUAL_FRAME_MS);
  const [isPlaying, setPlaying] = useState(false);
  const start = useVideoStart({ isLooping: true });
  const [rate, setRate] = useState(start.rate);
  const [isLooping, setLooping] = useState(start.isLooping);
  const count = animation?.frameCount ?? 0;
  const play = (): void => {
    if (frame >= count - 1) setFrame(0);
    setPlaying(true);
  };
  const handle = useStable({
    playAlong: () => setPlaying(true),
    pause: () => setPlaying(false),
    // Frames that last unlike each other come only near: the decoder tells how long one lasts once it is there.
    seek: (seconds: number) => setFrame(Math.min(count - 1, Math.max(0, Math.round((seconds * 1000) / frameMs)))),
    stepFrame: (by: 1 | -1) => {
      setPlaying(false);
      setFrame((old) => Math.min(count - 1, Math.max(0, old + by)));
    },
    setRate,
    setLooping,
    place: () => ({ seconds: (frame * frameMs) / 1000, duration: (Math.max(0, count - 1) * frameMs) / 1000 }),
  });
  useVideoGroup(handle, { isPlaying, rate, isLooping });
  useEffect(() => {
    if (animation === undefined) return undefined;
    let isWanted = true;
    void animation.decoder.decode({ frameIndex: frame }).then(
      ({ image }) => {
        if (isWanted) paint(canvas.current, image);
        setFrameMs(image.duration === null || image.duration <= 0 ? USUAL_FRAME_MS : image.duration / 1000);
        image.close();
      },
      // The rest of a damaged animation stays at its last good frame.
      () => setPlaying(false),
    );
    return () => {
      isWanted = false;
    };
  }, [animation, frame]);
  useEffect(() => {
    if (!isPlaying || count < 2) return undefined;
    return clock.after(frameMs / rate, () => {
      if (frame < count - 1) setFrame(frame + 1);
      else if (isLooping) setFrame(0);
      else setPlaying(false);
    });
  }, [clock, isPlaying, isLooping, frame, count, frameMs, rate]);
  if (isBroken) return <Broken tip={strings.brokenImageTip} save={save} />;
  return (
    <div className={styles.video} data-fit={fit} data-frames={count === 0 ? undefined : count} data-frame={frame}>
      <canvas
        ref={canvas}
        className={styles.picture}
        role="img"
        aria-label={item.caption ?? item.file}
        onClick={() => (isPlaying ? handle.pause() : play())}
      />
      <VideoControls
        isPlaying={isPlaying}
        onToggle={() => (isPlaying ? handle.pause() : play())}
        onFrame={handle.stepFrame}
        place={count > 1 ? frame / (count - 1) : 0}
        onPlace={(place) => setFrame(Math.round(place * Math.max(0, count - 1)))}
        words={`${frame + 1} / ${Math.max(1, count)}`}
        rate={rate}
        onRate={setRate}
        isLooping={isLooping}
        onLoop={setLooping}
      />
    </div>
  );
}

/** Plays by itself, and says so: outside of secure contexts there is no decoder. */
export function PlainAnimation({ item, href }: Pick<AnimationViewProps, 'item' | 'href'>): ReactElement {
  return (
    <div className={styles.video}>
      <img className={styles.picture} src={href} alt={item.caption ?? ''} draggable={false} />
      <div className={styles.controls}>{strings.plainAnimation}</div>
    </div>
  );
}

function useAnimation(
  file: string,
  href: string,
): { readonly animation: Animation | undefined; readonly isBroken: boolean } {
  const [animation, setAnimation] = useState<Animation | undefined>(undefined);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    let decoder: ImageDecoder | undefined;
    let isWanted = true;
    const open = async (): Promise<void> => {
      const response = await fetch(href, { signal: AbortSignal.timeout(FETCH_MS) });
      if (!response.ok) throw new Error(strings.status(response.status));
      decoder = new ImageDecoder({ data: await response.arrayBuffer(), type: animationType(file) ?? 'image/gif' });
      await decoder.tracks.ready;
      await decoder.completed;
      // A head alone counts as a frame; what has no first picture is no animation.
      (await decoder.decode({ frameIndex: 0 })).image.close();
      const frameCount = decoder.tracks.selectedTrack?.frameCount ?? 0;
      if (frameCount === 0) throw new Error(strings.noFrames);
      if (isWanted) setAnimation({ decoder, frameCount });
      else decoder.close();
    };
    open().catch(() => isWanted && setBroken(true));
    return () => {
      isWanted = false;
      if (decoder?.complete === true) decoder.close();
    };
  }, [file, href]);
  return { animation, isBroken };
}

function paint(canvas: HTMLCanvasElement | null, image: VideoFrame): void {
  if (canvas === null) return;
  if (canvas.width !== image.displayWidth || canvas.height !== image.displayHeight) {
    canvas.width = image.displayWidth;
    canvas.height = image.displayHeight;
  }
  const context = canvas.getContext('2d');
  context?.clearRect(0, 0, canvas.width, canvas.height);
  context?.drawImage(image, 0, 0);
}
