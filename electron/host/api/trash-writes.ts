import {
  findRun,
  projectAt,
  purgeRuns,
  readSettings,
  refuseLockedAmong,
  restoreRun,
  runAt,
  trashedBefore,
  trashedRuns,
  trashRun,
  type WriteContext,
} from '#host/store';
import { type BulkAnswer, DEFAULT_TRASH_DAYS, type PurgeAnswer, type TrashAnswer, type TrashChoice } from '#shared/api';
import type { ProjectPath, RunPath, UnixMs } from '#shared/units';

export interface ChoiceArgs {
  readonly path: ProjectPath;
  readonly choice: TrashChoice;
}

const DAY_MS = 86_400_000;
/** So many runs go in one call, so that posts of running scripts need not wait long. */
export const TRASHED_AT_ONCE = 20;

/**
 * Deleting runs, and what becomes of them in the trash; on the writer thread. Errors: `run.unknown`, `project.unknown`,
 * `run.locked`.
 */
export const trashWrites = {
  'api.deleteRun': (ctx: WriteContext, path: RunPath): void => trashRun(ctx, runAt(ctx.db, path)),

  /** Asked before runs are deleted in parts, so that none goes when one of them may not. */
  'api.checkUnlocked': (
    ctx: WriteContext,
    { path, runs }: { readonly path: ProjectPath; readonly runs: readonly string[] },
  ): void => refuseLockedAmong(ctx, projectAt(ctx.db, path), runs),

  'api.deleteRuns': (
    ctx: WriteContext,
    { path, runs }: { readonly path: ProjectPath; readonly runs: readonly string[] },
  ): TrashAnswer => {
    projectAt(ctx.db, path);
    const ids = [...new Set(runs)].flatMap((name) => {
      const run = findRun(ctx.db, { ...path, run: name });
      if (run === undefined) return [];
      trashRun(ctx, run);
      return [run.id];
    });
    return { count: ids.length, ids };
  },

  /** All of them or none. Errors: `run.taken`. */
  'api.restoreRuns': (ctx: WriteContext, { path, choice }: ChoiceArgs): BulkAnswer => {
    const rows = trashedRuns(ctx, projectAt(ctx.db, path), choice.ids);
    for (const row of rows) restoreRun(ctx, row);
    return { count: rows.length };
  },

  /** All runs in the trash of a project at this moment. */
  'api.trashIds': (ctx: WriteContext, path: ProjectPath): readonly number[] =>
    trashedRuns(ctx, projectAt(ctx.db, path)).map(({ id }) => id),

  'api.purgeRuns': (ctx: WriteContext, { path, choice }: ChoiceArgs): PurgeAnswer => {
    const rows = trashedRuns(ctx, projectAt(ctx.db, path), choice.ids);
    return { count: rows.length, freedBytes: purgeRuns(ctx, rows) };
  },

  /** Lets some of the runs go whose time is over; `hasMore` when there may be others. */
  'api.expireTrash': (ctx: WriteContext): { readonly count: number; readonly hasMore: boolean } => {
    const days = readSettings(ctx.db).trashDays ?? DEFAULT_TRASH_DAYS;
    const rows = trashedBefore(ctx, (ctx.now() - days * DAY_MS) as UnixMs, TRASHED_AT_ONCE);
    purgeRuns(ctx, rows);
    return { count: rows.length, hasMore: rows.length === TRASHED_AT_ONCE };
  },
} as const;
