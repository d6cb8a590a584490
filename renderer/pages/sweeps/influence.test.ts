import { expect, test } from 'vitest';
import type { SweepTrialInfo } from '#shared/api';
import { influenceOf } from './influence.ts';

const number = { key: 'lr', distribution: 'uniform', text: '' };
const choice = { key: 'opt', distribution: 'categorical', text: '' };

function trials(rows: readonly (readonly [number | string, number])[]): SweepTrialInfo[] {
  return rows.map(([x, value], i) => ({
    number: i + 1,
    run: `r${i}`,
    displayName: `r${i}`,
    stateReason: '',
    createdAt: 0,
    durationS: 0,
    values: [x],
    value,
    isPrior: false,
  }));
}

test('a number that the metric follows has full influence, with its direction', () => {
  const rows = [1, 2, 3, 4, 5].map((x) => [x, x ** 3] as const);
  expect(influenceOf(number, 0, trials(rows))).toEqual({ share: 1, sign: 1 });
  expect(influenceOf(number, 0, trials(rows.map(([x, y]) => [x, -y])))).toEqual({ share: 1, sign: -1 });
});

test('a choice that decides everything has much influence, one that decides nothing has none', () => {
  const decided = trials([
    ['adam', 1],
    ['adam', 2],
    ['sgd', 10],
    ['sgd', 11],
    ['adam', 1.5],
    ['sgd', 12],
  ]);
  expect(influenceOf(choice, 0, decided)?.share).toBeGreaterThan(0.8);
  const even = trials([
    ['adam', 1],
    ['sgd', 2],
    ['sgd', 3],
    ['adam', 4],
  ]);
  expect(influenceOf(choice, 0, even)?.share).toBe(0);
});

test('too few trials, or a parameter that never changed, say nothing', () => {
  expect(
    influenceOf(
      number,
      0,
      trials([
        [1, 1],
        [2, 2],
      ]),
    ),
  ).toBeUndefined();
  expect(
    influenceOf(
      number,
      0,
      trials([
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 4],
        [1, 5],
      ]),
    ),
  ).toBeUndefined();
});
