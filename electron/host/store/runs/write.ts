import type { RunAspect } from '#shared/api';
import type { WriteContext } from '../context.ts';
import type { RefusedLine } from '../points/types.ts';
import { prepared } from '../prepared.ts';
import { pathOf, type RunFields, type RunRow } from './types.ts';

/** How many refused lines of a run are kept to be looked at; more are counted only. */
const KEPT_REFUSALS = 1000;
/** 2000-01-01. An earlier start comes from a clock that was never set, or from a damaged file. */
const EARLIEST_MS = 946_684_800_000;
/** Characters of a refused line that are kept. */
const EXCERPT_LENGTH = 200;

const COLUMNS = {
  displayName: 'display_name',
  notes: 'notes',
  group: 'group_name',
  jobType: 'job_type',
  host: 'host',
  program: 'program',
  repo: 'repo',
  commit: 'git_commit',
  sweep: 'sweep_name',
  color: 'color',
} as const satisfies Record<keyof RunFields, string>;

/** Says that parts of a run changed; told to the windows after the commit. */
export function emitRun(ctx: WriteContext, run: RunRow, ...aspects: RunAspect[]): void {
  ctx.emit({ kind: 'run', path: pathOf(run), aspects });
}

/** Sets what `fields` names (null clears) and returns the run as it is then; the same row when nothing differs. */
export function updateRun(ctx: WriteContext, run: RunRow, fields: RunFields): RunRow {
  const changes = (Object.keys(COLUMNS) as (keyof RunFields)[]).filter((key) => {
    const value = fields[key];
    return value !== undefined && (value ?? undefined) !== run[key];
  });
  if (changes.length === 0) return run;
  const sets = changes.map((key) => `${COLUMNS[key]} = ?`).join(', ');
  // One statement per set of columns; clients use few such sets.
  prepared(ctx.db, `UPDATE runs SET ${sets}, updated_at = ? WHERE id = ?`).run(
    ...changes.map((key) => fields[key] ?? null),
    ctx.now(),
    run.id,
  );
  emitRun(ctx, run, 'meta');
  const next: Record<string, unknown> = { ...run, updatedAt: ctx.now() };
  for (const key of changes) {
    if (fields[key] === null) delete next[key];
    else next[key] = fields[key];
  }
  return next as unknown as RunRow;
}

/** Replaces all tags of a run; doubles are dropped, the order is kept. */
export function setTags(ctx: WriteContext, run: RunRow, tags: readonly string[]): void {
  const wanted = [...new Set(tags)];
  const rows = prepared(ctx.db, 'SELECT tag FROM run_tags WHERE run_id = ? ORDER BY position').all(run.id);
  const current = (rows as { tag: string }[]).map((row) => row.tag);
  if (wanted.length === current.length && wanted.every((tag, i) => tag === current[i])) return;
  prepared(ctx.db, 'DELETE FROM run_tags WHERE run_id = ?').run(run.id);
  const insert = prepared(ctx.db, 'INSERT INTO run_tags (run_id, position, tag) VALUES (?, ?, ?)');
  wanted.forEach((tag, position) => insert.run(run.id, position, tag));
  prepared(ctx.db, 'UPDATE runs SET updated_at = ? WHERE id = ?').run(ctx.now(), run.id);
  emitRun(ctx, run, 'meta');
}

/** A sign of life: moves the heartbeat to now. Emits nothing. */
export function touchRun(ctx: WriteContext, run: RunRow): void {
  prepared(ctx.db, 'UPDATE runs SET heartbeat_at = ?, updated_at = ? WHERE id = ?').run(ctx.now(), ctx.now(), run.id);
}

/**
 * Notes when the scripts of a run say that they began, milliseconds since 1970: a run that is heard of later than the
 * first of them began (logged without a server, carried over) was created then. A later start changes nothing, so that a
 * resumed run keeps its first one; neither does one before 2000 or after the run is heard of, whoever's clock is wrong.
 */
export function recordStart(ctx: WriteContext, run: RunRow, starts: readonly number[]): void {
  // One clock that was never set hides none of the others.
  const believed = starts.map((startedAt) => Math.round(startedAt)).filter((startedAt) => startedAt >= EARLIEST_MS);
  const createdAt = believed.reduce((first, startedAt) => Math.min(first, startedAt), Number.POSITIVE_INFINITY);
  if (createdAt === Number.POSITIVE_INFINITY) return;
  const sql = 'UPDATE runs SET created_at = ?, updated_at = ? WHERE id = ? AND created_at > ?';
  if (prepared(ctx.db, sql).run(createdAt, ctx.now(), run.id, createdAt).changes > 0) emitRun(ctx, run, 'meta');
}

/** Raises the highest step and the run time (seconds); never lowers them. Emits nothing. */
export function recordProgress(
  ctx: WriteContext,
  run: RunRow,
  progress: { readonly lastStep?: number | undefined; readonly runtimeS?: number | undefined },
): void {
  const lastStep = progress.lastStep ?? -1;
  const runtimeS = progress.runtimeS ?? 0;
  if (lastStep <= run.lastStep && !(runtimeS > run.runtimeS)) return;
  prepared(ctx.db, 'UPDATE runs SET last_step = max(last_step, ?), runtime_s = max(runtime_s, ?) WHERE id = ?').run(
    lastStep,
    Number.isFinite(runtimeS) ? runtimeS : 0,
    run.id,
  );
}

/** Sets the highest step after history was cut (rewind). */
export function resetLastStep(ctx: WriteContext, run: RunRow, lastStep: number): void {
  prepared(ctx.db, 'UPDATE runs SET last_step = ? WHERE id = ?').run(lastStep, run.id);
  emitRun(ctx, run, 'history');
}

/**
 * Notes lines that could not be stored; the first 1,000 of a run can be looked at, all are counted.
 * Lines numbered below `knownBelow` were sent before and are not counted again. Returns how many are new.
 */
export function recordRefusals(
  ctx: WriteContext,
  run: RunRow,
  file: string,
  refused: readonly RefusedLine[],
  knownBelow = 0,
): number {
  if (refused.length === 0) return 0;
  const { count } = prepared(ctx.db, 'SELECT count(*) AS count FROM refusals WHERE run_id = ?').get(run.id) as {
    count: number;
  };
  const insert = prepared(
    ctx.db,
    `INSERT INTO refusals (run_id, at, file, line_no, reason, excerpt) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id, file, line_no) DO NOTHING`,
  );
  let room = KEPT_REFUSALS - count;
  let added = 0;
  for (const { line, reason, excerpt } of refused) {
    if (room > 0) {
      const isNew = insert.run(run.id, ctx.now(), file, line, reason, excerpt.slice(0, EXCERPT_LENGTH)).changes > 0;
      room -= isNew ? 1 : 0;
      added += isNew ? 1 : 0;
    } else if (line >= knownBelow) added += 1;
  }
  if (added === 0) return 0;
  const { total } = prepared(
    ctx.db,
    'UPDATE runs SET refused_lines = refused_lines + ? WHERE id = ? RETURNING refused_lines AS total',
  ).get(added, run.id) as { total: number };
  ctx.emit({ kind: 'run', path: pathOf(run), aspects: ['refused'], refusedLines: total });
  return added;
}
