import { expect, test } from 'vitest';
import type { RunGroup } from '#shared/api';
import { numbersOf } from '#shared/metrics';
import { describe as columnFor } from './columns.ts';
import { latexTable, markdownTable } from './export-text.ts';
import { pivotTable } from './pivot-text.ts';

const OPT = columnFor({ kind: 'config', key: 'opt' });
const LR = columnFor({ kind: 'config', key: 'lr' });
const ACC = columnFor({ kind: 'summary', key: 'acc' });
const group = (opt: string, lr: number | undefined, ...acc: number[]): RunGroup => ({
  values: [{ value: opt }, lr === undefined ? {} : { value: lr }],
  runs: acc.map((_, i) => `${opt}${lr}${i}`),
  stateCounts: {},
  numbers: [numbersOf(acc) ?? null],
});
const GROUPS = [
  group('sgd_m', 0.1, 0.5),
  group('adam', 0.1, 0.7, 0.9),
  group('adam', 0.01, 0.6, 0.6),
  group('sgd_m', undefined, 1),
];

test('a row for each group, or for each value of one key with the others side by side', () => {
  const long = pivotTable(GROUPS, { by: [OPT, LR], across: undefined, values: [ACC] });
  expect(long.head).toEqual(['config.opt', 'config.lr', 'runs', 'summary.acc']);
  expect(long.rows).toEqual([
    ['adam', '0.01', '2', '0.6 ± 0'],
    ['adam', '0.1', '2', '0.8 ± 0.14'],
    ['sgd_m', '0.1', '1', '0.5'],
    ['sgd_m', '(none)', '1', '1'],
  ]);
  const wide = pivotTable(GROUPS, { by: [OPT, LR], across: LR.id, values: [ACC] });
  expect(wide.head).toEqual(['config.opt', 'lr 0.01', 'lr 0.1', 'lr (none)']);
  expect(wide.rows).toEqual([
    ['adam', '0.6 ± 0', '0.8 ± 0.14', '–'],
    ['sgd_m', '–', '0.5', '1'],
  ]);
  expect(latexTable(wide)).toContain('adam & 0.6 $\\pm$ 0 & 0.8 $\\pm$ 0.14 & –');
  expect(latexTable(wide)).toContain('\\begin{tabular}{lrrr}');
  expect(markdownTable(wide)).toContain('| sgd_m | – | 0.5 | 1 |');
});
