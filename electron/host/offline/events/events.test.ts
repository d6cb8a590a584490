import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scalarEvent } from '../test-support.ts';
import { maskedCrc32c } from './crc32c.ts';
import { openEventLog } from './event-log.ts';
import { histogramOf } from './histogram.ts';
import { readEventRecords } from './records.ts';

const events = Array.from({ length: 50 }, (_, i) => scalarEvent(1e9 + i, i, `tag${i % 3}`, i));
const whole = Buffer.concat(events);
const ends = events.reduce<number[]>((all, event) => [...all, (all.at(-1) ?? 0) + event.length], []);

function readAll(bytes: Uint8Array): { count: number; damage: number; position: number } {
  const records = readEventRecords({ read: (offset, length) => bytes.subarray(offset, offset + length) });
  for (let count = 0; ; count++) {
    const step = records.next();
    if (step.done === true) return { count, damage: step.value.damage.length, position: step.value.position };
  }
}

test('the checksum is that of the format', () => {
  // From TensorFlow's own tests: the CRC-32C of 32 zero bytes is 0x8a9136aa.
  const crc = 0x8a9136aa;
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  expect(maskedCrc32c(new Uint8Array(32))).toBe(masked);
});

test('a cut log gives all whole records before the cut', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length }), (cut) => {
      const { count, damage } = readAll(whole.subarray(0, cut));
      expect({ count, damage }).toEqual({ count: ends.filter((end) => end <= cut).length, damage: 0 });
    }),
  );
});

test('a flipped byte costs one record', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, bits) => {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] as number) ^ bits;
      const { count, damage, position } = readAll(bytes);
      expect(count).toBe(events.length - 1);
      expect(damage === 1 || position < whole.length).toBe(true);
    }),
  );
});

test('a histogram gets a left edge, and few bins however many came', () => {
  const doubles = (...values: number[]): Uint8Array => new Uint8Array(Float64Array.from(values).buffer);
  expect(histogramOf({ histogram: { min: -2, limits: doubles(-1, 0, 1), counts: doubles(3, 0, 4) } })).toEqual({
    edges: [-2, -1, 0, 1],
    counts: [3, 0, 4],
  });
  expect(histogramOf({ histogram: { min: 0, limits: doubles(-1, 0, 1), counts: doubles(0, 1, 4) } })).toEqual({
    edges: [-1, 0, 1],
    counts: [1, 4],
  });
  const edges = Array.from({ length: 2001 }, (_, i) => i);
  const counts = edges.map((_, i) => (i === 0 ? 0 : 1));
  const many = histogramOf({ histogram: { limits: doubles(...edges), counts: doubles(...counts) } });
  expect(many?.counts).toHaveLength(512);
  expect(many?.counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
});

test('events with times that no clock shows are read like others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-events-'));
  const times = [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300, Number.NaN];
  const bytes = Buffer.concat(times.map((at) => scalarEvent(at, 3, 'tag', 1)));
  writeFileSync(join(folder, 'events.out.tfevents.1.box'), bytes);
  const log = openEventLog(folder);
  const { history, rest } = log.next({ step: 0, seconds: 0 });
  expect(history.lines).toHaveLength(times.length);
  expect(rest).toMatchObject({ historyCount: times.length, lastAtMs: 0 });
  log.close();
  rmSync(folder, { recursive: true, force: true });
});
