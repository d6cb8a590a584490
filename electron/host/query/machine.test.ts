import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineWrites, type MachineInterval } from '#host/store';
import { decodeSeries, type MachinePoint, type SeriesLine } from '#shared/api';
import { machineReads } from './machine.ts';
import { openTestStore, type TestStore } from './test-store.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 5, 1, 0, 0, 15);
let store: TestStore;

beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.close());

function record(at: number, cpu: number, more: Partial<MachineInterval> = {}): void {
  store.now = at;
  const samples = [-10, 0, 10].map((s): MachinePoint => ({ at: at + s * 1000, values: { cpu: cpu + s / 10 } }));
  store.write((ctx) =>
    machineWrites['machine.record'](ctx, { at, means: { cpu }, samples, processes: [], keepDays: 30, ...more }),
  );
}

function read(from: number, to: number, buckets = 2000, pending: readonly MachinePoint[] = []): SeriesLine[] {
  const { context } = store;
  const args = { keys: ['cpu', 'nothing'], from, to, buckets, pending, gapSeconds: 90 };
  return decodeSeries(machineReads['machine.series'](context, args).value);
}

function line(lines: readonly SeriesLine[]): Extract<SeriesLine, { mode: 'buckets' }> {
  const [first] = lines;
  if (first?.mode !== 'buckets') throw new Error('no line');
  return first;
}

test('single samples for the last hour, averages before, nothing for unknown keys', () => {
  for (let i = 0; i < 4 * 120; i++) record(START + i * 30_000, i % 50);
  const end = START + 4 * HOUR;
  expect(read(end - HOUR / 2, end).length).toBe(1);
  expect(line(read(end - HOUR / 2, end)).facts.pointCount).toBeGreaterThan(170);
  const whole = line(read(START - HOUR, end));
  expect(whole.facts.pointCount).toBe(480);
  expect(Math.max(...whole.max)).toBe(49);
  expect([...whole.x]).toEqual([...whole.x].sort((a, b) => a - b));
  const rows = store.db.prepare('SELECT count(*) AS n FROM machine_recent').get() as { n: number };
  expect(rows.n).toBeLessThanOrEqual(241);
});

test('what is not kept yet is seen, and a stop of the host is a gap', () => {
  record(START, 10);
  record(START + 600_000, 20);
  const pending = [{ at: START + 640_000, values: { cpu: 90 } }];
  const { mean, count } = line(read(START - 60_000, START + 700_000, 2000, pending));
  expect(mean.at(-1)).toBe(90);
  expect([...count].filter((n) => n === 0).length).toBe(1);
});

test('a clock that goes back leaves points in order, and loses none', () => {
  for (let i = 0; i < 10; i++) record(START + i * 30_000, 1);
  record(START + 3 * HOUR, 2);
  for (let i = 0; i < 10; i++) record(START + 15_000 + i * 30_000, 3);
  record(START + 6 * HOUR, 4);
  const { x, facts } = line(read(START - HOUR, START + 6 * HOUR));
  expect(facts.pointCount).toBe(22);
  expect([...x]).toEqual([...x].sort((a, b) => a - b));
});

test('what is older than wanted goes, and a clock set far ahead for a moment takes at most two days along', () => {
  for (let hour = 0; hour < 100; hour++) record(START + hour * HOUR, hour, { keepDays: 2 });
  const hours = (): number => (store.db.prepare('SELECT count(*) AS n FROM machine_hours').get() as { n: number }).n;
  expect(hours()).toBeLessThanOrEqual(49);
  const before = hours();
  store.now = START + 1000 * 24 * HOUR;
  record(START + 1000 * 24 * HOUR, 1, { keepDays: 30 });
  expect(before - hours()).toBeLessThanOrEqual(48);
});

test('a run of this machine knows its time, its keys and who was on the cards', () => {
  store.now = START;
  store.run('mine', { fields: { host: 'box' } });
  store.run('other', { fields: { host: 'elsewhere' } });
  const processes = [{ gpu: '0', pid: 7, name: 'train.py', memoryBytes: 5 }];
  record(START + 30_000, 1, { processes });
  record(START + 60_000, 1, { processes: [{ ...processes[0], gpu: '0', pid: 7, name: 'train.py', memoryBytes: 9 }] });
  record(START + 10 * 60_000, 1, { processes });
  store.now = START + 90_000;
  const { context } = store;
  const of = (run: string) =>
    machineReads['machine.ofRun'](context, {
      path: { entity: 'e', project: 'p', run },
      host: 'box',
      pendingKeys: ['swap'],
    });
  expect(of('mine')).toMatchObject({
    isHere: true,
    keys: ['cpu', 'swap'],
    gpuUses: [
      { gpu: '0', pid: 7, name: 'train.py', firstAt: START + 30_000, lastAt: START + 60_000, mostMemoryBytes: 9 },
    ],
  });
  expect(of('other')).toMatchObject({ isHere: false, keys: [], gpuUses: [] });
});
