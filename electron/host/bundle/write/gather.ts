import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blobPath } from '#host/files';
import type { DataPaths } from '#host/base';
import { type ArtifactId, findRun, prepared, type ReadableDb, type RunRow } from '#host/store';
import { portableSweeps } from '#host/sweeps';
import { Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';
import { safePart } from '../format/names.ts';
import { artifactPath, type BundledFile, type Manifest, type VersionFacts } from '../format/schema.ts';
import { factsOf, type UseRow, usesOf } from './facts.ts';
import { writeRunLog } from './log.ts';
import { chartsOf, projectsOf } from './projects.ts';
import { versionOf, versionRecord } from './versions.ts';

/** A file of a bundle and where its bytes are now. */
export interface SourceFile extends BundledFile {
  readonly source: string;
}

export interface Gathered {
  readonly runs: Manifest['runs'];
  readonly projects: Manifest['projects'];
  readonly charts: Manifest['charts'];
  readonly sweeps: Manifest['sweeps'];
  readonly artifacts: Manifest['artifacts'];
  readonly files: readonly SourceFile[];
}

export interface GatherOrder {
  readonly paths: DataPaths;
  readonly runs: readonly RunPath[];
  readonly projects: readonly ProjectPath[];
  /** Logs and facts are written here, at the place they have in the bundle. */
  readonly stage: string;
  /** Where a log finds the bytes of an artifact: relative to the bundle, or whole. */
  readonly placeOf: (sha256: string) => string;
  /** The entity that logs leave out, so that the client syncs them as whoever it logs in as. */
  readonly username: string;
  readonly program: string;
}

/**
 * Writes the logs and facts of runs and finds out which stored files belong to them. Each run is read as it is at one
 * moment. Errors: `run.unknown` when one was deleted meanwhile; `bundle.empty`; those of the file system.
 */
export function gather(db: ReadableDb, order: GatherOrder, told: (bytes: number) => void): Gathered {
  const files = new Map<string, SourceFile>();
  const paths = runsOf(db, order);
  if (paths.length === 0) throw new Problem('bundle.empty');
  const versions = new Versions(db, order, files);
  for (const id of artifactsOfProjects(db, order.projects)) versions.need(id);
  const folders = new Set<string>();
  const uses = paths.map((path) => atOneMoment(db, () => usesOf(db, runOf(db, path))));
  for (const use of uses.flat()) versions.need(use.artifactId);
  versions.write();
  const runs = paths.map((path, i) => {
    const run = atOneMoment(db, () => writeRun(db, order, files, { path, folders, versions, uses: uses[i] ?? [] }));
    told(files.get(run.log)?.sizeBytes ?? 0);
    return run;
  });
  return {
    runs,
    projects: projectsOf(db, order.projects),
    charts: chartsOf(db, [...new Set(paths.map((path) => path.entity))]),
    sweeps: portableSweeps(db, paths, order.projects),
    artifacts: versions.places,
    files: [...files.values()],
  };
}

function runOf(db: ReadableDb, path: RunPath): RunRow {
  const run = findRun(db, path);
  if (run === undefined) throw new Problem('run.unknown', { ...path });
  return run;
}

/** The oldest run first, each once. */
function runsOf(db: ReadableDb, { runs, projects }: GatherOrder): RunPath[] {
  const ofProject = prepared(
    db,
    `SELECT r.name FROM runs r JOIN projects p ON p.id = r.project_id JOIN entities e ON e.id = p.entity_id
     WHERE e.name = ? AND p.name = ?`,
  );
  const all = [
    ...runs,
    ...projects.flatMap(({ entity, project }) =>
      (ofProject.all(entity, project) as { name: string }[]).map(({ name }) => ({ entity, project, run: name })),
    ),
  ];
  const unique = new Map(all.map((path) => [JSON.stringify([path.entity, path.project, path.run]), path]));
  const rows = [...unique.values()].map((path) => runOf(db, path));
  rows.sort((a, b) => a.createdAt - b.createdAt || a.id - b.id);
  return rows.map(({ entity, project, name }) => ({ entity, project, run: name }));
}

function artifactsOfProjects(db: ReadableDb, projects: readonly ProjectPath[]): ArtifactId[] {
  const find = prepared(
    db,
    `SELECT a.id FROM artifacts a JOIN artifact_collections c ON c.id = a.collection_id
     JOIN projects p ON p.id = c.project_id JOIN entities e ON e.id = p.entity_id
     WHERE e.name = ? AND p.name = ? AND a.state = 'COMMITTED'`,
  );
  return projects.flatMap(({ entity, project }) =>
    (find.all(entity, project) as { id: ArtifactId }[]).map((row) => row.id),
  );
}

function atOneMoment<T>(db: ReadableDb, work: () => T): T {
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('COMMIT');
  }
}

