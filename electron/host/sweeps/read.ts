import { findRun, hasEnded, prepared, type ReadableDb } from '#host/store';
import { sweepBest } from './best.ts';
import type {
  RunState,
  SweepAgentInfo,
  SweepCheck,
  SweepDetail,
  SweepParameter,
  SweepSummary,
  SweepTrialInfo,
} from '#shared/api';
import type { UnixMs } from '#shared/units';
import { parseExtended, toApiValue } from '#shared/wire';
import { checkConfig, expectedRuns, type SweepPlan } from './config/plan.ts';
import { toJson } from './config/value.ts';
import { AGENT_SILENT_MS } from './finish.ts';
import { planOf } from './plans.ts';
import { type AgentRow, listAgents, listTrials, type SweepRow, type TrialRow } from './rows.ts';
import type { Parameter } from './search/space.ts';
import { type KnownTrial, knownTrials, valuesOf } from './trials.ts';

/** Bands shown; a sweep by `min_iter` has bands without end. */
const SHOWN_BANDS = 8;
/** Values of a list shown in words. */
const SHOWN_VALUES = 12;

/** A sweep as lists show it. Cost: some µs for each of its runs. */
export function summaryOf(db: ReadableDb, sweep: SweepRow, now: UnixMs): SweepSummary {
  const plan = planOf(sweep);
  const known = knownTrials(db, sweep, plan);
  const stateCounts: Partial<Record<RunState, number>> = {};
  for (const { run } of known) if (run !== undefined) stateCounts[run.state] = (stateCounts[run.state] ?? 0) + 1;
  const runs = known.filter(({ run }) => run !== undefined);
  const best = sweepBest(plan, known);
  const expectedCount = expectedRuns(plan);
  return {
    project: { entity: sweep.entity, project: sweep.project },
    name: sweep.name,
    displayName: sweep.displayName ?? plan.name ?? sweep.name,
    method: plan.method,
    state: sweep.state,
    createdAt: sweep.createdAt,
    heartbeatAt: sweep.heartbeatAt,
    runCount: runs.length,
    endedCount: runs.filter(({ run }) => run !== undefined && hasEnded(run.state)).length,
    stateCounts,
    computeS: known.reduce((sum, one) => sum + durationOf(one), 0),
    agentCount: listAgents(db, sweep.id).filter((agent) => isAlive(agent, now)).length,
    ...(plan.metric === undefined ? {} : { metric: plan.metric }),
    ...(expectedCount === undefined ? {} : { expectedCount }),
    ...(best === undefined ? {} : { best }),
    ...descriptionOf(sweep, plan),
  };
}

/** All of a sweep's page. */
export function detailOf(db: ReadableDb, sweep: SweepRow, now: UnixMs): SweepDetail {
  const plan = planOf(sweep);
  const agents = listAgents(db, sweep.id);
  const known = knownTrials(db, sweep, plan);
  const names = new Map(agents.map((agent) => [agent.id, agent.name]));
  const { earlyStop, program } = plan;
  return {
    summary: summaryOf(db, sweep, now),
    config: sweep.config,
    parameters: plan.space.map(parameterInfo),
    agents: agents.map((agent) => agentInfo(db, sweep, agent, now)),
    trials: known.map((one) => trialInfo(plan, one, names)),
    ...(program === undefined ? {} : { program }),
    ...(earlyStop === undefined ? {} : { earlyStop: { ...earlyStop, bands: earlyStop.bands.slice(0, SHOWN_BANDS) } }),
  };
}

/** What a configuration means, or what is wrong with it. */
export function checkText(config: string): SweepCheck {
  const { plan, errors, warnings } = checkConfig(config);
  const expectedCount = plan === undefined ? undefined : expectedRuns(plan);
  return {
    errors,
    warnings,
    parameters: plan?.space.map(parameterInfo) ?? [],
    ...(plan === undefined ? {} : { method: plan.method }),
    ...(expectedCount === undefined ? {} : { expectedCount }),
  };
}

/** True while an agent may still ask for runs. */
export function isAlive(agent: AgentRow, now: UnixMs): boolean {
  return agent.exitedAt === null && now - agent.heartbeatAt < AGENT_SILENT_MS;
}

