import { expect, test } from 'vitest';
import { allColumns } from './columns.ts';
import {
  DEFAULT_STATE,
  parseBody,
  parseState,
  printBody,
  printState,
  shownColumns,
  type TableState,
} from './table-state.ts';

const KEYS = {
  metrics: [{ name: 'loss', runCount: 1, typeCounts: { number: 3 }, isHidden: false }],
  system: [],
  config: [
    { name: 'lr', runCount: 2, kinds: ['number' as const] },
    { name: 'model.name', runCount: 2, kinds: ['text' as const] },
  ],
  summary: [{ name: 'acc', runCount: 1, kinds: ['number' as const] }],
};
const labels = (state: TableState): string[] =>
  shownColumns(allColumns(KEYS), state).shown.map((column) => column.label);

test('at first the table shows what says most about a run, then config and summary', () => {
  expect(labels(DEFAULT_STATE)).toEqual([
    'Name',
    'State',
    'Notes',
    'User',
    'Tags',
    'Created',
    'Runtime',
    'Step',
    'lr',
    'model.name',
    'acc',
  ]);
});

test('a hidden column goes, a moved one stays where it was put, the name is always first', () => {
  const columns = [
    { id: 'summary:acc', isHidden: false },
    { id: 'run:displayName', isHidden: false },
    { id: 'run:notes', isHidden: true },
  ];
  const shown = labels({ ...DEFAULT_STATE, columns });
  expect(shown.slice(0, 2)).toEqual(['Name', 'acc']);
  expect(shown).not.toContain('Notes');
});

test('with everything hidden only what was brought in is there, metric statistics too', () => {
  const columns = [{ id: 'min:loss', isHidden: false }];
  expect(labels({ ...DEFAULT_STATE, columns, isRestShown: false })).toEqual(['Name', 'min loss']);
});

test('of 600 config columns 500 are shown, and any other can be brought in', () => {
  const config = Array.from({ length: 600 }, (_, i) => ({
    name: `k${String(i).padStart(3, '0')}`,
    runCount: 1,
    kinds: ['number' as const],
  }));
  const all = allColumns({ ...KEYS, config, summary: [] });
  expect(shownColumns(all, DEFAULT_STATE).cutCount).toBe(100);
  const shown = shownColumns(all, { ...DEFAULT_STATE, columns: [{ id: 'config:k599', isHidden: false }] });
  expect(shown.shown.map((column) => column.label)).toContain('k599');
});

test('an address carries the whole state, odd keys included', () => {
  const state: TableState = {
    search: { text: 'a&b=c', isRegex: true },
    filter: { op: '<', column: { kind: 'config', key: 'weird `key`, with: signs@' }, value: 0.5 },
    sort: [
      { column: { kind: 'summary', key: 'a,b:c' }, isDescending: true },
      { column: { kind: 'run', key: 'createdAt' }, isDescending: false },
    ],
    columns: [
      { id: 'config:a,b@c!', isHidden: true },
      { id: 'max:val/acc', isHidden: false, width: 140 },
    ],
    isRestShown: false,
    isCompact: true,
    groupBy: ['config:a,b', 'run:group'],
    toggledGroups: ['g:[{"value":"x, y"}]'],
    baseline: 'base run',
    directions: { 'summary:a,b@c': 'max' as const, 'config:lr': 'none' as const },
  };
  expect(parseState(new URLSearchParams(printState(state).toString()))).toEqual(state);
  const saved = parseBody(JSON.parse(JSON.stringify(printBody(state))));
  expect(saved).toEqual({ ...state, search: DEFAULT_STATE.search });
});

test('an address that was broken by hand gives the plain table', () => {
  expect(parseState(new URLSearchParams('sort=%25zz,nothing:x&cols=%25,foo&where=lr+<'))).toEqual(DEFAULT_STATE);
  expect(printState(DEFAULT_STATE).toString()).toBe('');
});
