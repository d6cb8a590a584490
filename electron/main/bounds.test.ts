import { expect, test } from 'vitest';
import { boundsOnScreens } from './bounds.ts';

const laptop = { x: 0, y: 0, width: 1920, height: 1080 };
const beside = { x: 1920, y: 0, width: 2560, height: 1440 };

test('a first window lies in the middle of the first screen', () => {
  expect(boundsOnScreens(undefined, [laptop])).toEqual({ x: 240, y: 80, width: 1440, height: 920 });
});

test('a remembered window comes back where it was, on any screen', () => {
  const place = { x: 2100, y: 100, width: 1500, height: 900 };
  expect(boundsOnScreens(place, [laptop, beside])).toEqual(place);
});

test('a window of a screen that is gone comes back to the one that is left', () => {
  const place = { x: 2100, y: 100, width: 1500, height: 900 };
  expect(boundsOnScreens(place, [laptop])).toEqual({ x: 240, y: 80, width: 1440, height: 920 });
});

test('a small screen gets a window no larger than itself', () => {
  expect(boundsOnScreens(undefined, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({
    x: 0,
    y: 0,
    width: 1280,
    height: 720,
  });
});
