import { expect, test } from 'vitest';
import { columnSets, isShownSet, setView } from './column-sets.ts';

const shown = {
  columns: [
    { id: 'summary:acc, "b"', isHidden: false, width: 140 },
    { id: 'run:notes', isHidden: true },
  ],
  isRestShown: false,
};

test('a set is kept as a view and read back as it was', () => {
  const view = { ...setView('  paper  ', shown), updatedAt: 0 };
  expect(view.name).toBe('paper');
  const [set] = columnSets([view]);
  expect(set).toEqual({ id: view.id, name: 'paper', ...shown });
  expect(set !== undefined && isShownSet(set, shown)).toBe(true);
  expect(set !== undefined && isShownSet(set, { ...shown, isRestShown: true })).toBe(false);
});

test('the same name is the same set, and what is no set is left out', () => {
  expect(setView('a/b', shown).id).toBe(setView('a/b ', { ...shown, columns: [] }).id);
  const other = { id: 'x', scope: 'runs-table', name: 'x', updatedAt: 0, body: { version: 1, columns: '' } };
  const later = { ...setView('later', shown), body: { version: 2 }, updatedAt: 0 };
  expect(columnSets([other, later, { ...later, body: null }])).toEqual([]);
});
