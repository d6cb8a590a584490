import { expect, test } from 'vitest';
import type { RunRow } from '#shared/api';
import { describe } from './columns.ts';
import { toCsv } from './csv.ts';

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
  expect(toCsv(columns, [ROW])).toBe(
    'Name,config.lr,Created,summary.lr,Runtime,config.none,config.list,Notes\r\n' +
      '"say ""hi"", run",0.1,2026-01-02T03:04:05.000Z,,1.5,null,"[1,2]","two\nlines"\r\n',
  );
});
