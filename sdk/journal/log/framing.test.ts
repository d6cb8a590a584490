import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { LogAppender } from './appender.ts';
import { itemPrefix } from './item-writer.ts';
import { type ByteSource, NotALogError, type ReadEnd, readRecords } from './framing.ts';

const folder = mkdtempSync(join(tmpdir(), 'taffrail-framing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const log = new LogAppender(join(folder, 'framed.wandb'));
/** Offsets behind each record. */
const ends: number[] = [];
// Records of all sizes: many in a block, some over several blocks.
for (let i = 0; i < 400; i++) {
  log.item(itemPrefix(['value']), `"${'x'.repeat((i * 37) % 900)}${i % 50 === 0 ? 'y'.repeat(70_000) : ''}"`);
  log.item(itemPrefix(['_step']), String(i));
  log.endHistory(i);
  log.write();
  ends.push(log.position);
}
const whole = readFileSync(log.path);

function source(bytes: Uint8Array): ByteSource {
  return { read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function readAll(bytes: Uint8Array, from = 0): { payloads: string[]; end: ReadEnd } {
  const payloads: string[] = [];
  const records = readRecords(source(bytes), from);
  for (;;) {
    const step = records.next();
    if (step.done === true) return { payloads, end: step.value };
    payloads.push(Buffer.from(step.value.payload).toString('latin1'));
  }
}

const all = readAll(whole).payloads;

test('every record of a sound log is read, also those over several blocks', () => {
  expect(all).toHaveLength(ends.length);
  expect(readAll(whole).end).toEqual({ position: whole.length, isTorn: false, damage: [] });
});

test('a log cut at any byte gives every whole record before the cut, and goes on from there when the rest comes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length }), (cut) => {
      const { payloads, end } = readAll(whole.subarray(0, cut));
      const count = ends.filter((at) => at <= cut).length;
      expect(payloads).toEqual(all.slice(0, count));
      expect(end.damage).toEqual([]);
      expect([...payloads, ...readAll(whole, end.position).payloads]).toEqual(all);
    }),
    { numRuns: 60 },
  );
});

test('a flipped byte costs the records of its block and no other, and is reported with its place', () => {
  fc.assert(
    fc.property(fc.integer({ min: 7, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, bits) => {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] as number) ^ bits;
      const { payloads, end } = readAll(bytes);
      const before = ends.filter((behind) => behind <= at - (at % 32_768)).length;
      expect(payloads.slice(0, before)).toEqual(all.slice(0, before));
      // What comes back after the damage is the very end of the log.
      const known = new Set(all);
      expect(payloads.every((payload) => known.has(payload))).toBe(true);
      const isSeen = end.damage.some((span) => span.from <= at && at < span.to + 32_768) || end.isTorn;
      expect(isSeen || payloads.length === all.length).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('damage in the first block leaves what lies in later blocks', () => {
  const bytes = Uint8Array.from(whole);
  bytes.fill(0xff, 5_000, 5_100);
  const { payloads, end } = readAll(bytes);
  expect(payloads.at(-1)).toBe(all.at(-1));
  expect(payloads.length).toBeGreaterThan(all.length / 2);
  expect(end.damage[0]?.from).toBeLessThanOrEqual(5_000);
});

test('what is no log is told apart from one that has just begun', () => {
  expect(() => readAll(Buffer.from('hello world'))).toThrow(NotALogError);
  expect(() => readAll(Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 9]))).toThrow('version 9');
  expect(readAll(whole.subarray(0, 4)).payloads).toEqual([]);
  expect(readAll(new Uint8Array(0)).payloads).toEqual([]);
});