function writeRun(
  db: ReadableDb,
  order: GatherOrder,
  files: Map<string, SourceFile>,
  one: { path: RunPath; folders: Set<string>; versions: Versions; uses: readonly UseRow[] },
): Manifest['runs'][number] {
  const run = runOf(db, one.path);
  const folder = folderOf(run, one.folders);
  const uses = one.uses.flatMap(({ artifactId, ...use }) => {
    const artifact = one.versions.placeOf(artifactId);
    return artifact === undefined ? [] : [{ ...use, artifact }];
  });
  const facts = { ...factsOf(db, run, folder), uses };
  const made = one.uses
    .filter((use) => use.direction === 'output')
    .flatMap((use) => one.versions.facts(use.artifactId) ?? []);
  const log = `${folder}/run-${safePart(run.name)}.wandb`;
  mkdirSync(dirname(join(order.stage, log)), { recursive: true });
  writeRunLog(db, join(order.stage, log), {
    run,
    facts,
    ...(run.entity === order.username ? {} : { entity: run.entity }),
    artifacts: made.map((version) => versionRecord(version, run.name, order.placeOf)),
    program: order.program,
  });
  put(files, log, join(order.stage, log));
  const factsPath = `${folder}/run.json`;
  writeFileSync(join(order.stage, factsPath), JSON.stringify(facts));
  put(files, factsPath, join(order.stage, factsPath));
  for (const { path, sha256 } of facts.files) putBlob(files, order.paths, path, sha256);
  const { entity, project, name, displayName } = run;
  return { entity, project, run: name, displayName, log, facts: factsPath };
}

/** `wandb/offline-run-<time>-<id>`, as the client names it, once for each run. */
function folderOf(run: RunRow, taken: Set<string>): string {
  const time = new Date(run.createdAt)
    .toISOString()
    .replace('T', '_')
    .replaceAll(/[-:]|\..*$/g, '');
  const plain = `wandb/offline-run-${time}-${safePart(run.name)}`;
  let folder = plain;
  for (let i = 2; taken.has(folder.toLowerCase()); i++) folder = `${plain}-${i}`;
  taken.add(folder.toLowerCase());
  return folder;
}

/** The versions that the runs of a bundle made or read, and those they refer to. */
class Versions {
  readonly #db: ReadableDb;
  readonly #order: GatherOrder;
  readonly #files: Map<string, SourceFile>;
  readonly #wanted = new Set<ArtifactId>();
  readonly #places = new Map<ArtifactId, string>();

  constructor(db: ReadableDb, order: GatherOrder, files: Map<string, SourceFile>) {
    this.#db = db;
    this.#order = order;
    this.#files = files;
  }

  need(id: ArtifactId): void {
    this.#wanted.add(id);
  }

  /** Writes the facts of all that is needed, in the order the versions were made. */
  write(): void {
    mkdirSync(join(this.#order.stage, 'artifacts/versions'), { recursive: true });
    // A set that grows while it is walked through is walked to its end.
    const found: ArtifactId[] = [];
    for (const id of this.#wanted) if (this.facts(id) !== undefined) found.push(id);
    for (const id of found.sort((a, b) => a - b)) {
      const facts = this.facts(id);
      if (facts === undefined) continue;
      const place = `artifacts/versions/${String(this.#places.size).padStart(6, '0')}.json`;
      this.#places.set(id, place);
      writeFileSync(join(this.#order.stage, place), JSON.stringify(facts));
      put(this.#files, place, join(this.#order.stage, place));
      for (const { sha256 } of facts.entries) {
        if (sha256 !== undefined) putBlob(this.#files, this.#order.paths, artifactPath(sha256), sha256);
      }
    }
  }

  facts(id: ArtifactId): VersionFacts | undefined {
    return versionOf(this.#db, id, (needed) => this.need(needed));
  }

  placeOf(id: ArtifactId): string | undefined {
    return this.#places.get(id);
  }

  get places(): string[] {
    return [...this.#places.values()];
  }
}

function putBlob(files: Map<string, SourceFile>, paths: DataPaths, path: string, sha256: string): void {
  const source = blobPath(paths, sha256);
  if (!files.has(path)) files.set(path, { path, source, sha256, sizeBytes: statSync(source).size });
}

function put(files: Map<string, SourceFile>, path: string, source: string): void {
  files.set(path, { path, source, sha256: hashOf(source), sizeBytes: statSync(source).size });
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const size = readSync(file, buffer, 0, buffer.length, null);
      if (size === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, size));
    }
  } finally {
    closeSync(file);
  }
}
