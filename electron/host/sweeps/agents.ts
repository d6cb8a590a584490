import { findRun, prepared, type RunRow, type WriteContext } from '#host/store';
import { Problem } from '#shared/errors';
import type { SweepPlan } from './config/plan.ts';
import { createTrial, emitSweep, endRun, shortName, writeOffer, writeState, writeTrialState } from './edit.ts';
import { markStops } from './early-stop.ts';
import { isHeld, isReached } from './finish.ts';
import { nextTrial } from './next.ts';
import { planOf } from './plans.ts';
import { type AgentRow, findAgent, findSweepById, openTrials, type SweepRow, type TrialRow } from './rows.ts';
import { runOf } from './trials.ts';

/** One thing an agent is to do. `argsJson` is JSON text: `{"lr": {"value": 0.1}}`. */
export type AgentCommand =
  | { readonly type: 'run' | 'resume'; readonly runId: string; readonly argsJson: string; readonly program?: string }
  | { readonly type: 'stop'; readonly runId: string }
  | { readonly type: 'exit' };

/** A run that an agent was given so often and never began will not begin: its program cannot be started there. */
const MAX_OFFERS = 3;

/** Enters an agent; the first one sets a waiting sweep going. */
export function createAgent(ctx: WriteContext, sweep: SweepRow, host: string): AgentRow {
  const now = ctx.now();
  const { n } = prepared(ctx.db, 'SELECT count(*) AS n FROM sweep_agents WHERE sweep_id = ?').get(sweep.id) as {
    n: number;
  };
  const name = shortName(`${sweep.seed}/${sweep.name}/agent/${n}`);
  const sql = 'INSERT INTO sweep_agents (sweep_id, name, host, created_at, heartbeat_at) VALUES (?, ?, ?, ?, ?)';
  const { lastInsertRowid } = prepared(ctx.db, sql).run(sweep.id, name, host, now, now);
  prepared(ctx.db, 'UPDATE sweeps SET heartbeat_at = ? WHERE id = ?').run(now, sweep.id);
  if (sweep.state === 'PENDING') writeState(ctx, sweep, 'RUNNING');
  emitSweep(ctx, sweep);
  const agent = findAgent(ctx.db, Number(lastInsertRowid));
  if (agent === undefined) throw new Error('a new agent is not there');
  return agent;
}

/**
 * Hears an agent and says what it is to do: stop runs, run one, end, or nothing. An answer that got lost is given
 * again: a run that was handed out and not begun is handed out once more. Agents run one run at a time.
 * Errors: `sweep.unknown` when the agent's sweep is gone.
 */
export function heartbeat(ctx: WriteContext, agentId: number, running: ReadonlySet<string>): readonly AgentCommand[] {
  const agent = findAgent(ctx.db, agentId);
  const before = agent === undefined ? undefined : findSweepById(ctx.db, agent.sweepId);
  if (agent === undefined || before === undefined) {
    throw new Problem('sweep.unknown', { what: 'agent', name: String(agentId) });
  }
  hear(ctx, before, agent);
  const plan = planOf(before);
  const own = openTrials(ctx.db, before.id).filter((trial) => trial.agentId === agent.id);
  const waiting = own.filter((trial) => isWaiting(ctx, before, trial, running));
  markStops(ctx, before, plan);
  const sweep = isReached(ctx.db, before, plan) ? writeState(ctx, before, 'FINISHED') : before;
  const stops = stopsFor(ctx, sweep, running);
  if (stops.length > 0) return stops;
  if (running.size > 0) return [];
  return whenIdle(ctx, sweep, plan, agent, waiting);
}

function hear(ctx: WriteContext, sweep: SweepRow, agent: AgentRow): void {
  prepared(ctx.db, 'UPDATE sweep_agents SET heartbeat_at = ? WHERE id = ?').run(ctx.now(), agent.id);
  prepared(ctx.db, 'UPDATE sweeps SET heartbeat_at = ? WHERE id = ?').run(ctx.now(), sweep.id);
}

/** Brings one of the agent's trials up to what the agent says; true if it was handed out and never begun. */
function isWaiting(ctx: WriteContext, sweep: SweepRow, trial: TrialRow, running: ReadonlySet<string>): boolean {
  if (running.has(trial.runName)) {
    if (trial.state === 'offered') writeTrialState(ctx, trial, 'taken');
    return false;
  }
  const run = runOf(ctx.db, sweep, trial);
  if (run?.state === 'pending' && trial.state === 'offered' && trial.offers < MAX_OFFERS) return true;
  writeTrialState(ctx, trial, 'over');
  emitSweep(ctx, sweep);
  if (run === undefined) return false;
  if (run.state === 'pending') endRun(ctx, run, 'failed', 'its program ended without wandb.init()');
  else settleStopped(ctx, run, trial, sweep);
  return false;
}

/** A process that was stopped says that it failed, or nothing at all; why it ended is known here. */
function settleStopped(ctx: WriteContext, run: RunRow, trial: TrialRow, sweep: SweepRow): void {
  const reason = trial.stopReason ?? (sweep.state === 'CANCELED' ? 'its sweep was cancelled' : undefined);
  if (reason === undefined) return;
  if (run.state === 'running' || run.state === 'failed') endRun(ctx, run, 'killed', reason);
}

