import { expect, test } from 'vitest';
import { UsageError } from '#sdk/base';
import { Aggregate, type Definition, MetricBook } from '#sdk/metrics';

function defined(...calls: Parameters<MetricBook['define']>[]): MetricBook {
  const book = new MetricBook();
  for (const call of calls) book.define(...call);
  return book;
}

test('definitions of one name add up; none follows the newest; overwrite forgets', () => {
  const book = defined(['loss', { summary: 'min' }], ['loss', { summary: ['max'] }], ['loss', { stepMetric: 'epoch' }]);
  expect(book.find('loss')).toMatchObject({ stepMetric: 'epoch', isStepSynced: true });
  expect([...(book.find('loss')?.summary ?? [])]).toEqual(['min', 'max']);
  book.define('loss', { summary: 'none' });
  expect(book.find('loss')?.summary.has('none')).toBe(true);
  book.define('loss', { summary: 'last', overwrite: true });
  expect([...(book.find('loss')?.summary ?? [])]).toEqual(['last']);
  expect(book.find('loss')?.stepMetric).toBeUndefined();
});

test('a name of its own comes before patterns, the longest pattern before others, keys of the client fit none', () => {
  const book = defined(['*', { hidden: true }], ['val/*', { stepMetric: 'epoch' }], ['val/acc', {}]);
  expect(book.find('val/acc')?.name).toBe('val/acc');
  expect(book.find('val/loss')?.name).toBe('val/*');
  expect(book.find('loss')?.name).toBe('*');
  expect(book.find('_step')).toBeUndefined();
});

test.each([
  ['', {}],
  ['a*b', {}],
  ['loss', { summary: 'median' as 'min' }],
  ['loss', { summary: 'best' as const }],
])('a wrong definition is refused: %s %j', (name, options) => {
  expect(() => new MetricBook().define(name, options)).toThrow(UsageError);
});

test('the summary keeps what was asked for; NaN has no part in it', () => {
  const aggregate = new Aggregate<number>();
  for (const value of [3, Number.NaN, 1, 2]) aggregate.add(value, value);
  const members = (summary: Definition['summary'], objective?: 'minimize' | 'maximize'): unknown =>
    Object.fromEntries(
      aggregate.members({ name: 'x', stepMetric: undefined, isStepSynced: false, summary, objective }),
    );
  expect(members(new Set(['min', 'max', 'mean', 'first', 'last']))).toEqual({
    min: 1,
    max: 3,
    mean: 2,
    first: 3,
    last: 2,
  });
  expect(members(new Set(['best']), 'minimize')).toEqual({ best: 1 });
  expect(members(new Set(['best']), 'maximize')).toEqual({ best: 3 });
});
