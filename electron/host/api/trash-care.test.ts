import { expect, test } from 'vitest';
import type { Clock } from '#host/base';
import { saveSettings } from '#host/store';
import type { TrashList } from '#shared/api';
import type { UnixMs } from '#shared/units';
import { openTestHost, type TestHost } from './test-host.ts';
import { startTrashCare } from './trash-care.ts';

const DAY_MS = 86_400_000;

/** A clock whose hours come when a test says so. */
function handClock(): Clock & { wall: number; hour: () => Promise<void> } {
  const hourly = new Set<() => void>();
  const clock = {
    wall: Date.UTC(2026, 0, 1),
    now: (): UnixMs => clock.wall as UnixMs,
    monotonic: () => 0,
    after: () => (): void => undefined,
    every(_intervalMs: number, fn: () => void): () => void {
      hourly.add(fn);
      return () => void hourly.delete(fn);
    },
    async hour(): Promise<void> {
      for (const fn of hourly) fn();
      // The callers of the test host answer at once; only promises lie between.
      await new Promise((resolve) => void setImmediate(resolve));
    },
  };
  return clock;
}

async function total(host: TestHost): Promise<number> {
  const answer = await host.app.inject({ method: 'GET', url: '/api/projects/ada/p/trash' });
  return (JSON.parse(answer.body) as TrashList).total;
}

test('runs go for good when their days in the trash are over, however many, and none before', async () => {
  const clock = handClock();
  const host = openTestHost(clock);
  const names = Array.from({ length: 45 }, (_, i) => `run${i}`);
  for (const name of names) host.run(name, { state: 'finished' });
  const remove = (runs: readonly string[]): Promise<unknown> =>
    host.app.inject({ method: 'POST', url: '/api/projects/ada/p/runs/delete', payload: { runs } });
  await remove(names.slice(0, 44));
  clock.wall += 29 * DAY_MS;
  await remove(names.slice(44));
  const stop = startTrashCare(host.host);
  await clock.hour();
  expect(await total(host)).toBe(45);
  clock.wall += DAY_MS + 1;
  await clock.hour();
  expect(await total(host)).toBe(1);
  // Fewer days, by the settings, let go what has lain there longer.
  host.write((ctx) => saveSettings(ctx, { crashAfterSeconds: 300, trashDays: 1 }));
  clock.wall += 1;
  await clock.hour();
  expect(await total(host)).toBe(0);
  stop();
  await host.close();
});