function stopsFor(ctx: WriteContext, sweep: SweepRow, running: ReadonlySet<string>): readonly AgentCommand[] {
  settleLate(ctx, sweep);
  const stop = (runId: string): AgentCommand => ({ type: 'stop', runId });
  if (sweep.state === 'CANCELED') return [...running].map(stop);
  const marked = openTrials(ctx.db, sweep.id).filter(
    (trial) => trial.stopReason !== null && running.has(trial.runName),
  );
  return marked.map((trial) => stop(trial.runName));
}

/** The last words of a stopped run may come after its agent let it go. */
function settleLate(ctx: WriteContext, sweep: SweepRow): void {
  const sql = `SELECT t.run_name AS runName, t.stop_reason AS reason FROM sweep_trials t
    JOIN runs r ON r.project_id = ? AND r.name = t.run_name
    WHERE t.sweep_id = ? AND t.state = 'over' AND t.stop_reason IS NOT NULL AND r.state = 'failed'`;
  for (const row of prepared(ctx.db, sql).all(sweep.projectId, sweep.id) as { runName: string; reason: string }[]) {
    const run = findRun(ctx.db, { entity: sweep.entity, project: sweep.project, run: row.runName });
    if (run !== undefined) endRun(ctx, run, 'killed', row.reason);
  }
}

function whenIdle(
  ctx: WriteContext,
  sweep: SweepRow,
  plan: SweepPlan,
  agent: AgentRow,
  waiting: readonly TrialRow[],
): readonly AgentCommand[] {
  if (sweep.state === 'FINISHED' || sweep.state === 'CANCELED') return exit(ctx, sweep, agent);
  if (sweep.state === 'PAUSED') return [];
  const active = sweep.state === 'PENDING' ? writeState(ctx, sweep, 'RUNNING') : sweep;
  const again = waiting[0] ?? orphan(ctx, active, agent);
  if (again !== undefined) return [commandOf('run', plan, writeOffer(ctx, again, agent))];
  const preempted = preemptedTrial(ctx, active);
  if (preempted !== undefined) return [commandOf('resume', plan, writeOffer(ctx, preempted, agent))];
  const next = nextTrial(ctx.db, active, plan);
  if (next !== undefined) return [commandOf('run', plan, createTrial(ctx, active, agent, next))];
  // Others still run: what they drop may have to be done again.
  if (openTrials(ctx.db, active.id).some((trial) => isHeld(ctx, trial))) return [];
  return exit(ctx, writeState(ctx, active, 'FINISHED'), agent);
}

function exit(ctx: WriteContext, sweep: SweepRow, agent: AgentRow): readonly AgentCommand[] {
  if (agent.exitedAt === null) {
    prepared(ctx.db, 'UPDATE sweep_agents SET exited_at = ? WHERE id = ?').run(ctx.now(), agent.id);
    emitSweep(ctx, sweep);
  }
  return [{ type: 'exit' }];
}

/** A run that was given to an agent which is gone, and that no process has begun. */
function orphan(ctx: WriteContext, sweep: SweepRow, agent: AgentRow): TrialRow | undefined {
  return openTrials(ctx.db, sweep.id).find((trial) => {
    if (trial.agentId === agent.id || isHeld(ctx, trial)) return false;
    const run = runOf(ctx.db, sweep, trial);
    if (run?.state === 'pending') return true;
    // Begun: what becomes of it is between its process and the watch over silent runs.
    writeTrialState(ctx, trial, 'over');
    return false;
  });
}

/** A run whose machine was taken away; its own script said that it can go on. */
function preemptedTrial(ctx: WriteContext, sweep: SweepRow): TrialRow | undefined {
  const sql = `SELECT t.id FROM sweep_trials t JOIN runs r ON r.project_id = ? AND r.name = t.run_name
    WHERE t.sweep_id = ? AND t.state = 'over' AND t.stop_reason IS NULL AND r.state = 'preempted' ORDER BY t.number`;
  const row = prepared(ctx.db, sql).get(sweep.projectId, sweep.id) as { id: number } | undefined;
  if (row === undefined) return undefined;
  prepared(ctx.db, "UPDATE sweep_trials SET state = 'offered' WHERE id = ?").run(row.id);
  return openTrials(ctx.db, sweep.id).find((trial) => trial.id === row.id);
}

function commandOf(type: 'run' | 'resume', plan: SweepPlan, trial: TrialRow): AgentCommand {
  const { program } = plan;
  return { type, runId: trial.runName, argsJson: trial.argsJson, ...(program === undefined ? {} : { program }) };
}

/** Commands as the client reads them: JSON text of a list. */
export function commandsJson(commands: readonly AgentCommand[]): string {
  return `[${commands.map(commandJson).join(', ')}]`;
}

function commandJson(command: AgentCommand): string {
  if (command.type === 'exit') return '{"type": "exit"}';
  const head = `"type": ${JSON.stringify(command.type)}, "run_id": ${JSON.stringify(command.runId)}`;
  if (command.type === 'stop') return `{${head}}`;
  const program = command.program === undefined ? 'null' : JSON.stringify(command.program);
  return `{${head}, "program": ${program}, "args": ${command.argsJson}}`;
}
