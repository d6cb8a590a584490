import type { RunPath, RunRowId, UnixMs } from '#shared/units';
import {
  pathOf,
  prepared,
  recordStart,
  refuseLocked,
  runOfClient,
  TRASH_ID,
  type ReadableDb,
  type RunRow,
  type WriteContext,
} from '#host/store';
import { mediaTypeOf } from './media-types.ts';
import { normaliseFileName } from './names.ts';

/** One file of a run as stored. */
export interface RunFileRow {
  readonly id: number;
  readonly runId: RunRowId;
  readonly name: string;
  readonly mimetype: string;
  readonly updatedAt: UnixMs;
  /** Undefined: announced by the client, its bytes are not here yet. */
  readonly blob?: StoredBlob;
}

/** Bytes in the content-addressed store. */
export interface StoredBlob {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Base64, as the client writes it. */
  readonly md5: string;
  readonly sizeBytes: number;
}

/** Which of a run's files to read, sorted by name. */
export interface FileQuery {
  /** Only these names (in any form: `./x` is `x`). */
  readonly names?: readonly string[];
  /** SQL LIKE pattern on the name (`%`, `_`). */
  readonly pattern?: string;
  /** Only names after this one. */
  readonly after?: string;
  readonly limit?: number;
  /** Leaves out files whose bytes are not here. */
  readonly isUploadedOnly?: boolean;
}

const SELECT = `SELECT f.id, f.run_id, f.name, f.mimetype, f.updated_at, b.sha256, b.md5, b.size_bytes
  FROM run_files f LEFT JOIN blobs b ON b.id = f.blob_id`;

/** A run's files in the order of their names (by code point). */
export function listRunFiles(db: ReadableDb, runId: RunRowId, query: FileQuery = {}): RunFileRow[] {
  const sql = `${SELECT} WHERE f.run_id = @runId AND (@after IS NULL OR f.name > @after)
    AND (@pattern IS NULL OR f.name LIKE @pattern) AND (@all OR f.blob_id IS NOT NULL)
    AND (@names IS NULL OR f.name IN (SELECT value FROM json_each(@names))) ORDER BY f.name LIMIT @limit`;
  const names = query.names?.map(normaliseFileName);
  const rows = prepared(db, sql).all({
    runId,
    after: query.after ?? null,
    pattern: query.pattern ?? null,
    all: query.isUploadedOnly === true ? 0 : 1,
    names: names === undefined ? null : JSON.stringify(names),
    limit: query.limit ?? -1,
  });
  return rows.map(toRow);
}

/** How many of a run's files are here. */
export function countRunFiles(db: ReadableDb, runId: RunRowId): number {
  const sql = 'SELECT count(*) FROM run_files WHERE run_id = ? AND blob_id IS NOT NULL';
  return prepared(db, sql).pluck().get(runId) as number;
}

/** One file by its name in any form; undefined when it was neither announced nor stored. */
export function findRunFile(db: ReadableDb, runId: RunRowId, name: string): RunFileRow | undefined {
  return listRunFiles(db, runId, { names: [name] })[0];
}

/**
 * Notes that a client will send these files, so that they show as on their way. Returns the names in their one form,
 * in the order given. Files that are known already stay as they are.
 * Errors: `file.name` for a name that is not allowed; nothing is noted then.
 */
export function announceFiles(ctx: WriteContext, run: RunRow, names: readonly string[]): string[] {
  const normal = names.map(normaliseFileName);
  const sql = `INSERT INTO run_files (run_id, name, mimetype, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (run_id, name) DO NOTHING`;
  const insert = prepared(ctx.db, sql);
  for (const name of normal) insert.run(run.id, name, mediaTypeOf(name), ctx.now());
  if (normal.length > 0) emitFiles(ctx, pathOf(run));
  return normal;
}

/**
 * Makes stored bytes the content of a run's file, new or known. The same bytes again change nothing.
 * Errors: `run.deleted`, `run.unknown`, `file.name`.
 */
export function commitFile(
  ctx: WriteContext,
  input: {
    readonly path: RunPath;
    readonly name: string;
    readonly blob: StoredBlob;
    /** When the run began, as this file says; milliseconds since 1970. */
    readonly startedAt?: number;
  },
): void {
  const run = runOfClient(ctx.db, input.path);
  if (input.startedAt !== undefined) recordStart(ctx, run, [input.startedAt]);
  const name = normaliseFileName(input.name);
  const known = findRunFile(ctx.db, run.id, name);
  if (known?.blob?.sha256 === input.blob.sha256) return;
  const sql = `INSERT INTO run_files (run_id, name, blob_id, mimetype, updated_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (run_id, name) DO UPDATE SET blob_id = excluded.blob_id, updated_at = excluded.updated_at`;
  prepared(ctx.db, sql).run(run.id, name, ensureBlob(ctx, input.blob), mediaTypeOf(name), ctx.now());
  emitFiles(ctx, input.path);
}

/**
 * Removes files of runs by row id; their bytes go when nothing else holds them. Unknown ids are passed over.
 * Errors: `run.locked`.
 */
export function deleteRunFiles(ctx: WriteContext, ids: readonly number[]): number {
  const find = prepared(
    ctx.db,
    `SELECT e.name AS entity, p.name AS project, r.name AS run, r.display_name AS displayName, r.locked FROM run_files f JOIN runs r ON r.id = f.run_id
     JOIN projects p ON p.id = r.project_id JOIN entities e ON e.id = p.entity_id WHERE f.id = ? AND p.id <> ${TRASH_ID}`,
  );
  const remove = prepared(ctx.db, 'DELETE FROM run_files WHERE id = ?');
  let count = 0;
  for (const id of ids) {
    const found = find.get(id) as (RunPath & { readonly displayName: string; readonly locked: number }) | undefined;
    if (found === undefined) continue;
    const { displayName, locked, ...path } = found;
    refuseLocked([{ name: path.run, displayName, isLocked: locked === 1 }]);
    count += remove.run(id).changes;
    emitFiles(ctx, path);
  }
  return count;
}

/** The row id of stored bytes, noted on first sight. */
export function ensureBlob(ctx: WriteContext, blob: StoredBlob): number {
  const insert = `INSERT INTO blobs (sha256, md5, size_bytes, created_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (sha256) DO NOTHING`;
  prepared(ctx.db, insert).run(blob.sha256, blob.md5, blob.sizeBytes, ctx.now());
  return prepared(ctx.db, 'SELECT id FROM blobs WHERE sha256 = ?').pluck().get(blob.sha256) as number;
}

function emitFiles(ctx: WriteContext, path: RunPath): void {
  ctx.emit({ kind: 'run', path, aspects: ['files'] });
}

interface FileRecord {
  readonly id: number;
  readonly run_id: RunRowId;
  readonly name: string;
  readonly mimetype: string;
  readonly updated_at: UnixMs;
  readonly sha256: string | null;
  readonly md5: string | null;
  readonly size_bytes: number | null;
}

function toRow(raw: unknown): RunFileRow {
  const { id, run_id, name, mimetype, updated_at, sha256, md5, size_bytes } = raw as FileRecord;
  const row = { id, runId: run_id, name, mimetype, updatedAt: updated_at };
  if (sha256 === null || md5 === null || size_bytes === null) return row;
  return { ...row, blob: { sha256, md5, sizeBytes: size_bytes } };
}
