import { expect, test } from 'vitest';
import type { ApiValue, RunDetail, RunFile } from '#shared/api';
import { localTime } from '#ui/widgets';
import { readCompareConfig, sparseCompareConfig } from './config.ts';
import { pairFiles, sourcesOf } from './files.ts';
import { compareLines, countChanges, foldSame, inlineRows } from '../diff/lines.ts';
import { filterRows, toCompareRows, type ComparedRun } from './rows.ts';

function run(config: Readonly<Record<string, ApiValue>>, requirements?: string): ComparedRun {
  const head = {
    path: { entity: 'e', project: 'p', run: 'r' },
    state: 'finished',
    createdAt: 0,
    durationMs: 1000,
    lastStep: 3,
    username: 'ada',
    tags: [],
    notes: '',
  };
  const detail = { head, config, summary: { _wandb: { runtime: 3 } }, metadata: {} } as unknown as RunDetail;
  return { detail, requirements };
}

const valuesOf = (rows: ReturnType<typeof toCompareRows>, key: string) => rows.find((row) => row.key === key);

test('false, 0, an empty text, null and nothing are five different values', () => {
  const rows = toCompareRows([run({ x: false }), run({ x: 0 }), run({ x: '' }), run({ x: null }), run({})]);
  const row = valuesOf(rows, 'x');
  expect(row?.values).toEqual([false, 0, '', null, undefined]);
  for (const pair of [
    [run({ x: false }), run({ x: 0 })],
    [run({ x: '' }), run({})],
    [run({ x: null }), run({})],
    [run({ x: 1 }), run({ x: '1' })],
  ])
    expect(valuesOf(toCompareRows(pair), 'x')?.isDifferent).toBe(true);
});

test('a run that logged nothing has no last step, which is not one before the first', () => {
  const { detail, ...rest } = run({});
  const empty = { ...rest, detail: { ...detail, head: { ...detail.head, lastStep: -1 } } };
  expect(valuesOf(toCompareRows([empty, run({})]), 'Last step')?.values).toEqual([undefined, 3]);
});

test('nested keys are joined by dots, lists and media stay whole, and the inner key of the client is left out', () => {
  const rows = toCompareRows([
    run({ model: { width: 3, blocks: [1, 2] }, image: { _type: 'image-file', path: 'x' }, nothing: {} }),
    run({ model: { width: 4 } }),
  ]).filter((row) => row.section === 'config' || row.section === 'summary');
  expect(rows.map((row) => row.key)).toEqual(['image', 'model.blocks', 'model.width', 'nothing']);
});

test('packages are compared by name and version', () => {
  const rows = toCompareRows([run({}, 'numpy==1.0\nold==2\n# note\n'), run({}, 'numpy==1.1\ngit-pkg @ https://x\n')]);
  expect(rows.filter((row) => row.section === 'packages').map((row) => [row.key, ...row.values])).toEqual([
    ['git-pkg', undefined, 'git-pkg @ https://x'],
    ['numpy', '1.0', '1.1'],
    ['old', '2', undefined],
  ]);
});

test('only what differs is shown unless all is wanted; the search looks into values', () => {
  const rows = toCompareRows([run({ lr: 0.1, opt: 'adam' }), run({ lr: 0.2, opt: 'adam' })]).filter(
    (row) => row.section === 'config',
  );
  expect(filterRows(rows, false, '').map((row) => row.key)).toEqual(['lr']);
  expect(filterRows(rows, true, '').map((row) => row.key)).toEqual(['lr', 'opt']);
  expect(filterRows(rows, true, 'ADAM').map((row) => row.key)).toEqual(['opt']);
  expect(filterRows(rows, true, '0.2 lr').map((row) => row.key)).toEqual(['lr']);
});

test('times are found as they are shown, which is not as they are stored', () => {
  const rows = toCompareRows([run({ at: '1970-01-01T00:00:00.000Z' }), run({})]);
  const found = (search: string): readonly string[] => filterRows(rows, true, search).map((row) => row.key);
  expect(found(localTime(0))).toEqual(['Created']);
  expect(found('1970-01-01T00')).toEqual(['at']);
});

test('lines are paired, changed words marked, and both sides keep their numbers', () => {
  const lines = compareLines('a\nlr = 0.1\nb\nc\n', 'a\nlr = 0.2\nb\nnew\nc\n') ?? [];
  expect(lines.map((line) => [line.kind, line.left?.number, line.right?.number])).toEqual([
    ['same', 1, 1],
    ['changed', 2, 2],
    ['same', 3, 3],
    ['added', undefined, 4],
    ['same', 4, 5],
  ]);
  expect(lines[1]?.right?.pieces.filter((piece) => piece.isChanged).map((piece) => piece.text)).toEqual(['2']);
  expect(countChanges(lines)).toEqual({ added: 2, removed: 1 });
  expect(inlineRows(lines).map((row) => row.kind)).toEqual(['same', 'removed', 'added', 'same', 'added', 'same']);
});

test('line ends of another system and a missing last one are no differences; an empty side is', () => {
  expect(countChanges(compareLines('a\r\nb\r\n', 'a\nb') ?? [])).toEqual({ added: 0, removed: 0 });
  expect(countChanges(compareLines('', 'a\nb\n') ?? [])).toEqual({ added: 2, removed: 0 });
});

test('unchanged lines far from changes are folded, and unfolded by the line they begin with', () => {
  const text = (last: string): string => [...Array.from({ length: 20 }, (_, i) => `line ${i}`), last].join('\n');
  const lines = compareLines(text('x'), text('y')) ?? [];
  expect(foldSame(lines, new Set())[0]).toEqual({ kind: 'hidden', from: 0, count: 17 });
  expect(foldSame(lines, new Set())).toHaveLength(1 + 3 + 1);
  expect(foldSame(lines, new Set([0]))).toHaveLength(21);
});

test('files are paired by name, those that differ first, code before scripts', () => {
  const file = (name: string, md5: string): RunFile => ({
    name,
    md5,
    sizeBytes: 1,
    mimetype: 'text/plain',
    updatedAt: 0,
    isUploaded: true,
  });
  const left = [file('code/same.py', 'a'), file('code/train.py', 'a'), file('x.py', 'a'), file('config.yaml', 'a')];
  const right = [file('code/same.py', 'a'), file('code/train.py', 'b'), file('config.yaml', 'b')];
  const at = { entity: 'e', project: 'p', run: 'r' };
  const logged = { name: 'lib/net.py', sizeBytes: 1, updatedAt: 0, md5: 'c', href: '/artifactsV2/x' };
  const [before, after] = [sourcesOf(at, left, [logged], 'code'), sourcesOf(at, right, [], 'code')];
  const pairs = pairFiles(before, after);
  expect(pairs.map((one) => one.name)).toEqual(['code/train.py', 'lib/net.py', 'x.py', 'code/same.py']);
  expect(pairs[1]).toEqual({ name: 'lib/net.py', left: logged, right: undefined });
  expect(sourcesOf(at, [file('requirements.txt', 'a')], [logged], 'packages')).toHaveLength(1);
});

test('settings survive, damaged ones are as on a new panel', () => {
  const config = readCompareConfig({ tab: 'code', pins: ['config/lr', 3], left: 'a', isWhole: 'yes' });
  expect(config).toMatchObject({ tab: 'code', pins: ['config/lr'], left: 'a', isWhole: false, layout: 'split' });
  expect(sparseCompareConfig(config)).toEqual({ tab: 'code', pins: ['config/lr'], left: 'a' });
});
