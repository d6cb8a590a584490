import { ensureProject, prepared, type ReadableDb, type WriteContext } from '#host/store';
import type { SweepState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';
import { checkConfig } from './config/plan.ts';
import { emitSweep } from './edit.ts';
import { findSweep, listSweeps, type SweepRow } from './rows.ts';
import { faultText } from './upsert.ts';

/** What of a sweep another store can go on with: all but who ran it. */
export type PortableSweep = Pick<
  SweepRow,
  | 'entity'
  | 'project'
  | 'name'
  | 'displayName'
  | 'description'
  | 'config'
  | 'state'
  | 'seed'
  | 'username'
  | 'createdAt'
  | 'updatedAt'
>;

const MOST_SWEEPS = 100_000;

/** The sweeps of some runs, and all of some projects, each once. */
export function portableSweeps(
  db: ReadableDb,
  runs: readonly RunPath[],
  projects: readonly ProjectPath[],
): PortableSweep[] {
  const named = prepared(
    db,
    `SELECT r.project_id AS projectId, r.sweep_name AS sweep FROM runs r JOIN projects p ON p.id = r.project_id
     JOIN entities e ON e.id = p.entity_id WHERE e.name = ? AND p.name = ? AND r.name = ? AND r.sweep_name IS NOT NULL`,
  );
  const projectId = prepared(
    db,
    'SELECT p.id FROM projects p JOIN entities e ON e.id = p.entity_id WHERE e.name = ? AND p.name = ?',
  ).pluck();
  const found = new Map<number, SweepRow>();
  for (const { entity, project, run } of runs) {
    const row = named.get(entity, project, run) as { projectId: SweepRow['projectId']; sweep: string } | undefined;
    const sweep = row === undefined ? undefined : findSweep(db, row.projectId, row.sweep);
    if (sweep !== undefined) found.set(sweep.id, sweep);
  }
  for (const { entity, project } of projects) {
    const id = projectId.get(entity, project) as SweepRow['projectId'] | undefined;
    if (id !== undefined) for (const sweep of listSweeps(db, id, 0, MOST_SWEEPS)) found.set(sweep.id, sweep);
  }
  return [...found.values()]
    .sort((a, b) => a.id - b.id)
    .map(({ entity, project, name, displayName, description, config, state, seed, username, createdAt, updatedAt }) => {
      return { entity, project, name, displayName, description, config, state, seed, username, createdAt, updatedAt };
    });
}

/**
 * Keeps a sweep of another store under its own name; one that has the name here stays as it is. One that was open there is
 * paused here: what its agents tried is not known here. Errors: `sweep.invalid` for a configuration that is none.
 */
export function adoptSweep(ctx: WriteContext, sweep: PortableSweep): void {
  const { project } = ensureProject(ctx, { entity: sweep.entity, project: sweep.project });
  if (findSweep(ctx.db, project.id, sweep.name) !== undefined) return;
  const { plan, errors } = checkConfig(sweep.config);
  if (plan === undefined) throw new Problem('sweep.invalid', { faults: errors.map(faultText).join(' ') });
  const isOver = sweep.state === 'FINISHED' || sweep.state === 'CANCELED';
  const state: SweepState = isOver ? sweep.state : 'PAUSED';
  const sql = `INSERT INTO sweeps (project_id, name, display_name, description, config, state, seed, controller_json,
    scheduler_json, username, created_at, updated_at, heartbeat_at) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)`;
  const { displayName, description, config, seed, username, createdAt, updatedAt } = sweep;
  prepared(ctx.db, sql).run(
    project.id,
    sweep.name,
    displayName,
    description,
    config,
    state,
    seed,
    username,
    createdAt,
    updatedAt,
    updatedAt,
  );
  emitSweep(ctx, sweep);
}
