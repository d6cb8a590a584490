import { expect, test } from 'vitest';
import { stepFrame, type Seen } from './frames.ts';

/** A video that refuses what is no time, as browsers do. */
function videoOf(duration: number): HTMLVideoElement & { duration: number } {
  let at = 0;
  return {
    duration,
    paused: true,
    pause: () => undefined,
    addEventListener: () => undefined,
    get currentTime() {
      return at;
    },
    set currentTime(to: number) {
      if (!Number.isFinite(to)) throw new TypeError('The provided double value is non-finite.');
      at = to;
    },
  } as unknown as HTMLVideoElement;
}

test('a step asked for before a video has told its length is passed over, and later ones are not', () => {
  const video = videoOf(Number.NaN);
  const seen: Seen = { start: undefined, seconds: undefined, isSearching: false };
  stepFrame(video, seen, 1);
  expect([video.currentTime, seen.isSearching]).toEqual([0, false]);
  video.duration = 2;
  stepFrame(video, { ...seen, seconds: 0.1 }, 1);
  expect(video.currentTime).toBeCloseTo(0.13);
});
