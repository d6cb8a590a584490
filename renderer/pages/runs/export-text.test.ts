import { expect, test } from 'vitest';
import type { RunRow } from '#shared/api';
import { describe } from './columns.ts';
import { exportText } from './export-text.ts';

const ROW: RunRow = {
  head: {
    path: { entity: 'a', project: 'p', run: 'r1' },
    displayName: 'say "hi", run',
    state: 'finished',
    stateReason: '',
    createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    heartbeatAt: 0,
    durationMs: 1500,
    tags: ['x', 'y'],
    notes: 'two\nlines',
    username: 'a',
    lastStep: 9,
    ordinal: 0,
    refusedLines: 0,
    isStopRequested: false,
  },
  values: [{ value: 0.1 }, {}, { value: null }, { value: [1, 2] }],
};

test('cells keep their exact values, quotes and line ends', () => {
  const columns = [
    describe({ kind: 'run', key: 'displayName' }),
    describe({ kind: 'config', key: 'lr' }),
    describe({ kind: 'run', key: 'createdAt' }),
    describe({ kind: 'summary', key: 'lr' }),
    describe({ kind: 'run', key: 'duration' }),
    describe({ kind: 'config', key: 'none' }),
    describe({ kind: 'config', key: 'list' }),
    describe({ kind: 'run', key: 'notes' }),
  ];
  expect(exportText('csv', columns, [ROW])).toBe(
    'Name,config.lr,Created,summary.lr,Runtime,config.none,config.list,Notes\r\n' +
      '"say ""hi"", run",0.1,2026-01-02T03:04:05.000Z,,1.5,null,"[1,2]","two\nlines"\r\n',
  );
});

const PAPER = [
  describe({ kind: 'run', key: 'displayName' }),
  describe({ kind: 'config', key: 'a_b' }, 'number'),
  describe({ kind: 'summary', key: 'x|y' }, 'number'),
];
const PAPER_ROW: RunRow = {
  ...ROW,
  head: { ...ROW.head, displayName: '50 % of #1 & {x}' },
  values: [{ value: 0.123_456_78 }, {}],
};

test('a table for paper: signs of LaTeX and Markdown are escaped, numbers short', () => {
  expect(exportText('latex', PAPER, [PAPER_ROW])).toBe(
    [
      '% \\usepackage{booktabs}',
      '\\begin{tabular}{lrr}',
      '  \\toprule',
      '  Name & config.a\\_b & summary.x|y \\\\',
      '  \\midrule',
      '  50 \\% of \\#1 \\& \\{x\\} & 0.1235 &  \\\\',
      '  \\bottomrule',
      '\\end{tabular}',
      '',
    ].join('\n'),
  );
  expect(exportText('markdown', PAPER, [PAPER_ROW])).toBe(
    '| Name | config.a_b | summary.x\\|y |\n| --- | ---: | ---: |\n| 50 % of #1 & {x} | 0.1235 |  |\n',
  );
});

test('JSON keeps exact values, and leaves out what a run does not have', () => {
  expect(JSON.parse(exportText('json', PAPER, [PAPER_ROW]))).toEqual([
    { id: 'r1', Name: '50 % of #1 & {x}', 'config.a_b': 0.123_456_78 },
  ]);
});

test('a best value comes with its step in every kind of file', () => {
  const columns = [
    describe({ kind: 'metric', key: 'val_loss', stat: 'best' }),
    describe({ kind: 'config', key: 'lr' }),
  ];
  const reached: RunRow = { ...ROW, values: [{ value: 0.123456, step: 1200 }, { value: 1 }] };
  const never: RunRow = { ...ROW, values: [{}, { value: 2 }] };
  const rows = [reached, never];
  expect(exportText('csv', columns, rows)).toBe(
    'best val_loss,best val_loss step,config.lr\r\n0.123456,1200,1\r\n,,2\r\n',
  );
  expect(JSON.parse(exportText('json', columns, rows))).toEqual([
    { id: 'r1', 'best val_loss': 0.123456, 'best val_loss step': 1200, 'config.lr': 1 },
    { id: 'r1', 'config.lr': 2 },
  ]);
  expect(exportText('latex', columns, rows)).toContain(
    '  best val\\_loss & best val\\_loss step & config.lr \\\\\n  \\midrule\n  0.1235 & 1200 & 1 \\\\\n   &  & 2 \\\\\n',
  );
  expect(exportText('markdown', columns, rows)).toContain('| ---: | ---: | --- |\n| 0.1235 | 1200 | 1 |\n');
});
