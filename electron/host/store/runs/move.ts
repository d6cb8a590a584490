import { Problem } from '#shared/errors';
import type { ProjectRowId } from '#shared/units';
import type { WriteContext } from '../context.ts';
import { forgetStreams } from '../points/append.ts';
import { prepared } from '../prepared.ts';
import { moveRunViews } from '../views.ts';
import { refuseLocked } from './lock.ts';
import { hasEnded } from './state.ts';
import { pathOf, type ProjectRow, type RunRow } from './types.ts';
import { emitRun } from './write.ts';

/**
 * Tables that name the project beside the run, so that lists of a project need not look up its runs; by their primary
 * keys, which all begin with the run but that of `series`.
 */
const CARRIERS = {
  config_values: 'run_id = ?',
  summary_values: 'run_id = ?',
  series: 'stream_id IN (SELECT id FROM streams WHERE run_id = ?)',
  run_metric_definitions: 'run_id = ?',
  run_sizes: 'run_id = ?',
} as const;

/** Every key of a run as project_keys counts it: once for each value of a document, once for each stream and type. */
const KEYS = `SELECT 'config' AS doc, key_id, CAST(kind AS TEXT) AS type, 1 AS n FROM config_values WHERE run_id = @run
  UNION ALL SELECT 'summary', key_id, CAST(kind AS TEXT), 1 FROM summary_values WHERE run_id = @run
  UNION ALL SELECT st.kind, s.key_id, t.key, count(*) FROM streams st JOIN series s ON s.stream_id = st.id,
    json_each(s.type_counts) t WHERE st.run_id = @run GROUP BY st.kind, s.key_id, t.key
  UNION ALL SELECT st.kind, s.key_id, '', count(*) FROM streams st JOIN series s ON s.stream_id = st.id
    WHERE st.run_id = @run AND s.type_counts <> '{}' GROUP BY st.kind, s.key_id`;

/**
 * Moves a run with everything that belongs to it into another project. Its artifacts stay in the project they were
 * logged to and go on naming it; it leaves its sweep, and is of it again when it comes back.
 * Errors: `run.locked`; `run.alive` while its script may still write to the old address; `run.taken` when the other project has a
 * run with this id; `input.invalid` when it lies there already.
 */
export function moveRun(ctx: WriteContext, run: RunRow, to: ProjectRow): void {
  if (to.id === run.projectId) {
    throw new Problem('input.invalid', { field: 'to', expected: 'another project', got: to.name });
  }
  refuseLocked([run]);
  if (!hasEnded(run.state)) throw new Problem('run.alive', { run: run.displayName, state: run.state });
  const taken = prepared(ctx.db, 'SELECT 1 FROM runs WHERE project_id = ? AND name = ?').get(to.id, run.name);
  if (taken !== undefined) throw new Problem('run.taken', { project: to.name, run: run.name });
  // A person wants a run with this id there again.
  prepared(ctx.db, 'DELETE FROM deleted_runs WHERE project_id = ? AND name = ?').run(to.id, run.name);
  const { ordinal, sweep } = takePlace(ctx, run, to.id);
  changeProject(ctx, run, to.id);
  prepared(ctx.db, 'UPDATE runs SET ordinal = ?, sweep_name = ? WHERE id = ?').run(ordinal, sweep, run.id);
  moveRunViews(ctx, run.name, run.projectId, to.id);
  const movedTo = { entity: to.entity, project: to.name, run: run.name };
  ctx.emit({ kind: 'run', path: pathOf(run), aspects: ['deleted'], movedTo });
  emitRun(ctx, { ...run, entity: to.entity, project: to.name }, 'created', 'meta', 'config', 'history', 'files');
}

/** Writes another project into every row that names the run's, and counts its keys there. */
export function changeProject(ctx: WriteContext, run: Pick<RunRow, 'id' | 'projectId'>, to: ProjectRowId): void {
  const args = { run: run.id, from: run.projectId, to };
  prepared(
    ctx.db,
    `UPDATE project_keys SET run_count = run_count - k.n FROM (${KEYS}) k
     WHERE project_id = @from AND project_keys.doc = k.doc AND project_keys.key_id = k.key_id
       AND project_keys.type = k.type`,
  ).run({ run: args.run, from: args.from });
  prepared(
    ctx.db,
    `INSERT INTO project_keys (project_id, doc, key_id, type, run_count)
       SELECT @to, k.doc, k.key_id, k.type, k.n FROM (${KEYS}) k WHERE true
     ON CONFLICT DO UPDATE SET run_count = run_count + excluded.run_count`,
  ).run({ run: args.run, to });
  for (const [table, isOfRun] of Object.entries(CARRIERS)) {
    prepared(ctx.db, `UPDATE ${table} SET project_id = ? WHERE ${isOfRun}`).run(to, run.id);
  }
  prepared(ctx.db, 'UPDATE runs SET project_id = ?, updated_at = ? WHERE id = ?').run(to, ctx.now(), run.id);
  forgetStreams(ctx, run.id);
}

/** Takes away a project in which nothing is and nothing was; false when there is something. */
export function removeEmptyProject(ctx: WriteContext, project: ProjectRow): boolean {
  const holders = ['runs', 'deleted_runs', 'trashed_runs', 'sweeps', 'artifact_types', 'views'];
  const held = holders.map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE project_id = @id)`).join(' OR ');
  const found = prepared(ctx.db, `SELECT 1 WHERE ${held}`).get({ id: project.id });
  if (found !== undefined || project.description !== '') return false;
  prepared(ctx.db, 'DELETE FROM project_keys WHERE project_id = ?').run(project.id);
  prepared(ctx.db, 'DELETE FROM projects WHERE id = ?').run(project.id);
  ctx.emit({ kind: 'project', path: { entity: project.entity, project: project.name }, aspects: ['deleted'] });
  return true;
}

/** What the run is in the project it goes to: what it was there before, else the next one and of no sweep. */
function takePlace(
  ctx: WriteContext,
  run: RunRow,
  to: ProjectRowId,
): { readonly ordinal: number; readonly sweep: string | null } {
  prepared(
    ctx.db,
    `INSERT INTO run_places (run_id, project_id, ordinal, sweep_name)
       SELECT id, project_id, ordinal, sweep_name FROM runs WHERE id = ?
     ON CONFLICT DO UPDATE SET ordinal = excluded.ordinal, sweep_name = excluded.sweep_name`,
  ).run(run.id);
  const before = prepared(
    ctx.db,
    'SELECT ordinal, sweep_name AS sweep FROM run_places WHERE run_id = ? AND project_id = ?',
  ).get(run.id, to) as { ordinal: number; sweep: string | null } | undefined;
  if (before !== undefined) return before;
  const next = 'SELECT coalesce(max(ordinal), -1) + 1 AS ordinal FROM runs WHERE project_id = ?';
  return { ...(prepared(ctx.db, next).get(to) as { ordinal: number }), sweep: null };
}
