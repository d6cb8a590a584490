import { expect, test } from 'vitest';
import { animationType, isAnimated } from './animated.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : [...part])),
  );

const HEAD = bytes('GIF89a', [2, 0, 2, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255]);
const CONTROL = [0x21, 0xf9, 4, 0, 10, 0, 0, 0];
const PICTURE = [0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x2c, 0x21, 0];

test('a GIF is animated by its second picture, not by bytes that look like one', () => {
  expect(isAnimated(bytes([...HEAD], CONTROL, PICTURE, [0x3b]))).toBe(false);
  expect(isAnimated(bytes([...HEAD], CONTROL, PICTURE, CONTROL, PICTURE, [0x3b]))).toBe(true);
  expect(isAnimated(bytes('GIF89a'))).toBe(false);
});

test('a WebP is animated when its extended head says so', () => {
  const head = (kind: string, flags: number): Uint8Array =>
    bytes('RIFF', [9, 0, 0, 0], 'WEBP', kind, [10, 0, 0, 0], [flags, 0, 0, 0]);
  expect(isAnimated(head('VP8X', 0x02))).toBe(true);
  expect(isAnimated(head('VP8X', 0x10))).toBe(false);
  expect(isAnimated(head('VP8 ', 0x02))).toBe(false);
  expect(isAnimated(new Uint8Array(0))).toBe(false);
});

test('endings tell what may move', () => {
  expect(['a.gif', 'b.WEBP', 'c.png', 'webp'].map(animationType)).toEqual([
    'image/gif',
    'image/webp',
    undefined,
    undefined,
  ]);
});
