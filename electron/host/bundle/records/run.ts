import { editRun, emitRun, findRun, hasEnded, prepared, recordUse, type RunRow, type WriteContext } from '#host/store';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import type { RunFacts } from '../format/schema.ts';
import { findVersion, type VersionName } from './versions.ts';

/**
 * Gives a run whose log was read in what the log does not hold, or not exactly: fields, documents, state, times, alerts.
 * A run that was still going on where the bundle was made counts as crashed here: nothing more will come of it.
 * Errors: `run.unknown` when it was deleted meanwhile.
 */
export function handleSettleRun(ctx: WriteContext, args: { readonly facts: RunFacts }): void {
  const { facts } = args;
  const { entity, project, run: name } = facts;
  const found = findRun(ctx.db, { entity, project, run: name });
  if (found === undefined) throw new Problem('run.unknown', { entity, project, run: name });
  const { group = null, jobType = null, sweep = null, color = null } = facts;
  const run = editRun(ctx, found, {
    fields: {
      displayName: facts.displayName,
      notes: facts.notes,
      group,
      jobType,
      sweep,
      color,
      ...(facts.host === undefined ? {} : { host: facts.host }),
      ...(facts.program === undefined ? {} : { program: facts.program }),
      ...(facts.repo === undefined ? {} : { repo: facts.repo }),
      ...(facts.commit === undefined ? {} : { commit: facts.commit }),
    },
    tags: facts.tags,
    config: facts.config,
    summary: facts.summary,
  });
  settleState(ctx, run, facts);
  const file = prepared(ctx.db, 'UPDATE run_files SET updated_at = ? WHERE run_id = ? AND name = ?');
  for (const { name: fileName, updatedAt } of facts.files) file.run(updatedAt, run.id, fileName);
  settleAlerts(ctx, run, facts);
  emitRun(ctx, run, 'state', 'meta', 'files');
}

function settleState(ctx: WriteContext, run: RunRow, facts: RunFacts): void {
  const isOver = hasEnded(facts.state);
  prepared(
    ctx.db,
    `UPDATE runs SET state = ?, state_reason = ?, exit_code = ?, created_at = ?, updated_at = ?, heartbeat_at = ?,
       finished_at = ?, username = ?, runtime_s = ? WHERE id = ?`,
  ).run(
    isOver ? facts.state : 'crashed',
    isOver ? facts.stateReason : 'it was still running when its bundle was made',
    facts.exitCode ?? null,
    facts.createdAt,
    facts.updatedAt,
    facts.heartbeatAt,
    (isOver ? facts.finishedAt : undefined) ?? facts.heartbeatAt,
    facts.username,
    facts.runtimeS,
    run.id,
  );
}

function settleAlerts(ctx: WriteContext, run: RunRow, facts: RunFacts): void {
  const known = prepared(ctx.db, 'SELECT 1 FROM alerts WHERE run_id = ? AND at = ? AND title = ? AND text = ?');
  const insert = prepared(ctx.db, 'INSERT INTO alerts (run_id, at, severity, title, text) VALUES (?, ?, ?, ?, ?)');
  for (const { at, severity, title, text } of facts.alerts) {
    if (known.get(run.id, at, title, text) === undefined) insert.run(run.id, at, severity, title, text);
  }
}

/** One use of a version by a run. */
export interface BundledUse {
  readonly version: VersionName;
  readonly direction: 'input' | 'output';
  readonly usedAs?: string;
  readonly at: number;
  /** The version came with the bundle. */
  readonly isNew: boolean;
}

/** Notes which versions a run made and read. What is noted already stays as it is. */
export function handleLinkUses(
  ctx: WriteContext,
  args: { readonly path: RunPath; readonly uses: readonly BundledUse[] },
): void {
  const run = findRun(ctx.db, args.path);
  if (run === undefined) return;
  const known = prepared(ctx.db, 'SELECT 1 FROM artifact_uses WHERE run_id = ? AND direction = ? AND artifact_id = ?');
  const date = prepared(
    ctx.db,
    'UPDATE artifact_uses SET at = ? WHERE run_id = ? AND direction = ? AND artifact_id = ?',
  );
  for (const { version, direction, usedAs, at, isNew } of args.uses) {
    const id = findVersion(ctx.db, version);
    if (id === undefined || (!isNew && known.get(run.id, direction, id) !== undefined)) continue;
    recordUse(ctx, run, id, direction, usedAs);
    date.run(at, run.id, direction, id);
  }
}

/** Which files of a run are here with other bytes, or not at all. */
export function readWantedFiles(
  ctx: { readonly db: Parameters<typeof findRun>[0] },
  args: { readonly path: RunPath; readonly files: readonly { readonly name: string; readonly sha256: string }[] },
): string[] {
  const run = findRun(ctx.db, args.path);
  const held = prepared(
    ctx.db,
    `SELECT 1 FROM run_files f JOIN blobs b ON b.id = f.blob_id WHERE f.run_id = ? AND f.name = ? AND b.sha256 = ?`,
  );
  return args.files.flatMap(({ name, sha256 }) =>
    run !== undefined && held.get(run.id, name, sha256) !== undefined ? [] : [name],
  );
}
