import { findRun, findRunById, prepared, recordStart, type RunRow, upsertRun, type WriteContext } from '#host/store';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { NO_SHIFT, type Shift } from '#sdk/journal';
import type { LogHead } from '#sdk/journal';
import { alignLog } from './align.ts';
import { importById, type Mapping, updateImport } from './rows.ts';

export interface BeginArgs {
  readonly id: number;
  readonly path: RunPath;
  readonly username: string;
  readonly head: LogHead;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  /** The log holds all of its run: a run here that has other rows is another one. */
  readonly isWhole: boolean;
}

/**
 * Finds or makes the run of a log and decides, once, where the log's lines belong in it. Returns how far the log's
 * counters are moved. Errors: `run.deleted` when a person deleted the run here; `import.unknown`; `bundle.conflict`.
 */
export function handleBegin(ctx: WriteContext, args: BeginArgs): Shift {
  const row = importById(ctx.db, args.id);
  const known = row.runId === undefined ? undefined : findRunById(ctx.db, row.runId);
  const about = { state: 'reading', reason: '', sizeBytes: args.sizeBytes, modifiedAt: args.modifiedAt } as const;
  if (known !== undefined && row.mapping !== undefined) {
    updateImport(ctx, args.id, about);
    return shiftOf(row.mapping);
  }
  const { run, isNew } = ensureRun(ctx, args);
  // The run began when its script did, not now.
  recordStart(ctx, run, [args.head.identity.startedAtMs]);
  const mapping = alignLog(ctx, run, args.head, isNew);
  const isOther = args.head.firstRow !== undefined && mapping.history > 0;
  if (args.isWhole && isOther) throw new Problem('bundle.conflict', { run: args.path.run });
  updateImport(ctx, args.id, { ...about, runId: run.id, mapping, startedAt: args.head.identity.startedAtMs });
  return shiftOf(mapping);
}

/** Lets a run that was deleted here come back: a person asked for its log by name. */
export function handleForgetDeletion(ctx: WriteContext, path: RunPath): void {
  prepared(
    ctx.db,
    `DELETE FROM deleted_runs WHERE name = ? AND project_id IN (SELECT p.id FROM projects p
       JOIN entities e ON e.id = p.entity_id WHERE e.name = ? AND p.name = ?)`,
  ).run(path.run, path.entity, path.project);
}

function shiftOf({ stepShift, secondsShift }: Mapping): Shift {
  return stepShift === 0 && secondsShift === 0 ? NO_SHIFT : { step: stepShift, seconds: secondsShift };
}

function ensureRun(ctx: WriteContext, args: BeginArgs): { readonly run: RunRow; readonly isNew: boolean } {
  const known = findRun(ctx.db, args.path);
  if (known !== undefined) return { run: known, isNew: false };
  const { displayName } = args.head.fields;
  const { run } = upsertRun(ctx, {
    path: args.path,
    username: args.username,
    state: 'running',
    ...(displayName === undefined ? {} : { fields: { displayName } }),
  });
  return { run, isNew: true };
}
