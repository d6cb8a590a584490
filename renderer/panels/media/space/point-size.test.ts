import { expect, test } from 'vitest';
import { pointSizeFor } from './point-size.ts';

test('points of a small cloud are large enough to be seen, those of a large one small', () => {
  expect([3, 50, 2000, 20_000, 2_000_000].map(pointSizeFor)).toEqual([5, 5, 3, 2, 2]);
});
