import { findRun, prepared, type ReadContext, wasDeleted, type WriteContext } from '#host/store';
import type { FoundLog, ImportItem, LogKind, RunState, WatchedFolder } from '#shared/api';
import type { RunPath } from '#shared/units';
import { findImportByPath, importById, listImports, updateImport } from './rows.ts';

export interface QueueArgs {
  readonly path: string;
  readonly kind: LogKind;
  readonly isAsked: boolean;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

const UNFINISHED: ReadonlySet<string> = new Set(['queued', 'reading', 'following']);

export interface QueuedLog {
  readonly id: number;
  readonly path: string;
}

/**
 * Puts logs on the list of those to be read. One that is there and was read as it is now stays as it is.
 * Returns those that have to be read.
 */
export function handleQueue(ctx: WriteContext, args: { readonly logs: readonly QueueArgs[] }): QueuedLog[] {
  const insert = prepared(
    ctx.db,
    `INSERT INTO imports (path, kind, is_asked, state, size_bytes, modified_at, created_at, updated_at)
     VALUES (?, ?, ?, 'queued', ?, ?, ?, ?) ON CONFLICT (path) DO NOTHING`,
  );
  const queued: QueuedLog[] = [];
  for (const log of args.logs) {
    const known = findImportByPath(ctx.db, log.path);
    // It is at work already, or will be.
    if (known !== undefined && known.kind !== 'bundle' && UNFINISHED.has(known.state)) continue;
    const size = Math.round(log.sizeBytes);
    const modifiedAt = Math.round(log.modifiedAt);
    if (known === undefined) {
      const made = insert.run(log.path, log.kind, log.isAsked ? 1 : 0, size, modifiedAt, ctx.now(), ctx.now());
      queued.push({ id: Number(made.lastInsertRowid), path: log.path });
      continue;
    }
    const isSame = known.sizeBytes === size && known.modifiedAt === modifiedAt;
    if (known.state === 'done' && isSame && known.runId !== undefined) continue;
    // A watched folder is looked through again and again: what failed there fails until the log changes.
    if (!log.isAsked && isSame && (known.state === 'done' || known.state === 'failed')) continue;
    // What a person cancelled only a person takes up again.
    if (known.state === 'cancelled' && !log.isAsked) continue;
    updateImport(ctx, known.id, { state: 'queued', reason: '' });
    queued.push({ id: known.id, path: log.path });
  }
  ctx.emit({ kind: 'import' });
  return queued;
}

/** Marks an import as failed or cancelled; what came in stays. */
export function handleEnd(
  ctx: WriteContext,
  args: { readonly id: number; readonly state: 'failed' | 'cancelled' | 'done'; readonly reason: string },
): void {
  updateImport(ctx, importById(ctx.db, args.id).id, { state: args.state, reason: args.reason });
}

/** Marks logs of bundles that an earlier host had not read to their end. */
export function handleEndBundled(ctx: WriteContext): void {
  const sql = `UPDATE imports SET state = 'failed', reason = ?, updated_at = ?
    WHERE kind = 'bundle' AND state IN ('queued', 'reading', 'following')`;
  prepared(ctx.db, sql).run('Taffrail ended while it was read; open the bundle again', ctx.now());
}

/** Notes that all of a log that is there was read, and that more may come. */
export function handleFollow(ctx: WriteContext, args: { readonly id: number }): void {
  updateImport(ctx, importById(ctx.db, args.id).id, { state: 'following', reason: '' });
}

/** Takes an import off the list; its run stays. Errors: `import.unknown`. */
export function handleRemove(ctx: WriteContext, args: { readonly id: number }): void {
  prepared(ctx.db, 'DELETE FROM imports WHERE id = ?').run(importById(ctx.db, args.id).id);
  ctx.emit({ kind: 'import' });
}

/** Notes that something is not where a log says, and how many files and artifacts came in since. */
export function handleReport(
  ctx: WriteContext,
  args: {
    readonly id: number;
    readonly missing: readonly string[];
    readonly files: number;
    readonly artifacts: number;
  },
): void {
  const row = importById(ctx.db, args.id);
  const missing = [...new Set([...row.report.missing, ...args.missing])].slice(0, 1000);
  updateImport(ctx, row.id, {
    report: { ...row.report, missing },
    counts: { ...row.counts, files: row.counts.files + args.files, artifacts: row.counts.artifacts + args.artifacts },
  });
}

export interface SeenFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

/**
 * Which of the files beside a log have to be stored: new or changed since they were, and of a log that brought nothing
 * new only those that its run lacks. `isMade`: the reader wrote it from the log's records.
 */
export function readChangedFiles(
  ctx: ReadContext,
  args: {
    readonly id: number;
    readonly hasNews: boolean;
    readonly files: readonly (SeenFile & { readonly isMade: boolean })[];
  },
): string[] {
  const row = importById(ctx.db, args.id);
  const seen = prepared(
    ctx.db,
    'SELECT 1 FROM import_files WHERE import_id = ? AND name = ? AND size_bytes = ? AND modified_at = ?',
  );
  const held = prepared(ctx.db, 'SELECT 1 FROM run_files WHERE run_id = ? AND name = ? AND blob_id IS NOT NULL');
  const isMissing = (name: string): boolean => held.get(row.runId ?? null, name) === undefined;
  const isOpen = args.hasNews || row.mapping?.isNew === true;
  const wanted = args.files.filter((file) => {
    if (file.isMade) return args.hasNews || isMissing(file.name);
    if (seen.get(args.id, file.name, file.sizeBytes, Math.round(file.modifiedAt)) !== undefined) return false;
    return isOpen || isMissing(file.name);
  });
  return wanted.map((file) => file.name);
}

export function handleFileSeen(ctx: WriteContext, args: { readonly id: number } & SeenFile): void {
  prepared(
    ctx.db,
    `INSERT INTO import_files (import_id, name, size_bytes, modified_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (import_id, name) DO UPDATE SET size_bytes = excluded.size_bytes, modified_at = excluded.modified_at`,
  ).run(args.id, args.name, args.sizeBytes, Math.round(args.modifiedAt));
}

/** What is known here of logs that a scan found. */
export function readKnown(
  ctx: ReadContext,
  args: { readonly logs: readonly { readonly path: string; readonly run?: RunPath }[] },
): { readonly here: FoundLog['here']; readonly runState?: RunState }[] {
  return args.logs.map(({ path, run: runPath }) => {
    const run = runPath === undefined ? undefined : findRun(ctx.db, runPath);
    const isImported = findImportByPath(ctx.db, path)?.runId !== undefined;
    if (run !== undefined) return { here: isImported ? 'imported' : 'run', runState: run.state };
    const isDeleted = runPath !== undefined && wasDeleted(ctx.db, runPath);
    return { here: isDeleted ? 'deleted' : 'no' };
  });
}

/** An import that was not over when the host ended. */
export interface UnfinishedImport {
  readonly id: number;
  readonly path: string;
  readonly kind: LogKind;
  readonly state: ImportItem['state'];
  /** As the log was when it was last read. */
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

/** Imports that were not over when the host ended, and those that are followed. A bundle has to be opened again. */
export function readUnfinished(ctx: ReadContext): UnfinishedImport[] {
  const sql = `SELECT id, path, kind, state, size_bytes AS sizeBytes, modified_at AS modifiedAt FROM imports
    WHERE state IN ('queued', 'reading', 'following') AND kind <> 'bundle' ORDER BY id`;
  return prepared(ctx.db, sql).all() as UnfinishedImport[];
}

export function readList(ctx: ReadContext): ImportItem[] {
  return listImports(ctx.db);
}

export function readWatched(ctx: ReadContext): WatchedFolder[] {
  return prepared(
    ctx.db,
    'SELECT path, created_at AS since FROM watched_folders ORDER BY path',
  ).all() as WatchedFolder[];
}

export function handleWatch(ctx: WriteContext, args: { readonly path: string; readonly isOn: boolean }): void {
  if (args.isOn) {
    prepared(ctx.db, 'INSERT INTO watched_folders (path, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
      args.path,
      ctx.now(),
    );
  } else prepared(ctx.db, 'DELETE FROM watched_folders WHERE path = ?').run(args.path);
  ctx.emit({ kind: 'import' });
}
