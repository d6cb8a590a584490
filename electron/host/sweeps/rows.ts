import { prepared, type ReadableDb } from '#host/store';
import type { SweepState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath, ProjectRowId, UnixMs } from '#shared/units';

/** One sweep as stored. */
export interface SweepRow {
  readonly id: number;
  readonly projectId: ProjectRowId;
  readonly entity: string;
  readonly project: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly config: string;
  readonly state: SweepState;
  readonly seed: number;
  readonly controller: string | null;
  readonly scheduler: string | null;
  readonly username: string;
  readonly createdAt: UnixMs;
  readonly updatedAt: UnixMs;
  readonly heartbeatAt: UnixMs;
}

export interface AgentRow {
  readonly id: number;
  readonly sweepId: number;
  readonly name: string;
  readonly host: string;
  readonly createdAt: UnixMs;
  readonly heartbeatAt: UnixMs;
  readonly exitedAt: UnixMs | null;
}

export type TrialState = 'offered' | 'taken' | 'over' | 'prior';

/** A run of a sweep, from the side of the sweep. */
export interface TrialRow {
  readonly id: number;
  readonly sweepId: number;
  readonly number: number;
  readonly runName: string;
  readonly argsJson: string;
  readonly gridIndex: number | null;
  readonly agentId: number | null;
  readonly state: TrialState;
  readonly offers: number;
  readonly stopReason: string | null;
  readonly bandsJson: string;
  readonly createdAt: UnixMs;
}

const SELECT_SWEEP = `SELECT s.id, s.project_id AS projectId, e.name AS entity, p.name AS project, s.name,
    s.display_name AS displayName, s.description, s.config, s.state, s.seed, s.controller_json AS controller,
    s.scheduler_json AS scheduler, s.username, s.created_at AS createdAt, s.updated_at AS updatedAt,
    s.heartbeat_at AS heartbeatAt
  FROM sweeps s JOIN projects p ON p.id = s.project_id JOIN entities e ON e.id = p.entity_id`;

const SELECT_AGENT = `SELECT id, sweep_id AS sweepId, name, host, created_at AS createdAt, heartbeat_at AS heartbeatAt,
    exited_at AS exitedAt FROM sweep_agents`;

const SELECT_TRIAL = `SELECT t.id, t.sweep_id AS sweepId, t.number, t.run_name AS runName, t.args_json AS argsJson,
    t.grid_index AS gridIndex, t.agent_id AS agentId, t.state, t.offers, t.stop_reason AS stopReason,
    t.bands_json AS bandsJson, t.created_at AS createdAt FROM sweep_trials t`;

/** The sweep with a short id in a project, or undefined. */
export function findSweep(db: ReadableDb, project: ProjectRowId, name: string): SweepRow | undefined {
  return prepared(db, `${SELECT_SWEEP} WHERE s.project_id = ? AND s.name = ?`).get(project, name) as
    | SweepRow
    | undefined;
}

export function findSweepById(db: ReadableDb, id: number): SweepRow | undefined {
  return prepared(db, `${SELECT_SWEEP} WHERE s.id = ?`).get(id) as SweepRow | undefined;
}

/** The sweep at a path. Errors: `sweep.unknown`. */
export function sweepAt(db: ReadableDb, path: ProjectPath, name: string): SweepRow {
  const sweep = prepared(db, `${SELECT_SWEEP} WHERE e.name = ? AND p.name = ? AND s.name = ?`).get(
    path.entity,
    path.project,
    name,
  ) as SweepRow | undefined;
  if (sweep === undefined) throw unknownSweep(name);
  return sweep;
}

export function unknownSweep(name: string): Problem {
  return new Problem('sweep.unknown', { what: 'sweep', name });
}

/** Sweeps of a project, newest first. */
export function listSweeps(db: ReadableDb, project: ProjectRowId, offset = 0, limit = -1): SweepRow[] {
  const sql = `${SELECT_SWEEP} WHERE s.project_id = ? ORDER BY s.id DESC LIMIT ? OFFSET ?`;
  return prepared(db, sql).all(project, limit, offset) as SweepRow[];
}

export function countSweeps(db: ReadableDb, project: ProjectRowId): number {
  const sql = 'SELECT count(*) AS n FROM sweeps WHERE project_id = ?';
  return (prepared(db, sql).get(project) as { n: number }).n;
}

/** Sweeps over all projects whose search goes on, or that have ended with runs still handed out. */
export function unsettledSweeps(db: ReadableDb): SweepRow[] {
  const sql = `${SELECT_SWEEP} WHERE s.state = 'RUNNING' OR (s.state IN ('FINISHED', 'CANCELED') AND EXISTS
    (SELECT 1 FROM sweep_trials t WHERE t.sweep_id = s.id AND t.state IN ('offered', 'taken'))) ORDER BY s.id`;
  return prepared(db, sql).all() as SweepRow[];
}

export function findAgent(db: ReadableDb, id: number): AgentRow | undefined {
  return prepared(db, `${SELECT_AGENT} WHERE id = ?`).get(id) as AgentRow | undefined;
}

/** Agents of a sweep in the order in which they came. */
export function listAgents(db: ReadableDb, sweep: number): AgentRow[] {
  return prepared(db, `${SELECT_AGENT} WHERE sweep_id = ? ORDER BY id`).all(sweep) as AgentRow[];
}

/** Trials of a sweep by number; those added from earlier runs first. */
export function listTrials(db: ReadableDb, sweep: number): TrialRow[] {
  return prepared(db, `${SELECT_TRIAL} WHERE t.sweep_id = ? ORDER BY t.number, t.id`).all(sweep) as TrialRow[];
}

/** Trials that are handed out: offered or taken. */
export function openTrials(db: ReadableDb, sweep: number): TrialRow[] {
  const sql = `${SELECT_TRIAL} WHERE t.sweep_id = ? AND t.state IN ('offered', 'taken') ORDER BY t.number`;
  return prepared(db, sql).all(sweep) as TrialRow[];
}

/** Number of trials that an agent was or is to run, without runs added from before. */
export function countTrials(db: ReadableDb, sweep: number): number {
  const sql = "SELECT count(*) AS n FROM sweep_trials WHERE sweep_id = ? AND state <> 'prior'";
  return (prepared(db, sql).get(sweep) as { n: number }).n;
}
