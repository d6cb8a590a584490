import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asProblem } from '#shared/errors';
import { nameFault, NameSet, safePart } from './format/names.ts';
import { checkBundle } from './read/check.ts';
import { manifestOf, soundEntries, type TestEntry, writeTestZip } from './test-support.ts';
import { nameFor } from './work/jobs.ts';

let folder: string;
let zip: string;
let sound: TestEntry[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taffrail-bundle-'));
  zip = join(folder, 'b.zip');
  sound = soundEntries(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(entries: readonly TestEntry[], rename: Readonly<Record<string, string>> = {}): Promise<void> {
  await writeTestZip(zip, entries, rename);
}

/** What is said against the bundle; undefined when it is sound. */
async function fault(): Promise<string | undefined> {
  try {
    await checkBundle(zip, { told: () => undefined });
    return undefined;
  } catch (error) {
    const { code, message } = asProblem(error);
    expect(code).toMatch(/^bundle\./);
    return message;
  }
}

/** A sound bundle with one more entry that its list names. */
async function withEntry(entry: TestEntry, rename: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
  const entries = [...sound, entry];
  const listed = entries.map((one) => ({ ...one, path: rename[one.path] ?? one.path }));
  await write([manifestOf(listed), ...entries], rename);
  return fault();
}

test('a sound bundle is checked to its last byte', async () => {
  await write([manifestOf(sound), ...sound]);
  let bytes = 0;
  const manifest = await checkBundle(zip, { told: (count) => (bytes += count) });
  expect(manifest.runs.map((run) => run.run)).toEqual(['r1']);
  expect(bytes).toBe(sound.reduce((sum, entry) => sum + entry.bytes.length, 0));
});

describe('a bundle is refused', () => {
  test.each([
    ['that leaves its folder', 'wandb/xx/x.txt', 'wandb/../x.txt'],
    ['that leaves it by its first part', 'xx/evil', '../evil'],
    ['with an absolute name', 'xevil.txt', '/evil.txt'],
    ['with a drive', 'xx/evil.txt', 'C:/evil.txt'.slice(0, 11)],
    ['with a backslash', 'xx_evil.txt', 'xx\\evil.txt'],
    ['with the name of a device', 'aaa.txt', 'con.txt'],
    ['with a stream of another file', 'files/a.txt_x', 'files/a.txt:x'],
    ['with a name that ends with a point', 'files/bb', 'files/b.'],
    ['with a control character', 'files/b_b', 'files/b\u0007b'],
  ])('%s', async (_, plain, hostile) => {
    expect(await withEntry({ path: plain, bytes: Buffer.from('x') }, { [plain]: hostile })).toMatch(
      /is not imported: (it holds the name|.*(relative|absolute) path|.*invalid characters)/,
    );
  });

  test('with names that differ only in capital letters', async () => {
    const path = (sound[2]?.path ?? '').replace('a.txt', 'A.TXT');
    expect(await withEntry({ path, bytes: Buffer.from('x') })).toMatch(/another file has the same name/);
  });

  test('with a file where another has its folder', async () => {
    const path = (sound[2]?.path ?? '').replace('/a.txt', '');
    expect(await withEntry({ path, bytes: Buffer.from('x') })).toMatch(/folder|same name/);
  });

  test('with a link', async () => {
    const link = { path: 'wandb/link', bytes: Buffer.from('/etc/passwd'), mode: 0o120777 };
    expect(await withEntry(link)).toMatch(/is a link/);
  });

  test('with a file that its list does not name, or without one that it names', async () => {
    await write([manifestOf(sound), ...sound, { path: 'extra.txt', bytes: Buffer.from('x') }]);
    expect(await fault()).toMatch(/"extra.txt", which its list does not name/);
    await write([manifestOf(sound), ...sound.slice(0, 2)]);
    expect(await fault()).toMatch(/it lacks .*a\.txt/);
  });

  test('when a byte of a file was altered, wherever it is', async () => {
    await write([manifestOf(sound), ...sound]);
    const whole = readFileSync(zip);
    for (const { path, bytes } of sound) {
      const at = whole.indexOf(bytes) + Math.floor(bytes.length / 2);
      const altered = Buffer.from(whole);
      altered[at] = (altered[at] ?? 0) ^ 0x20;
      writeFileSync(zip, altered);
      expect(await fault(), path).toMatch(/was altered|is no log/);
    }
  });

  test('when its list was altered', async () => {
    await write([manifestOf(sound), ...sound]);
    const bytes = readFileSync(zip);
    bytes.write('first', bytes.indexOf('"displayName":"first"') + 15);
    bytes.write('FIRST', bytes.indexOf('"displayName":"first"') + 15);
    writeFileSync(zip, bytes);
    expect(await fault()).toMatch(/manifest.json was altered/);
  });

  test('when it ends too early, at any place', async () => {
    await write([manifestOf(sound), ...sound]);
    const whole = readFileSync(zip);
    for (const part of [0, 0.1, 0.5, 0.9, 0.999]) {
      writeFileSync(zip, whole.subarray(0, Math.floor(whole.length * part)));
      expect(await fault(), String(part)).toMatch(/ends too early|no zip file/);
    }
  });

  test('of a newer format, by its number', async () => {
    await write([manifestOf(sound, { version: 2, runs: 'of another form' }), ...sound]);
    expect(await fault()).toMatch(/its format is version 2, this Taffrail reads up to 1/);
  });

  test('when it is another zip file', async () => {
    await write([{ path: 'a.txt', bytes: Buffer.from('x') }]);
    expect(await fault()).toMatch(/it has no manifest.json/);
  });

  test('when a file claims to be larger than its bytes can be', async () => {
    await write([manifestOf(sound), ...sound]);
    const bytes = readFileSync(zip);
    // The uncompressed size in the central directory of the last file.
    const at = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 24;
    bytes.writeUInt32LE(0x7fffffff, at);
    writeFileSync(zip, bytes);
    expect(await fault()).toMatch(/is not imported/);
  });

  test('when two files share their bytes', async () => {
    await write([manifestOf(sound), ...sound]);
    const bytes = readFileSync(zip);
    const first = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const last = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(bytes.readUInt32LE(first + 42), last + 42);
    writeFileSync(zip, bytes);
    expect(await fault()).toMatch(/is not imported/);
  });

  test.each([
    ['files', [{ name: '../../x', path: 'PATH', sha256: 'SHA', updatedAt: 1 }], /leaves the run folder|badly/],
    ['files', [{ name: 'x', path: 'nowhere', sha256: 'SHA', updatedAt: 1 }], /names a file that is not there/],
    ['uses', [{ artifact: 'nowhere', direction: 'input', at: 1 }], /names an artifact that is not there/],
    ['config', '[1]', /config of .* is no JSON object/],
    ['state', 'dancing', /state of .* is not valid/],
    ['run', 'r2', /speaks of another run/],
  ])('when what it says of a run is not sound: %s %j', async (member, value, said) => {
    const [log, facts, file] = sound as [TestEntry, TestEntry, TestEntry];
    const known = JSON.parse(facts.bytes.toString()) as { files: { path: string; sha256: string }[] };
    const text = JSON.stringify({ ...known, [member]: value })
      .replace('"PATH"', JSON.stringify(known.files[0]?.path))
      .replace('"SHA"', JSON.stringify(known.files[0]?.sha256));
    const entries = [log, { ...facts, bytes: Buffer.from(text) }, file];
    await write([manifestOf(entries), ...entries]);
    expect(await fault()).toMatch(said);
  });
});

test('names that are files of their own everywhere', () => {
  expect(nameFault('wandb/offline-run-1/files/media/images/ä 1.png')).toBeUndefined();
  for (const bad of ['', '/a', 'a//b', './a', 'a/..', 'a/b ', 'nul', 'LPT1.txt', 'a|b', 'x'.repeat(201), 'e\u0301']) {
    expect(nameFault(bad), bad).toBeDefined();
  }
  const names = new NameSet();
  expect(['a/b', 'A/B', 'a', 'a/b/c', 'a/c'].map((name) => names.add(name) === undefined)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
  expect(['a b/c', '..', 'con', '.x', 'run.'].map(safePart)).toEqual(['a_b_c', '_', '_con', '_.x', 'run_']);
});

test('a bundle is called after what is in it', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5);
  const run = { entity: 'e', project: 'my project', run: 'r1' };
  expect(nameFor({ runs: [run], projects: [] }, at)).toBe('my_project-r1-2026-01-02-030405.zip');
  expect(nameFor({ runs: [run, { ...run, run: 'r2' }], projects: [] }, at)).toBe('my_project-2026-01-02-030405.zip');
  expect(nameFor({ runs: [run], projects: [{ entity: 'e', project: 'q' }] }, at)).toBe(
    'projects-2026-01-02-030405.zip',
  );
});
