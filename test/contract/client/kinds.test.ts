import { expect, test } from 'vitest';
import type { RunDetail } from '#shared/api';
import { describeClient, testCases } from './cases.ts';

describeClient('values and keys', 'kinds.py', (subject) => {
  testCases(subject, {
    scalars: 'scalars keep their type and every digit',
    not_finite: 'NaN and the infinities are values',
    names: 'any text is a key',
    paths: 'names, groups and tags in any script',
    wide_and_long: '5,000 keys in a row, and a text of 70 kB',
    python_values: 'dates, bytes, complex numbers, sets, tuples, dicts and lists',
    numpy_values: 'numpy scalars and arrays; long ones become histograms',
    converted: 'a DataFrame is a table',
    nested_and_merged: 'values gathered for one step are one row; nested dicts are addressed by dots',
  });

  test('several kinds under one key are all kept, counted and listed', async () => {
    await subject().run('mixed_kinds');
    const detail = await subject().api<RunDetail>(`/runs/${subject().entity}/types/mixed`);
    expect(detail.metrics.find(({ name }) => name === 'x')?.typeCounts).toEqual({
      number: 3,
      string: 1,
      histogram: 1,
      list: 1,
      boolean: 1,
      null: 1,
    });
    expect(detail.metrics.map(({ name }) => name)).toContain('x.deep');
    expect(detail.refusals).toEqual([]);
  });
});
