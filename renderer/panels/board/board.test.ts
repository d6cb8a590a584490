import { expect, test } from 'vitest';
import type { PanelSource } from '../registry.ts';
import { DEFAULT_RUN_LIMIT, NEW_BOARD, readBoard, type BoardBody } from './board-body.ts';
import { createBoardStore } from './board-store.ts';
import { decodeBoard, encodeBoard, fromSparse, toSparse } from './board-text.ts';
import {
  addPanel,
  addSection,
  applySize,
  editPanel,
  editSection,
  movePanel,
  nudgePanel,
  removePanel,
  removeSection,
  resizePanel,
  showPanel,
} from './edits.ts';
import { ALL_OPEN, isOpen, isSame, onlyEyes, openTest, setEyes, soloEye } from './eyes.ts';
import { historyFromText, historyToText } from './history-text.ts';
import { buildSections, readPattern, searchSections, sectionOf, type Section } from './sections.ts';
import { readViewFile } from './views-menu.tsx';

const source = (key: string): PanelSource => ({
  id: `history/${key}`,
  stream: 'history',
  key,
  title: key,
  typeCounts: { number: 1 },
});
const SOURCES = ['loss', 'train/layer10', 'train/layer2', 'train/acc', 'val/a/b'].map(source);
const lay = (body: BoardBody, sources = SOURCES): Section[] =>
  buildSections(body, sources, (one) => sectionOf(one.key, body.sectionBy));
const shape = (body: BoardBody): unknown =>
  lay(body).map((section) => [section.name, section.cells.map((cell) => cell.title)]);

test('sections come from slashes, Charts first, numbers in names in order', () => {
  expect(shape(NEW_BOARD)).toEqual([
    ['Charts', ['loss']],
    ['train', ['train/acc', 'train/layer2', 'train/layer10']],
    ['val', ['val/a/b']],
  ]);
  expect(lay({ ...NEW_BOARD, sectionBy: 'last' }).map((one) => one.name)).toContain('val/a');
});

test('panels move within and between sections, and new ones follow what was ordered', () => {
  const moved = movePanel(NEW_BOARD, lay(NEW_BOARD), 'history/loss', {
    section: 'train',
    before: 'history/train/layer2',
  });
  expect(shape(moved)).toEqual([
    ['train', ['train/acc', 'loss', 'train/layer2', 'train/layer10']],
    ['val', ['val/a/b']],
  ]);
  const nudged = nudgePanel(moved, lay(moved), 'history/loss', -1);
  expect(lay(nudged)[0]?.cells[0]?.title).toBe('loss');
  expect(nudgePanel(nudged, lay(nudged), 'history/loss', -1)).toBe(nudged);
  const later = lay(nudged, [...SOURCES, source('train/aaa')]);
  expect(later[0]?.cells.at(-1)?.title).toBe('train/aaa');
});

test('sizes are bounded; the corner gives one to the section, a panel may have its own', () => {
  const sized = resizePanel(NEW_BOARD, 'history/loss', { columns: 99, rows: 0 });
  expect(lay(sized)[0]?.cells[0]?.size).toEqual({ columns: 6, rows: 2 });
  const train = lay(sized).find((one) => one.id === 'train');
  if (train === undefined) throw new Error('no section');
  const all = applySize(sized, train, { columns: 2, rows: 8 });
  expect(lay(all)[1]?.cells.map((cell) => cell.size.columns)).toEqual([2, 2, 2]);
});

test('a pattern panel takes every key that matches off the automatic ones, however many', () => {
  const many = Array.from({ length: 300 }, (_, i) => source(`layers/${i}/grad`));
  const body = addPanel(NEW_BOARD, [], { kind: 'line', section: 'Charts', pattern: '^layers/(\\d+)/grad$' });
  const sections = lay(body, [...many, source('loss')]);
  expect(sections.map((one) => one.cells.length)).toEqual([2]);
  expect(sections[0]?.cells.find((cell) => cell.id === 'p-1')?.sources).toHaveLength(300);
  const bad = editPanel(body, 'p-1', { pattern: '(' });
  expect(lay(bad, many)[0]?.cells[0]?.fault).toBeDefined();
});

test.each(['(a+)+$', '(a|b*)*', '\\1', '(?=x)', '[', 'x'.repeat(500)])('the pattern %j is refused', (text) => {
  expect(readPattern(text).fault).toBeDefined();
});

test('by hand the board starts empty; what was made or ticked stays when it is automatic again', () => {
  const manual: BoardBody = { ...NEW_BOARD, mode: 'manual' };
  expect(lay(manual)).toEqual([]);
  const made = addPanel(showPanel(manual, 'history/loss'), [], { kind: 'line', keys: ['val/a/b'], section: 'Charts' });
  expect(shape(made)).toEqual([['Charts', ['val/a/b', 'loss']]]);
  const automatic = lay({ ...made, mode: 'automatic' });
  expect(automatic.flatMap((one) => one.cells)).toHaveLength(SOURCES.length + 1);
});

