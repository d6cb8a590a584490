import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/host.ts';

const FOLDERS = ['build', 'electron', 'renderer', 'sdk', 'shared', 'test'];
/** Tests that a file defines by itself; a helper that defines some when it is called is seen where it is called. */
const HAS_TESTS = /^(?:test|it|describe)(?:\.\w+)*\(/m;
const NARROWED = /\b(?:test|it|describe)\.only\(/;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(ROOT.length), entry.name)),
);

test('every file with tests is collected by a suite', () => {
  const list = execFileSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'list', '--filesOnly', '--json', '-c', 'test/vitest.config.ts'],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  const collected = new Set(
    (JSON.parse(list.slice(list.indexOf('['))) as { file: string }[]).map(({ file }) => file.slice(ROOT.length)),
  );
  expect(collected.size).toBeGreaterThan(20);
  const unseen = files.filter((file) => HAS_TESTS.test(readFileSync(join(ROOT, file), 'utf8')) && !collected.has(file));
  expect(unseen).toEqual([]);
});

test('no test is narrowed to itself', () => {
  expect(files.filter((file) => NARROWED.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
