import { expect, test } from 'vitest';
import type { PanelSource } from '../registry.ts';
import { decodeBoard, encodeBoard, NEW_BOARD, readBoard, toSparse } from './board-body.ts';
import { createBoardStore } from './board-store.ts';
import { ALL_OPEN, isOpen, isSolo, openTest, setEyes, soloEye } from './eyes.ts';
import { buildSections, searchSources, sectionOf } from './sections.ts';

const source = (key: string): PanelSource => ({
  id: `history/${key}`,
  stream: 'history',
  key,
  title: key,
  typeCounts: { number: 1 },
});
const sources = ['val/loss', 'train/layer10/w', 'train/layer2/w', 'loss', 'train/acc', '/odd'].map(source);

test('sections are what stands before the first or the last slash, Charts first, numbers in order', () => {
  const first = buildSections(sources, (one) => sectionOf(one.key, 'first'));
  expect(first.map((section) => [section.name, section.sources.map((one) => one.key)])).toEqual([
    ['Charts', ['/odd', 'loss']],
    ['train', ['train/acc', 'train/layer2/w', 'train/layer10/w']],
    ['val', ['val/loss']],
  ]);
  const last = buildSections(sources, (one) => sectionOf(one.key, 'last'));
  expect(last.map((section) => section.name)).toEqual(['Charts', 'train', 'train/layer2', 'train/layer10', 'val']);
});

test('panel search takes plain text or an expression and says when that is broken', () => {
  expect(searchSources(sources, 'LOSS', false).sources.map((one) => one.key)).toEqual(['val/loss', 'loss']);
  expect(searchSources(sources, '^train/l', true).sources).toHaveLength(2);
  expect(searchSources(sources, '(', true).error).toBeDefined();
});

test('eyes: new runs follow the rule, named ones are exceptions, solo shows one', () => {
  const some = setEyes(ALL_OPEN, ['b', 'a'], false);
  expect([isOpen(some, 'a'), isOpen(some, 'new')]).toEqual([false, true]);
  expect(setEyes(some, ['a', 'b'], true)).toEqual(ALL_OPEN);
  const solo = soloEye('a');
  expect(['a', 'b'].filter(openTest(solo))).toEqual(['a']);
  expect(isSolo(solo, 'a')).toBe(true);
});

test('a board travels through the address unchanged, a new one needs no address', () => {
  const body = {
    ...NEW_BOARD,
    collapsed: ['trän/日本'],
    eyes: soloEye('a'),
    panels: { 'history/loss': { yScale: 'log' } },
  };
  expect(decodeBoard(encodeBoard(body) ?? '')).toEqual(body);
  expect(encodeBoard(NEW_BOARD)).toBeUndefined();
  expect(decodeBoard('###')).toBeUndefined();
});

test('a damaged view opens with what can be read of it', () => {
  expect(
    readBoard({ columns: 99, sectionBy: 'last', shared: { yScale: 'log', smoothing: { kind: 'magic' } }, eyes: 3 }),
  ).toEqual({
    ...NEW_BOARD,
    sectionBy: 'last',
    shared: { ...NEW_BOARD.shared, yScale: 'log' },
  });
  expect(readBoard(toSparse(NEW_BOARD))).toEqual(NEW_BOARD);
});

test('undo and redo go through every change; a slider is one step; a hundred steps are kept', () => {
  const store = createBoardStore(NEW_BOARD);
  const { change } = store.getState();
  for (let columns = 1; columns <= 5; columns++) change((body) => ({ ...body, columns }), 'slider');
  change((body) => ({ ...body, isCursorLinked: false }));
  store.getState().undo();
  expect(store.getState().body.columns).toBe(5);
  store.getState().undo();
  expect(store.getState().body).toBe(NEW_BOARD);
  store.getState().redo();
  store.getState().redo();
  expect(store.getState().body.isCursorLinked).toBe(false);
  for (let runLimit = 1; runLimit <= 150; runLimit++) change((body) => ({ ...body, runLimit }));
  for (let i = 0; i < 100; i++) store.getState().undo();
  expect(store.getState().body.runLimit).toBe(50);
});
