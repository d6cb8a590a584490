import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/host.ts';

/**
 * Who may enter whom. A room is the folder that holds the file; `#world/room` is its door. `shared` stands for every
 * room of `shared/`. What is not listed may enter nothing.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  '#shared/units': [],
  '#shared/errors': [],
  '#shared/metrics': ['#shared/units', '#shared/errors'],
  '#shared/media': ['#shared/units', '#shared/errors', '#shared/metrics'],
  '#shared/wire': ['#shared/units', '#shared/errors', '#shared/metrics', '#shared/api'],
  '#shared/api': ['#shared/units', '#shared/errors', '#shared/metrics'],
  '#shared/machine': ['#shared/api'],
  '#shared/native': [],
  '#shared/tables': [],
  '#sdk/base': ['shared'],
  '#sdk/artifacts': ['#sdk/base', '#sdk/media', '#sdk/values'],
  '#sdk/journal': ['shared'],
  '#sdk/values': ['shared', '#sdk/base'],
  '#sdk/metrics': ['shared', '#sdk/base'],
  '#sdk/tools': [],
  '#sdk/system': ['shared', '#sdk/base', '#sdk/journal', '#sdk/tools'],
  '#sdk/wire': ['shared', '#sdk/base', '#sdk/journal', '#sdk/media'],
  '#sdk/media': ['shared', '#sdk/base', '#sdk/values'],
  '#sdk/plot': ['#sdk/base', '#sdk/values', '#sdk/media'],
  '#sdk/worker': [
    'shared',
    '#sdk/artifacts',
    '#sdk/base',
    '#sdk/journal',
    '#sdk/media',
    '#sdk/metrics',
    '#sdk/system',
    '#sdk/values',
    '#sdk/wire',
  ],
  '#sdk/run': [
    'shared',
    '#sdk/api',
    '#sdk/artifacts',
    '#sdk/base',
    '#sdk/media',
    '#sdk/metrics',
    '#sdk/plot',
    '#sdk/values',
    '#sdk/worker',
  ],
  '#sdk/api': ['shared', '#sdk/base', '#sdk/media', '#sdk/values', '#sdk/wire'],
  '#sdk/sync': ['shared', '#sdk/base', '#sdk/wire'],
  '#sdk/index.ts': ['sdk'],
  '#sdk/cli.ts': ['sdk'],
  '#host/base': ['shared'],
  '#host/http': ['shared', '#host/base'],
  '#host/store': ['shared', '#host/base'],
  '#host/files': ['shared', '#host/base', '#host/store'],
  '#host/query': ['shared', '#host/base', '#host/store'],
  '#host/ingest': ['shared', '#host/base', '#host/store', '#host/files'],
  '#host/sweeps': ['shared', '#host/base', '#host/store', '#host/query'],
  '#host/graphql': [
    'shared',
    '#host/base',
    '#host/store',
    '#host/files',
    '#host/query',
    '#host/ingest',
    '#host/sweeps',
  ],
  '#host/api': ['shared', '#host/base', '#host/store', '#host/files', '#host/query', '#host/tables'],
  '#host/sampler': ['shared', '#host/base', '#sdk/tools'],
  '#host/offline': ['shared', '#host/base', '#host/store', '#host/files', '#sdk/journal'],
  '#host/bundle': [
    'shared',
    '#host/base',
    '#host/store',
    '#host/files',
    '#host/sweeps',
    '#host/offline',
    '#sdk/journal',
  ],
  '#host/tables': ['shared', '#host/base', '#host/store', '#host/files', '#host/query'],
  // What of a run goes to a remote is what goes into a bundle; how it goes there is the SDK's way.
  '#host/sync': [
    'shared',
    '#host/base',
    '#host/store',
    '#host/files',
    '#host/query',
    '#host/sweeps',
    '#host/bundle',
    '#sdk/base',
    '#sdk/wire',
  ],
  '#host/app': ['shared', 'host'],
  'electron/serve': ['shared', '#host/app', '#host/base'],
  'electron/utility': ['shared', '#host/app', '#host/base'],
  'electron/main': ['shared'],
  'electron/preload': ['shared'],
  '#ui/widgets': ['shared'],
  '#ui/charts': ['shared', '#ui/widgets'],
  '#ui/scene': ['#ui/widgets'],
  '#ui/prose': ['#ui/widgets'],
  '#ui/data': ['shared'],
  '#ui/panels': ['shared', '#ui/data', '#ui/charts', '#ui/scene', '#ui/prose', '#ui/widgets'],
  '#ui/pages': ['shared', '#ui/panels', '#ui/charts', '#ui/data', '#ui/prose', '#ui/widgets'],
  '#ui/app': ['shared', '#ui/pages', '#ui/data', '#ui/widgets'],
};

/** Started by renderer/index.html and entered by nobody. */
const ENTERED_BY_PAGE = '#ui/app';

