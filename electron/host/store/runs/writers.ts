import type { RunRowId } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { readConfig } from './documents.ts';
import { environmentIds } from './wandb-part.ts';

/** One process that writes to a run in shared mode. */
export interface RunWriter {
  readonly writer: string;
  readonly heartbeatAt: number;
  readonly completedAt?: number;
  readonly exitCode?: number;
}

/** Notes a sign of life of one writer; one that had completed and writes again counts as alive. */
export function touchWriter(ctx: WriteContext, run: RunRowId, writer: string): void {
  prepared(
    ctx.db,
    `INSERT INTO run_writers (run_id, writer, heartbeat_at) VALUES (?, ?, ?)
     ON CONFLICT (run_id, writer) DO UPDATE SET heartbeat_at = excluded.heartbeat_at, completed_at = NULL, exit_code = NULL`,
  ).run(run, writer, ctx.now());
}

/** Notes the label that a writer puts before its console lines. */
export function labelWriter(ctx: WriteContext, run: RunRowId, writer: string, label: string): void {
  touchWriter(ctx, run, writer);
  prepared(ctx.db, 'UPDATE run_writers SET label = ? WHERE run_id = ? AND writer = ?').run(label, run, writer);
}

/** Notes the last post of one writer. */
export function completeWriter(ctx: WriteContext, run: RunRowId, writer: string, exitCode: number): void {
  touchWriter(ctx, run, writer);
  prepared(ctx.db, 'UPDATE run_writers SET completed_at = ?, exit_code = ? WHERE run_id = ? AND writer = ?').run(
    ctx.now(),
    exitCode,
    run,
    writer,
  );
}

/** The writers of a run in the order of their names; empty for an ordinary run. */
export function readWriters(db: ReadableDb, run: RunRowId): RunWriter[] {
  const rows = prepared(
    db,
    `SELECT writer, heartbeat_at AS heartbeatAt, completed_at AS completedAt, exit_code AS exitCode
     FROM run_writers WHERE run_id = ? ORDER BY writer`,
  ).all(run) as { writer: string; heartbeatAt: number; completedAt: number | null; exitCode: number | null }[];
  return rows.map(({ writer, heartbeatAt, completedAt, exitCode }) => ({
    writer,
    heartbeatAt,
    ...(completedAt === null ? {} : { completedAt }),
    ...(exitCode === null ? {} : { exitCode }),
  }));
}

/** The exit code of a run as a whole: the first that is not 0 among its completed writers; undefined when none has. */
export function jointExitCode(writers: readonly RunWriter[]): number | undefined {
  const codes = writers.flatMap((writer) => (writer.exitCode === undefined ? [] : [writer.exitCode]));
  return codes.find((code) => code !== 0) ?? codes[0];
}

/**
 * Which writers of a shared run decide when it ends: the primary ones, where there are any. Only these tell their
 * environment; the others need not say that they are done, and may log on for a moment.
 */
export function decidingWriters(db: ReadableDb, run: RunRowId): (writer: string) => boolean {
  const primary = new Set(environmentIds(readConfig(db, run)));
  const isAny = readWriters(db, run).some(({ writer }) => primary.has(writer));
  return (writer) => !isAny || primary.has(writer);
}