/** What an agent is doing; one that fell silent with a run in its hands is lost, otherwise it has ended. */
export function agentState(db: ReadableDb, agent: AgentRow, now: UnixMs): SweepAgentInfo['state'] {
  const trial = openTrialOf(db, agent);
  if (isAlive(agent, now)) return trial === undefined ? 'idle' : 'running';
  return trial === undefined || agent.exitedAt !== null ? 'ended' : 'lost';
}

/** Names of the runs that an agent was given, in order. */
export function runsOfAgent(db: ReadableDb, agent: AgentRow): string[] {
  const sql = 'SELECT run_name AS name FROM sweep_trials WHERE agent_id = ? ORDER BY number';
  return (prepared(db, sql).all(agent.id) as { name: string }[]).map((row) => row.name);
}

function openTrialOf(db: ReadableDb, agent: AgentRow): TrialRow | undefined {
  return listTrials(db, agent.sweepId).find(
    (trial) => trial.agentId === agent.id && (trial.state === 'offered' || trial.state === 'taken'),
  );
}

function agentInfo(db: ReadableDb, sweep: SweepRow, agent: AgentRow, now: UnixMs): SweepAgentInfo {
  const trial = openTrialOf(db, agent);
  const run =
    trial === undefined ? undefined : findRun(db, { entity: sweep.entity, project: sweep.project, run: trial.runName });
  return {
    name: agent.name,
    host: agent.host,
    state: agentState(db, agent, now),
    createdAt: agent.createdAt,
    heartbeatAt: agent.heartbeatAt,
    runCount: runsOfAgent(db, agent).length,
    ...(run === undefined || hasEnded(run.state) ? {} : { run: run.name }),
  };
}

function trialInfo(plan: SweepPlan, one: KnownTrial, agents: ReadonlyMap<number, string>): SweepTrialInfo {
  const { trial, run, value } = one;
  const agent = trial.agentId === null ? undefined : agents.get(trial.agentId);
  return {
    number: trial.number,
    run: trial.runName,
    displayName: run?.displayName ?? trial.runName,
    stateReason: run?.stateReason ?? '',
    createdAt: trial.createdAt,
    durationS: durationOf(one),
    values: valuesOf(plan, trial).map((item) =>
      item === undefined ? undefined : toApiValue(parseExtended(toJson(item))),
    ),
    isPrior: trial.state === 'prior',
    ...(run === undefined ? {} : { state: run.state }),
    ...(value === undefined ? {} : { value }),
    ...(agent === undefined ? {} : { agent }),
    ...(trial.stopReason === null ? {} : { stopReason: trial.stopReason }),
  };
}

/** Seconds that a run's script counted, or since it was handed out while it runs; a run not begun took none. */
function durationOf({ run }: KnownTrial): number {
  if (run === undefined || run.state === 'pending') return 0;
  const lifeS = Math.max(0, run.heartbeatAt - run.createdAt) / 1000;
  return run.state === 'running' ? Math.max(run.runtimeS, lifeS) : run.runtimeS > 0 ? run.runtimeS : lifeS;
}

function parameterInfo({ path, domain }: Parameter): SweepParameter {
  const key = path.join('.');
  if (domain.kind === 'constant') return { key, distribution: 'constant', text: toJson(domain.value) };
  if (domain.kind === 'choice') {
    const shown = domain.values
      .slice(0, SHOWN_VALUES)
      .map((value) => (typeof value === 'string' ? value : toJson(value)));
    const more = domain.values.length - shown.length;
    const text = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    const isEqual = new Set(domain.weights).size === 1;
    return { key, distribution: isEqual ? 'categorical' : 'categorical_w_probabilities', text };
  }
  const { range } = domain;
  const step = range.q === undefined || range.distribution === 'int_uniform' ? '' : `, in steps of ${range.q}`;
  const { base } = range;
  const shape =
    base.kind === 'normal' ? `mean ${base.mu}, deviation ${base.sigma}` : `${short(range.min)} to ${short(range.max)}`;
  const extra = base.kind === 'beta' ? `, a ${base.a}, b ${base.b}` : '';
  return { key, distribution: range.distribution, text: `${shape}${extra}${step}` };
}

function short(value: number | undefined): string {
  return value === undefined ? '?' : String(Number(value.toPrecision(4)));
}

function descriptionOf(sweep: SweepRow, plan: SweepPlan): { readonly description?: string } {
  const description = sweep.description ?? plan.description;
  return description === undefined || description === '' ? {} : { description };
}
