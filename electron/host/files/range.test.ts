import { expect, test } from 'vitest';
import { readRange } from './range.ts';

const part = (first: number, last: number): object => ({ kind: 'part', first, last });
const ALL = { kind: 'all' };
const NONE = { kind: 'none' };

test.each([
  [undefined, 100, ALL],
  ['bytes=0-9', 100, part(0, 9)],
  ['bytes=90-', 100, part(90, 99)],
  ['bytes=-10', 100, part(90, 99)],
  ['bytes=-1000', 100, part(0, 99)],
  ['bytes=50-1000', 100, part(50, 99)],
  ['bytes=100-', 100, NONE],
  ['bytes=0-0', 0, NONE],
  ['bytes=-0', 100, NONE],
  ['bytes=9-3', 100, ALL],
  ['bytes=0-1,5-6', 100, ALL],
  ['lines=0-1', 100, ALL],
  ['bytes=-', 100, ALL],
])('%s of %i bytes', (header, size, range) => {
  expect(readRange(header, size)).toEqual(range);
});
