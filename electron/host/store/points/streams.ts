import type { ProjectRowId, RunRowId, StreamId } from '#shared/units';
import type { ReadableDb, WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import type { StreamKind, StreamRef } from './types.ts';

const COLUMNS = `s.id, s.run_id AS runId, r.project_id AS projectId, s.kind, s.writer, s.line_count AS lineCount`;

/** The stream of a run, kind and writer; made when it is not there yet. `writer` is empty outside shared mode. */
export function ensureStream(
  ctx: WriteContext,
  run: { readonly id: RunRowId; readonly projectId: ProjectRowId },
  kind: StreamKind,
  writer = '',
): StreamRef {
  const find = prepared(
    ctx.db,
    'SELECT id, line_count AS lineCount FROM streams WHERE run_id = ? AND kind = ? AND writer = ?',
  );
  const found = find.get(run.id, kind, writer) as { id: StreamId; lineCount: number } | undefined;
  const ref = { runId: run.id, projectId: run.projectId, kind, writer };
  if (found !== undefined) return { ...ref, ...found };
  const insert = prepared(ctx.db, 'INSERT INTO streams (run_id, kind, writer) VALUES (?, ?, ?)');
  return { ...ref, id: Number(insert.run(run.id, kind, writer).lastInsertRowid) as StreamId, lineCount: 0 };
}

/** The streams of many runs of one kind, each run's in the order of findStreams; runs without one are not in the answer. */
export function findStreamsOf(
  db: ReadableDb,
  runs: readonly RunRowId[],
  kind: StreamKind,
): ReadonlyMap<RunRowId, readonly StreamRef[]> {
  const sql = `SELECT ${COLUMNS} FROM json_each(?) wanted CROSS JOIN streams s ON s.run_id = wanted.value AND s.kind = ?
    JOIN runs r ON r.id = s.run_id ORDER BY s.id`;
  return Map.groupBy(prepared(db, sql).all(JSON.stringify(runs), kind) as StreamRef[], (stream) => stream.runId);
}

/** All streams of a run of one kind, in the order they came into being: more than one only in shared mode. */
export function findStreams(db: ReadableDb, runId: RunRowId, kind: StreamKind): readonly StreamRef[] {
  return findStreamsOf(db, [runId], kind).get(runId) ?? [];
}
