import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOGUE } from '#shared/errors';
import { ROOT } from '../support/host.ts';

const SKIPPED = new Set(['node_modules', 'dist', 'out', '.cache', '.git']);

function readmes(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readmes(path);
    return entry.name === 'README.md' ? [path] : [];
  });
}

const READMES = readmes();
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
/** npm's own commands, and those a reader runs elsewhere. */
const NPM_OWN = new Set(['ci', 'install', 'rebuild', 'run']);

/** What a README names between backquotes and looks like a path of this repository. */
function pathsIn(readme: string): string[] {
  return [...text(readme).matchAll(/`([\w@.-]+(?:\/[\w@.*<>-]*)+)`/g)]
    .flatMap((match) => match[1] ?? [])
    .filter((path) => /^(build|electron|renderer|shared|test|sdk)\//.test(path) && !/[*<>]/.test(path));
}

test('every path that a README names exists', () => {
  expect(READMES.length).toBeGreaterThan(10);
  const gone = READMES.flatMap((readme) =>
    pathsIn(readme)
      .filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, dirname(readme), path)))
      .map((path) => `${readme}: ${path}`),
  );
  expect(gone).toEqual([]);
});

test('every command that a README names exists', () => {
  const commands = READMES.flatMap((readme) =>
    [...text(readme).matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map((match) => [readme, match[1] ?? ''] as const),
  );
  expect(commands.length).toBeGreaterThan(5);
  const unknown = commands.filter(([, name]) => scripts[name] === undefined && !NPM_OWN.has(name));
  expect(unknown).toEqual([]);
});

test('every script of package.json leads to a file that is there', () => {
  const targets = Object.values(scripts).flatMap((line) =>
    [...line.matchAll(/\bnode ([\w/.-]+)/g)].map((m) => m[1] ?? ''),
  );
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('every room has a README of at most 40 lines', () => {
  const rooms = ['electron', 'electron/host', 'sdk', 'shared', 'renderer'].flatMap((world) =>
    readdirSync(join(ROOT, world), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !(world === 'electron' && entry.name === 'host'))
      .map((entry) => join(world, entry.name))
      .filter((room) => readdirSync(join(ROOT, room), { recursive: true }).length > 1),
  );
  expect(rooms.length).toBeGreaterThan(15);
  expect(rooms.filter((room) => !existsSync(join(ROOT, room, 'README.md')))).toEqual([]);
  const long = READMES.filter((file) => file !== 'README.md' && text(file).trimEnd().split('\n').length > 40);
  expect(long).toEqual([]);
});

test('every error code is described and can be met', () => {
  const sources = execFileSync(
    'git',
    ['grep', '-hoE', "'[a-z]+\\.[a-z-]+'|'internal'", '--', '*.ts', '*.tsx', ':!shared/errors/catalogue.ts'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  const used = new Set(sources.split('\n').map((quoted) => quoted.slice(1, -1)));
  const entries = Object.entries(CATALOGUE);
  expect(entries.length).toBeGreaterThan(20);
  for (const [code, kind] of entries) {
    expect(kind.message, code).toMatch(/\S/);
    expect(kind.tip, code).toMatch(/\S.*\.$/);
    // The client gives up on some refusals of GraphQL only when they come in a 200.
    expect(kind.status >= 400 || (kind.status === 200 && code.startsWith('graphql.')), code).toBe(true);
  }
  expect(entries.map(([code]) => code).filter((code) => !used.has(code))).toEqual([]);
});