test('panels and sections are removed and come back', () => {
  const without = removePanel(NEW_BOARD, 'history/loss');
  expect(lay(without)[0]?.name).toBe('train');
  expect(showPanel(without, 'history/loss')).toEqual(NEW_BOARD);
  const named = addSection(NEW_BOARD, lay(NEW_BOARD), 'Mine', 'train');
  expect(lay(named).map((one) => one.name)).toEqual(['Charts', 'Mine', 'train', 'val']);
  const mine = lay(named)[1];
  if (mine === undefined) throw new Error('no section');
  expect(lay(removeSection(named, mine)).map((one) => one.name)).toEqual(['Charts', 'train', 'val']);
});

test('a panel search finds titles and keys; a broken expression keeps everything and says why', () => {
  const sections = lay(NEW_BOARD);
  expect(searchSections(sections, 'LAYER', false).count).toBe(2);
  expect(searchSections(sections, 'layer\\d$', true).count).toBe(1);
  const broken = searchSections(sections, '(', true);
  expect(broken.sections).toBe(sections);
  expect(broken.error).toBeDefined();
});

test('an address carries the changes to a board and nothing else, short', async () => {
  expect(await encodeBoard(NEW_BOARD)).toBeUndefined();
  const board = editSection(
    { ...NEW_BOARD, columns: 3, panels: { 'history/損失': { config: { yMax: 1 } } } },
    'train',
    {
      isCollapsed: true,
    },
  );
  const text = (await encodeBoard(board)) ?? '';
  expect(text).toMatch(/^[.\w-]+$/);
  expect(await decodeBoard(text)).toEqual(board);
  const changed = editPanel({ ...board, columns: 0 }, 'history/損失', { config: undefined });
  const difference = (await encodeBoard(changed, board)) ?? '';
  expect(await decodeBoard(difference, board)).toEqual(changed);
  expect(await decodeBoard('not one of ours')).toBeUndefined();
  expect(await decodeBoard(btoa(JSON.stringify({ version: 1, columns: 2 })))).toMatchObject({ columns: 2 });
});

test('a damaged or older view still opens', () => {
  expect(readBoard({ version: 9, columns: 'x', collapsed: [1, 'a'], runLimit: -3, shared: 7 })).toEqual({
    ...NEW_BOARD,
    sections: { a: { isCollapsed: true } },
    runLimit: DEFAULT_RUN_LIMIT,
  });
  expect(readBoard({ version: 1, panels: { 'history/loss': { yMax: 2 } } }).panels).toEqual({
    'history/loss': { config: { yMax: 2 } },
  });
  expect(readViewFile('{')).toBeUndefined();
  expect(readViewFile('{"name": "a", "board": {"columns": 2}}')).toEqual({ name: 'a', board: { columns: 2 } });
});

test('a hundred steps of undo outlive a reload', () => {
  const store = createBoardStore(NEW_BOARD);
  for (let i = 0; i < 150; i++)
    store.getState().change((old) => editPanel(old, `history/${i % 7}`, { config: { yMax: i } }));
  store.getState().undo();
  const { body, past, future } = store.getState();
  const text = historyToText(body, { past, future });
  const again = historyFromText(text, fromSparse(JSON.parse(JSON.stringify(toSparse(body)))));
  expect(again.past).toHaveLength(120);
  expect(again.past.at(-1)).toEqual(past.at(-1));
  expect(again.past[0]).toEqual(past.at(-120));
  expect(again.future).toEqual(future);
  expect(historyFromText(text, NEW_BOARD)).toEqual({ past: [], future: [] });
  expect(text.length).toBeLessThan(50_000);
});

test('undo takes back one step, steps of one slider are one', () => {
  const store = createBoardStore(NEW_BOARD);
  const { change, undo, redo } = store.getState();
  change((old) => ({ ...old, columns: 2 }));
  change((old) => ({ ...old, runLimit: 5 }), 'limit');
  change((old) => ({ ...old, runLimit: 6 }), 'limit');
  undo();
  expect(store.getState().body).toMatchObject({ columns: 2, runLimit: DEFAULT_RUN_LIMIT });
  redo();
  expect(store.getState().body.runLimit).toBe(6);
});

test('eyes hold the rule for runs that are yet to come', () => {
  const hidden = setEyes(ALL_OPEN, ['a'], false);
  expect([isOpen(hidden, 'a'), isOpen(hidden, 'new')]).toEqual([false, true]);
  const solo = soloEye('a');
  expect([openTest(solo)('a'), openTest(solo)('new')]).toEqual([true, false]);
  expect(setEyes(solo, ['a'], false)).toEqual({ isOpenByDefault: false, except: [] });
  // Sorted, or boards that show the same would not be the same.
  expect(isSame(onlyEyes(['b', 'a']), setEyes(solo, ['b'], true))).toBe(true);
});

test('a panel made from no key is called by its kind, and stands where there is no key at all', () => {
  const body = addPanel(NEW_BOARD, [], { kind: 'note', section: 'Charts', config: { text: 'x' } });
  const [section] = buildSections(
    body,
    [],
    () => 'Charts',
    (spec) => (spec.kind === 'note' ? 'A note' : undefined),
  );
  expect(section?.cells.map((cell) => cell.title)).toEqual(['A note']);
});
