import { createHash } from 'node:crypto';
import { prepared, upsertRun, findRunById, editRun, setRunState, type RunRow, type WriteContext } from '#host/store';
import type { SweepState } from '#shared/api';
import { type ConfigObject, toJson } from './config/value.ts';
import { planOf } from './plans.ts';
import type { AgentRow, SweepRow, TrialRow, TrialState } from './rows.ts';

/** Tells the windows that something of a sweep changed. */
export function emitSweep(ctx: WriteContext, sweep: Pick<SweepRow, 'entity' | 'project'>): void {
  ctx.emit({ kind: 'project', path: { entity: sweep.entity, project: sweep.project }, aspects: ['sweeps'] });
}

export function writeState(ctx: WriteContext, sweep: SweepRow, state: SweepState): SweepRow {
  if (sweep.state === state) return sweep;
  prepared(ctx.db, 'UPDATE sweeps SET state = ?, updated_at = ? WHERE id = ?').run(state, ctx.now(), sweep.id);
  emitSweep(ctx, sweep);
  return { ...sweep, state };
}

export function writeTrialState(ctx: WriteContext, trial: TrialRow, state: TrialState): void {
  prepared(ctx.db, 'UPDATE sweep_trials SET state = ? WHERE id = ?').run(state, trial.id);
}

export function writeStop(ctx: WriteContext, trial: TrialRow, reason: string): void {
  prepared(ctx.db, 'UPDATE sweep_trials SET stop_reason = ? WHERE id = ?').run(reason, trial.id);
}

/** Hands a trial to an agent (again). */
export function writeOffer(ctx: WriteContext, trial: TrialRow, agent: AgentRow): TrialRow {
  // Counted per agent: another agent may have the program that the first one lacked.
  const offers = trial.agentId === agent.id ? trial.offers + 1 : 1;
  const sql = "UPDATE sweep_trials SET state = 'offered', agent_id = ?, offers = ? WHERE id = ?";
  prepared(ctx.db, sql).run(agent.id, offers, trial.id);
  return { ...trial, agentId: agent.id, offers, state: 'offered' };
}

/** A new trial for an agent, with its run in state `pending`: no process has begun it. */
export function createTrial(
  ctx: WriteContext,
  sweep: SweepRow,
  agent: AgentRow,
  made: { readonly number: number; readonly args: ConfigObject; readonly gridIndex?: number },
): TrialRow {
  const runName = freeRunName(ctx, sweep, made.number);
  const argsJson = wrapped(made.args);
  const sql = `INSERT INTO sweep_trials (sweep_id, number, run_name, args_json, grid_index, agent_id, state, offers, created_at)
    VALUES (?, ?, ?, ?, ?, ?, 'offered', 1, ?)`;
  const now = ctx.now();
  const gridIndex = made.gridIndex ?? null;
  const { lastInsertRowid } = prepared(ctx.db, sql).run(
    sweep.id,
    made.number,
    runName,
    argsJson,
    gridIndex,
    agent.id,
    now,
  );
  createPendingRun(ctx, sweep, runName, made.number, argsJson);
  emitSweep(ctx, sweep);
  return {
    id: Number(lastInsertRowid),
    sweepId: sweep.id,
    number: made.number,
    runName,
    argsJson,
    gridIndex,
    agentId: agent.id,
    state: 'offered',
    offers: 1,
    stopReason: null,
    bandsJson: '[]',
    createdAt: now,
  };
}

/** A run that ends here and not by what its process says. */
export function endRun(ctx: WriteContext, run: RunRow, state: 'failed' | 'killed', reason: string): void {
  setRunState(ctx, run, state, reason, { exitCode: run.exitCode });
}

function createPendingRun(ctx: WriteContext, sweep: SweepRow, runName: string, number: number, config: string): void {
  const { program } = planOf(sweep);
  const { run } = upsertRun(ctx, {
    path: { entity: sweep.entity, project: sweep.project, run: runName },
    username: sweep.username,
    state: 'pending',
    config,
    fields: { sweep: sweep.name, ...(program === undefined ? {} : { program }) },
  });
  const word = findRunById(ctx.db, run.id)?.displayName.split('-')[0] ?? 'run';
  editRun(ctx, run, { fields: { displayName: `${word}-sweep-${number}` } });
}

/** Values as a run's config document has them, and as an agent's command does: `{"lr": {"value": 0.1}}`. */
function wrapped(args: ConfigObject): string {
  return `{${Object.entries(args)
    .map(([key, value]) => `${JSON.stringify(key)}: {"value": ${toJson(value)}}`)
    .join(', ')}}`;
}

/** Eight characters that follow from the sweep's seed and the trial's number; the next ones if a run has them. */
function freeRunName(ctx: WriteContext, sweep: SweepRow, number: number): string {
  const sql = `SELECT 1 FROM runs WHERE project_id = ? AND name = ?
    UNION ALL SELECT 1 FROM deleted_runs WHERE project_id = ? AND name = ?`;
  for (let attempt = 0; ; attempt += 1) {
    const name = shortName(`${sweep.seed}/${sweep.name}/${number}/${attempt}`);
    if (prepared(ctx.db, sql).get(sweep.projectId, name, sweep.projectId, name) === undefined) return name;
  }
}

/** Eight characters of a to z and 0 to 9, as the client makes them. */
export function shortName(seed: string): string {
  let value = createHash('sha256').update(seed).digest().readBigUInt64BE();
  let name = '';
  for (let i = 0; i < 8; i += 1) {
    name += 'abcdefghijklmnopqrstuvwxyz0123456789'[Number(value % 36n)] ?? 'a';
    value /= 36n;
  }
  return name;
}
