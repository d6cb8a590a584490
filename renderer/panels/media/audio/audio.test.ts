import { expect, test } from 'vitest';
import { spectrogramOf } from './spectrum.ts';
import { readWav } from './wav.ts';

function wav(bits: number, sampleRate: number, bytes: readonly number[], kind = 1, channels = 1): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + bytes.length));
  const text = (at: number, word: string): void => [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF');
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, kind, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint16(34, bits, true);
  text(36, 'data');
  view.setUint32(40, bytes.length, true);
  bytes.forEach((byte, i) => view.setUint8(44 + i, byte));
  return view.buffer;
}

test('samples of every width come out exactly, at any rate', () => {
  const sound = readWav(wav(16, 32, [0x00, 0x40, 0x00, 0x80]));
  expect(sound?.sampleRate).toBe(32);
  expect([...(sound?.channels[0] ?? [])]).toEqual([0.5, -1]);
  expect([...(readWav(wav(8, 8000, [128, 0, 192]))?.channels[0] ?? [])]).toEqual([0, -1, 0.5]);
  expect([...(readWav(wav(24, 8000, [0, 0, 0x40, 0, 0, 0x80]))?.channels[0] ?? [])]).toEqual([0.5, -1]);
  expect(readWav(wav(16, 8000, [0, 0x40, 0, 0x20], 1, 2))?.channels.map((one) => one[0])).toEqual([0.5, 0.25]);
});

test('what is no sound is told apart from an empty one', () => {
  expect(readWav(new ArrayBuffer(0))).toBeUndefined();
  expect(readWav(new TextEncoder().encode('RIFF but not a sound at all').buffer)).toBeUndefined();
  expect(readWav(wav(16, 8000, []))?.channels[0]).toHaveLength(0);
  expect(readWav(wav(16, 8000, [1, 2], 85))).toBeUndefined();
});

test('a tone is loudest at its own pitch', () => {
  const rate = 8000;
  const tone = Float32Array.from({ length: 8000 }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / rate));
  const { columns, rows, decibels } = spectrogramOf(tone, 40);
  expect(columns).toBe(40);
  const middle = decibels.subarray(20 * rows, 21 * rows);
  const loudest = middle.indexOf(Math.max(...middle));
  expect((loudest * rate) / (rows * 2)).toBeCloseTo(1000, -1);
  expect(middle[loudest]).toBeGreaterThan(-1);
  expect(middle[5]).toBeLessThan(-60);
});