/** Files that may be left out of a table of rooms: migrations import nothing at all. */
const MIGRATIONS = 'electron/host/store/migrations/';
const WORLDS: Readonly<Record<string, string>> = {
  'electron/host/': '#host',
  'shared/': '#shared',
  'renderer/': '#ui',
  'sdk/': '#sdk',
};
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;

function sources(folder: string): string[] {
  return (
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) =>
        posix.join(entry.parentPath.slice(ROOT.length).replaceAll('\\', '/'), entry.name).replace(/^\//, ''),
      )
      // Examples are no room: they use the package from outside.
      .filter((file) => !file.startsWith('sdk/examples/'))
  );
}

function roomOf(file: string): string {
  for (const [folder, world] of Object.entries(WORLDS)) {
    if (file.startsWith(folder)) return `${world}/${file.slice(folder.length).split('/')[0] ?? ''}`;
  }
  return file.split('/').slice(0, 2).join('/');
}

/** Why an import is not allowed; undefined when it is. */
function fault(file: string, specifier: string): string | undefined {
  const room = roomOf(file);
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(file), specifier));
    if (file.startsWith(MIGRATIONS) && !target.startsWith(MIGRATIONS)) return 'a migration imports nothing that lives';
    // Style sheets have no door; the frame loads those of the widgets once.
    if (room === '#ui/app' && /^renderer\/widgets\/[\w-]+\.css$/.test(target)) return undefined;
    return roomOf(target) === room ? undefined : 'another room is entered by its door, not by a path';
  }
  if (!specifier.startsWith('#')) return undefined;
  if (specifier === room)
    return file.endsWith('.test.ts') || file.endsWith('.test.tsx') ? undefined : 'a room does not use its own door';
  const isTest = /\.test\.tsx?$/.test(file);
  const allowed = ROOMS[room];
  if (allowed === undefined) return `the room ${room} is not in the table`;
  const world = /^#(\w+)\//.exec(specifier)?.[1] ?? '';
  if (allowed.includes(world) || allowed.includes(specifier)) return undefined;
  // A test may set the scene through other doors of its own world.
  if (isTest && room.startsWith(`#${world}/`)) return undefined;
  return `${room} may not enter ${specifier}`;
}

function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

const FILES = ['shared', 'electron', 'renderer', 'sdk'].flatMap(sources);

test('rooms are entered by their doors, and only by those who may', () => {
  const faults = FILES.flatMap((file) =>
    importsOf(readFileSync(join(ROOT, file), 'utf8')).flatMap((specifier) => {
      const reason = fault(file, specifier);
      return reason === undefined ? [] : [`${file}: '${specifier}': ${reason}`];
    }),
  );
  expect(faults).toEqual([]);
});

test('the scan sees the whole house', () => {
  expect(FILES.length).toBeGreaterThan(100);
  const edges = FILES.flatMap((file) => importsOf(readFileSync(join(ROOT, file), 'utf8'))).filter((s) =>
    s.startsWith('#'),
  );
  expect(edges.length).toBeGreaterThan(150);
  for (const world of Object.values(WORLDS)) expect(FILES.some((file) => roomOf(file).startsWith(world))).toBe(true);
});

test('planted faults are found', () => {
  const planted: readonly (readonly [string, string])[] = [
    ['electron/host/ingest/stream.ts', `import { x } from '#ui/data';`],
    ['electron/host/store/open.ts', `import type { Y } from '#host/query';`],
    ['renderer/widgets/button.tsx', `export { z } from '../data/api.ts';`],
    ['renderer/charts/line.ts', `const later = import('#ui/pages');`],
    ['shared/units/ids.ts', `import '#host/base';`],
    ['electron/host/store/migrations/0002-more.ts', `import { SQL } from '../open.ts';`],
    ['electron/main/shell.ts', `import { startHost } from '#host/app';`],
  ];
  for (const [file, text] of planted) {
    const found = importsOf(text).map((specifier) => fault(file, specifier));
    expect(found, `${file}: ${text}`).toEqual([expect.any(String)]);
  }
});

test('every room of the table that has files has a door, and every folder is in the table', () => {
  const rooms = new Set(FILES.filter((file) => file.split('/').length > 2).map(roomOf));
  const unknown = [...rooms].filter((room) => ROOMS[room] === undefined);
  expect(unknown).toEqual([]);
  const withDoor = new Set(FILES.filter((file) => /\/index\.tsx?$/.test(file)).map(roomOf));
  const doorless = [...rooms].filter((room) => room.startsWith('#') && room !== ENTERED_BY_PAGE && !withDoor.has(room));
  expect(doorless).toEqual([]);
});
