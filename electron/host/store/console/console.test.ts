import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunRowId, StreamId } from '#shared/units';
import { upsertRun } from '../runs/index.ts';
import { makeTestStore, type TestStore } from '../test-support.ts';
import { consoleLineCount, readConsoleLines, searchConsole, writeConsoleLines } from './index.ts';
import { parseConsoleLine } from './parse-line.ts';

let store: TestStore;
let run: RunRowId;

beforeEach(() => {
  store = makeTestStore();
  const path = { entity: 'me', project: 'p', run: 'r' };
  run = store.write((ctx) => upsertRun(ctx, { path, username: 'me' })).run.id;
});
afterEach(() => store.close());

function stream(writer = ''): { id: StreamId; lineCount: number } {
  store.db
    .prepare("INSERT INTO streams (run_id, kind, writer) VALUES (?, 'console', ?) ON CONFLICT DO NOTHING")
    .run(run, writer);
  return store.db
    .prepare("SELECT id, line_count AS lineCount FROM streams WHERE run_id = ? AND kind = 'console' AND writer = ?")
    .get(run, writer) as { id: StreamId; lineCount: number };
}

function write(offset: number, lines: readonly string[], writer = ''): void {
  store.write((ctx) => writeConsoleLines(ctx, stream(writer), offset, lines));
}

function texts(from: number, count: number): string[] {
  return readConsoleLines(store.db, run, from, count).lines.map((line) => line.text);
}

test('a line is taken apart in both forms', () => {
  const at = Date.UTC(2026, 0, 1, 12, 0, 0, 123);
  expect(parseConsoleLine(3, '2026-01-01T12:00:00.123456 hello  world')).toEqual({
    number: 3,
    text: 'hello  world',
    stream: 'stdout',
    at,
  });
  expect(parseConsoleLine(0, 'ERROR 2026-01-01T12:00:00.123456 [rank1] oh no', true)).toEqual({
    number: 0,
    text: 'oh no',
    stream: 'stderr',
    at,
    label: 'rank1',
  });
  expect(parseConsoleLine(0, '2026-01-01T12:00:00.123456 [info] mine').text).toBe('[info] mine');
  expect(
    parseConsoleLine(0, '{"level":"error","ts":"2026-01-01T12:00:00.123456","label":"a","content":"x {"}'),
  ).toEqual({
    number: 0,
    text: 'x {',
    stream: 'stderr',
    at,
    label: 'a',
  });
  expect(parseConsoleLine(0, '{"loss": 1}')).toEqual({ number: 0, text: '{"loss": 1}', stream: 'stdout' });
  expect(parseConsoleLine(0, 'ERROR no time')).toEqual({ number: 0, text: 'ERROR no time', stream: 'stdout' });
  expect(parseConsoleLine(0, '2026-01-01T12:00:00.123456 ').text).toBe('');
});

test('lines are overwritten by number, gaps are empty, the line feed goes', () => {
  write(0, ['a\n', 'b', '10%']);
  write(2, ['20%']);
  write(5, ['f']);
  expect(texts(0, 100)).toEqual(['a', 'b', '20%', '', '', 'f']);
  expect(texts(-2, 100)).toEqual(['', 'f']);
  expect(readConsoleLines(store.db, run, 99, 5)).toEqual({ total: 6, from: 6, lines: [] });
  write(0, ['a again']);
  expect(consoleLineCount(store.db, run)).toBe(6);
  write(1_000_000, ['far']);
  expect(texts(999_999, 5)).toEqual(['', 'far']);
  expect(texts(500_000, 2)).toEqual(['', '']);
});

test('writes across blocks come back exactly, whatever the chunks', () => {
  const all = Array.from({ length: 2000 }, (_, i) => `line ${i} ü \u001b[31mred\u001b[0m`);
  for (let at = 0, size = 1; at < all.length; at += size, size = (size * 7) % 301 || 1) {
    write(at, all.slice(at, at + size));
  }
  expect(texts(0, 5000)).toEqual(all);
  expect(texts(250, 12)).toEqual(all.slice(250, 262));
});

test('a very long line is kept whole and may become short again', () => {
  const long = 'x'.repeat(3_000_000);
  write(0, ['before', long, 'after']);
  expect(texts(1, 1)[0]).toBe(long);
  expect(searchConsole(store.db, run, { text: 'xxxx' }).lines).toEqual([1]);
  write(1, ['short']);
  expect(texts(0, 3)).toEqual(['before', 'short', 'after']);
  expect(store.db.prepare('SELECT count(*) AS n FROM console_long_lines').get()).toEqual({ n: 0 });
});

test('search: plain, case, RE2, colours not in the way', () => {
  const at = '2026-01-01T12:00:00.000000 ';
  write(0, [`${at}Loss 0.5`, `${at}\u001b[1mlo\u001b[0mss 0.25`, `ERROR ${at}boom`, `${at}acc 2026`]);
  expect(searchConsole(store.db, run, { text: 'loss' })).toEqual({ matchCount: 2, lines: [0, 1], isComplete: true });
  expect(searchConsole(store.db, run, { text: 'Loss', isCaseSensitive: true }).lines).toEqual([0]);
  expect(searchConsole(store.db, run, { text: 'LOSS \\d\\.\\d$', isRegex: true }).lines).toEqual([0]);
  expect(searchConsole(store.db, run, { text: '2026' }).lines).toEqual([3]);
  expect(searchConsole(store.db, run, { text: 's', limit: 1 })).toEqual({
    matchCount: 2,
    lines: [0],
    isComplete: false,
  });
  expect(() => searchConsole(store.db, run, { text: '(', isRegex: true })).toThrow('regular expression');
});

test('several writers are merged by time', () => {
  const at = (s: number, text: string): string => `2026-01-01T12:00:0${s}.000000 [w] ${text}`;
  write(0, [at(1, 'a1'), at(4, 'a4')], 'a');
  write(0, [at(2, 'b2'), at(3, 'b3')], 'b');
  expect(texts(0, 10)).toEqual(['a1', 'b2', 'b3', 'a4']);
  expect(texts(1, 2)).toEqual(['b2', 'b3']);
  expect(searchConsole(store.db, run, { text: 'b3' }).lines).toEqual([2]);
  write(2, [at(5, 'b5')], 'b');
  expect(texts(3, 10)).toEqual(['a4', 'b5']);
});

test('a page of 300,000 lines is read at once wherever it lies', () => {
  const lines = Array.from(
    { length: 10_000 },
    (_, i) => `2026-01-01T12:00:00.000000 epoch ${i} loss=${Math.sin(i).toFixed(6)} acc=${i / 10_000}`,
  );
  for (let i = 0; i < 30; i++) write(i * 10_000, lines);
  readConsoleLines(store.db, run, 0, 100);
  const start = performance.now();
  for (const from of [0, 150_123, 299_000, -200])
    expect(readConsoleLines(store.db, run, from, 200).lines).toHaveLength(200);
  expect((performance.now() - start) / 4).toBeLessThan(20);
  const searched = performance.now();
  expect(searchConsole(store.db, run, { text: 'epoch 77 ', isRegex: false }).matchCount).toBe(30);
  expect(performance.now() - searched).toBeLessThan(5000);
});
