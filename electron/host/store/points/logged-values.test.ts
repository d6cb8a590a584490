import { expect, test } from 'vitest';
import { LoggedValues } from './logged-values.ts';
import { makePointsTest } from './test-runs.ts';

const line = (step: number, text: string): string => JSON.stringify({ _step: step, _timestamp: step, text, loss: 1 });
const plain = (step: number): string => JSON.stringify({ _step: step, _timestamp: step, loss: 1 });

test('values of sealed and fresh lines are found by their steps', () => {
  using run = makePointsTest();
  const lines = Array.from({ length: 9000 }, (_, i) => (i % 7 === 0 ? line(i * 2, `value ${i}`) : plain(i * 2)));
  run.append(0, lines);
  const values = new LoggedValues(run.store.db, run.runId, 'text');
  expect(values.steps).toHaveLength(Math.ceil(9000 / 7));
  expect([...values.steps.subarray(0, 3)]).toEqual([0, 14, 28]);
  for (const index of [0, 1, 600, values.steps.length - 1]) {
    expect(JSON.parse(values.textAt(index))).toBe(`value ${(values.steps[index] ?? 0) / 2}`);
  }
  expect(new LoggedValues(run.store.db, run.runId, 'nobody').steps).toHaveLength(0);
  expect(new LoggedValues(run.store.db, run.runId, 'loss').steps).toHaveLength(0);
});

test('of several values at one step the last one counts, and several writers are one row of steps', () => {
  using run = makePointsTest();
  run.append(0, [line(0, 'a'), line(4, 'b'), line(4, 'c'), line(2, 'd')]);
  run.append(0, [line(3, 'of another')], 'other');
  const values = new LoggedValues(run.store.db, run.runId, 'text');
  expect([...values.steps]).toEqual([0, 2, 3, 4]);
  expect([...values.steps].map((_, i) => JSON.parse(values.textAt(i)))).toEqual(['a', 'd', 'of another', 'c']);
});
