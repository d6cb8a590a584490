import { expect, test } from 'vitest';
import { VideoGroup, type VideoHandle } from './video-group.ts';

/** A video without pictures: where it is, and what it was told to do. */
function fake(group: VideoGroup, duration: number, seconds = 0) {
  const video = { seconds, isPlaying: false, rate: 1, isLooping: false };
  const tell = (): void => group.tell(handle, video);
  const handle: VideoHandle = {
    playAlong: () => {
      video.isPlaying = true;
      tell();
    },
    pause: () => {
      video.isPlaying = false;
      tell();
    },
    seek: (to) => (video.seconds = Math.min(duration, to)),
    stepFrame: () => undefined,
    setRate: (rate) => {
      video.rate = rate;
      tell();
    },
    setLooping: (isLooping) => {
      video.isLooping = isLooping;
      tell();
    },
    place: () => ({ seconds: video.seconds, duration }),
  };
  return { video, handle, remove: group.add(handle) };
}

test('after a pause all go on from the place of the one that is behind', () => {
  const group = new VideoGroup();
  const [a, b] = [fake(group, 4, 1.43), fake(group, 4, 1.4)];
  group.play();
  expect([a.video.seconds, b.video.seconds]).toEqual([1.4, 1.4]);
  expect([a.video.isPlaying, b.video.isPlaying]).toEqual([true, true]);
});

test('a shorter one that is over waits for the others, and all begin anew once all are over', () => {
  const group = new VideoGroup();
  const [short, long] = [fake(group, 2, 1.99), fake(group, 4, 3)];
  group.play();
  expect([short.video.isPlaying, short.video.seconds]).toEqual([false, 1.99]);
  expect([long.video.isPlaying, long.video.seconds]).toEqual([true, 3]);
  group.all((one) => one.pause());
  long.video.seconds = 4;
  group.play();
  expect([short.video.seconds, long.video.seconds]).toEqual([0, 0]);
  expect(short.video.isPlaying).toBe(true);
});

test('what is told of all is what they do, whoever changed it', () => {
  const group = new VideoGroup();
  const [a, b] = [fake(group, 4), fake(group, 4)];
  expect(group.state()).toEqual({ count: 2, isPlaying: false, rate: 1, isLooping: false });
  group.play();
  a.handle.pause();
  expect(group.state().isPlaying).toBe(true);
  b.handle.pause();
  expect(group.state().isPlaying).toBe(false);
  group.choose({ rate: 0.5, isLooping: true });
  expect(group.state()).toMatchObject({ rate: 0.5, isLooping: true });
  a.handle.setRate(2);
  expect(group.state().rate).toBeUndefined();
  b.remove();
  expect(group.state()).toMatchObject({ count: 1, rate: 2 });
});
