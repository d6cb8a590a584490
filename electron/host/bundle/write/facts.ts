import { listRunFiles } from '#host/files';
import {
  type ArtifactId,
  prepared,
  readConfig,
  type ReadableDb,
  readSummary,
  readTags,
  type RunRow,
} from '#host/store';
import { nameFault, NameSet } from '../format/names.ts';
import type { RunFacts } from '../format/schema.ts';

/** A use of a version by its row id; its place in the bundle is known once all runs were looked through. */
export interface UseRow {
  readonly artifactId: ArtifactId;
  readonly direction: 'input' | 'output';
  readonly usedAs?: string;
  readonly at: number;
}

/** What is stored of a run beside its lines; `folder` is where it lies in the bundle. */
export function factsOf(db: ReadableDb, run: RunRow, folder: string): Omit<RunFacts, 'uses'> {
  const {
    entity,
    project,
    name,
    id,
    projectId: _,
    lastStep: __,
    refusedLines: ___,
    isStopRequested: ____,
    ...rest
  } = run;
  return {
    entity,
    project,
    run: name,
    ...rest,
    tags: readTags(db, id),
    config: readConfig(db, id),
    summary: readSummary(db, id),
    files: filesOf(db, run, folder),
    alerts: alertsOf(db, run),
  };
}

function filesOf(db: ReadableDb, run: RunRow, folder: string): RunFacts['files'] {
  const names = new NameSet();
  return listRunFiles(db, run.id, { isUploadedOnly: true }).flatMap(({ name, blob, updatedAt }) => {
    if (blob === undefined) return [];
    const plain = `${folder}/files/${name}`;
    const isFine = nameFault(plain) === undefined && names.add(plain) === undefined;
    // A name that some disk cannot hold: its bytes lie beside, its name stands here.
    const path = isFine ? plain : `${folder}/other-files/${blob.sha256}`;
    return [{ name, path, sha256: blob.sha256, updatedAt }];
  });
}

function alertsOf(db: ReadableDb, run: RunRow): RunFacts['alerts'] {
  const sql = 'SELECT at, severity, title, text FROM alerts WHERE run_id = ? ORDER BY at, id';
  return prepared(db, sql).all(run.id) as RunFacts['alerts'];
}

/** Versions that a run made or read, in the order it did. */
export function usesOf(db: ReadableDb, run: RunRow): UseRow[] {
  const sql = `SELECT u.artifact_id AS artifactId, u.direction, u.used_as AS usedAs, u.at FROM artifact_uses u
    JOIN artifacts a ON a.id = u.artifact_id WHERE u.run_id = ? AND a.state = 'COMMITTED' ORDER BY u.at, a.id`;
  const rows = prepared(db, sql).all(run.id) as (UseRow & { readonly usedAs: string | null })[];
  return rows.map(({ usedAs, ...row }) => (usedAs === null ? row : { ...row, usedAs }));
}
