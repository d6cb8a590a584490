import { useEffect, useRef, type RefObject } from 'react';

/** While the length of frames is unknown, the next one is looked for in strides that pass over none at 60 a second. */
const STRIDE_SECONDS = 1 / 60;
/** A frame that is longer than these strides together is not waited for. */
const MOST_STRIDES = 64;
/** Aims into the frame, not at its edge, where rounding decides. */
const INTO_FRAME = 0.3;

/** What is known of the frames of a video. */
export interface Seen {
  /** Where the shown frame begins. */
  start: number | undefined;
  /** How long frames are: two that were shown one after another. */
  seconds: number | undefined;
  isSearching: boolean;
}

/** Moves a video by one frame, however long its frames are: the browser tells only where the shown one begins. */
export function useFrameSteps(video: RefObject<HTMLVideoElement | null>): (by: 1 | -1) => void {
  const seen = useRef<Seen>({ start: undefined, seconds: undefined, isSearching: false });
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let handle = 0;
    const look = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      const { start } = seen.current;
      const length = start === undefined ? 0 : mediaTime - start;
      if (!element.paused && length > 0.002 && length < 2) seen.current.seconds = length;
      seen.current.start = mediaTime;
      handle = element.requestVideoFrameCallback(look);
    };
    handle = element.requestVideoFrameCallback(look);
    return () => element.cancelVideoFrameCallback(handle);
  }, [video]);
  return (by) => {
    if (video.current !== null) stepFrame(video.current, seen.current, by);
  };
}

/** Shows the next frame or the one before, once the video has told how long it is. */
export function stepFrame(element: HTMLVideoElement, seen: Seen, by: 1 | -1): void {
  if (Number.isNaN(element.duration) || seen.isSearching) return;
  element.pause();
  const { seconds, start = element.currentTime } = seen;
  if (seconds === undefined) void search(element, seen, by);
  else seek(element, start + (by + INTO_FRAME) * seconds);
}

/** Goes on until another frame is shown, which tells how long they are. */
async function search(element: HTMLVideoElement, seen: Seen, by: 1 | -1): Promise<void> {
  seen.isSearching = true;
  try {
    const before = seen.start ?? element.currentTime;
    for (let i = 1; i <= MOST_STRIDES && element.paused; i++) {
      const to = before + by * i * STRIDE_SECONDS;
      await shown(element, to);
      if (seen.start !== undefined && Math.abs(seen.start - before) > 0.002) {
        seen.seconds = Math.abs(seen.start - before);
        break;
      }
      if (to < 0 || to > element.duration) break;
    }
  } finally {
    seen.isSearching = false;
  }
}

/** Seeks, and waits until what is there is also drawn and told. */
function shown(element: HTMLVideoElement, to: number): Promise<void> {
  return new Promise((done) => {
    const drawn = (): void => void requestAnimationFrame(() => requestAnimationFrame(() => done()));
    element.addEventListener('seeked', drawn, { once: true });
    seek(element, to);
  });
}

function seek(element: HTMLVideoElement, to: number): void {
  element.currentTime = Math.min(element.duration, Math.max(0, to));
}
