import { expect, test } from 'vitest';
import { silentLogger, systemClock, type Clock } from '#host/base';
import { DEFAULT_MACHINE_SETTINGS } from '#shared/api';
import type { UnixMs } from '#shared/units';
import { makeSampler, probesFor, type MachineRecord, type Probe, type Sampler } from './index.ts';

/** A clock that moves only when told to; what is due runs in order of time. */
class TestClock implements Clock {
  steady = 0;
  wall = Date.UTC(2026, 0, 1);
  #due: { at: number; fn: () => void }[] = [];
  now = (): UnixMs => this.wall as UnixMs;
  monotonic = (): number => this.steady;
  every = (): (() => void) => () => undefined;
  after = (delayMs: number, fn: () => void): (() => void) => {
    const entry = { at: this.steady + delayMs, fn };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((one) => one !== entry);
    };
  };
  async pass(ms: number): Promise<void> {
    const end = this.steady + ms;
    for (;;) {
      await settle();
      const next = this.#due.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((one) => one !== next);
      this.wall += next.at - this.steady;
      this.steady = next.at;
      next.fn();
    }
    this.wall += end - this.steady;
    this.steady = end;
    await settle();
  }
}

/** Lets promises that are ready run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

function start(probes: readonly Probe[], isWanted = () => true) {
  const clock = new TestClock();
  const records: MachineRecord[] = [];
  const state = { isFull: false };
  const sampler: Sampler = makeSampler({
    clock,
    log: silentLogger,
    host: 'box',
    system: 'Linux',
    probes,
    settings: DEFAULT_MACHINE_SETTINGS,
    record: async (record) => {
      if (state.isFull) throw new Error('no room');
      records.push(record);
    },
    onSample: () => undefined,
    isWanted,
  });
  sampler.start();
  return { clock, records, sampler, state };
}

const steady = (id: string, value: () => number): Probe => ({
  id,
  title: id,
  measure: async () => ({ kind: 'values', values: { [id]: value() } }),
});

test('samples every 2 s become averages of 30 s', async () => {
  let value = 0;
  const { clock, records } = start([steady('cpu', () => value++)]);
  await clock.pass(61_000);
  expect(records.map((record) => record.samples.length)).toEqual([15, 15]);
  expect(records[0]?.means).toEqual({ cpu: 7 });
  expect(records[1]?.means).toEqual({ cpu: 22 });
});

test('a probe that hangs or throws harms no other, is said, and is asked less and less', async () => {
  let asked = 0;
  const bad: Probe = {
    id: 'bad',
    title: 'Bad',
    measure: async () => {
      asked += 1;
      throw new Error('no such register');
    },
  };
  const hanging: Probe = { id: 'hanging', title: 'Hanging', measure: () => new Promise(() => undefined) };
  const { clock, records, sampler } = start([hanging, bad, steady('cpu', () => 5)]);
  await clock.pass(600_000);
  expect(records.length).toBeGreaterThan(15);
  expect(records.at(-1)?.means).toEqual({ cpu: 5 });
  expect(asked).toBeGreaterThan(4);
  expect(asked).toBeLessThan(12);
  expect(sampler.state().probes).toEqual([
    { id: 'hanging', title: 'Hanging', state: 'failing', reason: 'no answer within 5 s' },
    { id: 'bad', title: 'Bad', state: 'failing', reason: 'no such register' },
    { id: 'cpu', title: 'cpu', state: 'ok' },
  ]);
});

test('while nobody looks it is measured every 10 s, and at full pace as soon as somebody does', async () => {
  let count = 0;
  let isWanted = false;
  const { clock, sampler } = start([steady('cpu', () => count++)], () => isWanted);
  await clock.pass(60_000);
  expect(count).toBe(7);
  isWanted = true;
  sampler.hurry();
  await clock.pass(20_000);
  expect(count).toBe(17);
});

test('a sleep, or a clock that is set, ends an average', async () => {
  const { clock, records } = start([steady('cpu', () => 1)]);
  await clock.pass(9000);
  clock.wall += 3_600_000;
  await clock.pass(3000);
  clock.wall -= 7_200_000;
  await clock.pass(60_000);
  expect(records.slice(0, 2).map((record) => record.samples.length)).toEqual([5, 2]);
  for (const { samples } of records) {
    const times = samples.map((sample) => sample.at);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(30_000);
  }
});

test('averages that the store does not take wait for it, and stay to be seen', async () => {
  const { clock, records, sampler, state } = start([steady('cpu', () => 1)]);
  state.isFull = true;
  await clock.pass(120_000);
  expect(records).toEqual([]);
  expect(sampler.pending().length).toBeGreaterThan(55);
  state.isFull = false;
  await clock.pass(30_000);
  expect(records.length).toBeGreaterThan(3);
  await sampler.stop();
  expect(sampler.pending()).toEqual([]);
});

test('values that are no numbers are left out', async () => {
  const { clock, sampler } = start([steady('cpu', () => Number.NaN), steady('memory', () => 3)]);
  await clock.pass(3000);
  expect(sampler.state().values).toEqual({ memory: 3 });
});

test('the machine that runs this test is measured', async () => {
  const { monotonic } = systemClock;
  const probes = probesFor(process.platform, {
    root: '',
    path: process.env.PATH ?? '',
    monotonic,
    everyMs: () => 2000,
  });
  const all = new Map<string, number>();
  for (let i = 0; i < 2; i++) {
    for (const probe of probes) {
      const reading = await probe.measure();
      if (reading.kind === 'missing') expect(reading.reason).not.toBe('');
      else for (const [key, value] of Object.entries(reading.values)) all.set(key, value);
    }
    const until = monotonic() + 120;
    while (monotonic() < until) Math.sqrt(until);
  }
  probes.forEach((probe) => probe.stop?.());
  expect(all.get('cpu')).toBeGreaterThan(0);
  expect(all.get('memory')).toBeGreaterThan(0);
  expect(all.get('memory.used')).toBeGreaterThan(1e6);
  for (const [key, value] of all) expect(Number.isFinite(value), key).toBe(true);
});
