import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { LogAppender, protoTime } from '#sdk/journal';
import { FORMAT, MANIFEST, VERSION } from './format/schema.ts';

/** A file of a bundle that a test makes by hand. */
export interface TestEntry {
  readonly path: string;
  readonly bytes: Buffer;
  readonly mode?: number;
}

const FOLDER = 'wandb/offline-run-20260101_000000-r1';

/** The files of a sound bundle of one run without rows. */
export function soundEntries(folder: string): TestEntry[] {
  const log = join(folder, 'run-r1.wandb');
  mkdirSync(dirname(log), { recursive: true });
  const journal = new LogAppender(log);
  journal.add({ run: { runId: 'r1', project: 'p', startTime: protoTime(Date.UTC(2026, 0, 1)) } });
  journal.add({ exit: { runtime: 1 } });
  journal.write();
  journal.close();
  const file = Buffer.from('hello '.repeat(1000));
  const facts = {
    entity: 'e',
    project: 'p',
    run: 'r1',
    displayName: 'first',
    state: 'finished',
    stateReason: '',
    createdAt: 1,
    updatedAt: 1,
    heartbeatAt: 1,
    notes: '',
    username: 'me',
    runtimeS: 1,
    tags: [],
    config: '{"rate":{"value":0.1}}',
    summary: '{"loss":NaN}',
    files: [{ name: 'a.txt', path: `${FOLDER}/files/a.txt`, sha256: shaOf(file), updatedAt: 1 }],
    alerts: [],
    uses: [],
  };
  return [
    { path: `${FOLDER}/run-r1.wandb`, bytes: readFileSync(log) },
    { path: `${FOLDER}/run.json`, bytes: Buffer.from(JSON.stringify(facts)) },
    { path: `${FOLDER}/files/a.txt`, bytes: file },
  ];
}

/** The list of a bundle with these files. */
export function manifestOf(entries: readonly TestEntry[], changes: object = {}): TestEntry {
  const manifest = {
    format: FORMAT,
    version: VERSION,
    madeAt: '2026-01-01T00:00:00.000Z',
    madeBy: { user: 'me', program: 'test' },
    runs: [
      {
        entity: 'e',
        project: 'p',
        run: 'r1',
        displayName: 'first',
        log: `${FOLDER}/run-r1.wandb`,
        facts: `${FOLDER}/run.json`,
      },
    ],
    artifacts: [],
    files: entries.map(({ path, bytes }) => ({ path, sizeBytes: bytes.length, sha256: shaOf(bytes) })),
    ...changes,
  };
  return { path: MANIFEST, bytes: Buffer.from(JSON.stringify(manifest)) };
}

/** Writes a zip file; `rename` puts other names over those of entries, of the same length, which no zip writer would. */
export async function writeTestZip(
  path: string,
  entries: readonly TestEntry[],
  rename: Readonly<Record<string, string>> = {},
): Promise<void> {
  const zip = new ZipFile();
  for (const { path: name, bytes, mode = 0o100644 } of entries) zip.addBuffer(bytes, name, { mode, compress: false });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  if (Object.keys(rename).length === 0) return;
  const bytes = readFileSync(path);
  for (const [from, to] of Object.entries(rename)) {
    if (from.length !== to.length) throw new Error(`${from} and ${to} have other lengths`);
    for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
  }
  writeFileSync(path, bytes);
}

export function shaOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
