import { countRuns, listRuns, parseOrder } from '#host/query';
import { findProject, findProjectById, findRunById, type ProjectRow } from '#host/store';
import {
  type AgentRow,
  agentState,
  commandsJson,
  countSweeps,
  createAgent,
  createSweep,
  expectedRuns,
  faultText,
  findAgent,
  findSweep,
  findSweepById,
  heartbeat,
  listAgents,
  listSweeps,
  planOf,
  runsOfAgent,
  summaryOf,
  type SweepInput,
  type SweepRow,
  unknownSweep,
  updateSweep,
  type UpsertedSweep,
} from '#host/sweeps';
import type { RunFilter } from '#shared/api';
import { Problem } from '#shared/errors';
import { isJsonObject, parseExtended } from '#shared/wire';
import { decodeId, encodeId } from '../ids.ts';
import { entityOf, type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { connectionOf, given, pageFrom, pageOf, type PageArgs, type PageInfo, wireTime } from '../wire.ts';
import { projectPathOf } from './projects.ts';

type Optional<T> = T | null | undefined;

interface UpsertSweepInput {
  readonly id?: Optional<string>;
  readonly config?: Optional<string>;
  readonly description?: Optional<string>;
  readonly displayName?: Optional<string>;
  readonly state?: Optional<string>;
  readonly entityName?: Optional<string>;
  readonly projectName?: Optional<string>;
  readonly controller?: Optional<string>;
  readonly scheduler?: Optional<string>;
  readonly launchScheduler?: Optional<string>;
  readonly priorRunsFilters?: Optional<string>;
}

interface AgentInput {
  readonly host: string;
  readonly projectName?: Optional<string>;
  readonly entityName?: Optional<string>;
  readonly sweep: string;
}

interface RunsArgs extends PageArgs {
  readonly order?: Optional<string>;
}

/** Words of the client's world for what an agent does. */
const AGENT_STATES = { running: 'RUNNING', idle: 'RUNNING', ended: 'FINISHED', lost: 'CRASHED' } as const;

/** `SweepWithRuns` asks for no page: all runs of a sweep, within reason. */
const ALL_RUNS = 10_000;

export const sweepResolvers: ResolverMap = {
  Project: {
    sweep: (project: ProjectRow, args: { sweepName: string }, scope) =>
      findSweep(scope.db, project.id, args.sweepName) ?? null,
    totalSweeps: (project: ProjectRow, _: unknown, scope) => countSweeps(scope.db, project.id),
    sweeps: (project: ProjectRow, args: PageArgs & { filters?: Optional<string> }, scope) => {
      refuseFilters(args.filters);
      const { offset, limit } = pageOf(args);
      const rows = listSweeps(scope.db, project.id, offset, limit + 1);
      const page = connectionOf(rows.slice(0, limit), offset, rows.length > limit);
      return { ...page, totalCount: () => countSweeps(scope.db, project.id) };
    },
  },
  Mutation: {
    upsertSweep: (_: unknown, args: { input: UpsertSweepInput }, scope) => {
      const { sweep, warnings } = upsert(scope, args.input);
      return { sweep, configValidationWarnings: warnings.map(faultText) };
    },
    createAgent: (_: unknown, args: { input: AgentInput }, scope) => {
      const { input } = args;
      const project = findProject(
        scope.db,
        projectPathOf(scope, { entityName: input.entityName, name: input.projectName }),
      );
      const sweep = project === undefined ? undefined : findSweep(scope.db, project.id, input.sweep);
      if (sweep === undefined) throw unknownSweep(input.sweep);
      return { agent: createAgent(writeOf(scope), sweep, input.host) };
    },
    agentHeartbeat: (_: unknown, args: { input: { id: string; runState?: Optional<string> } }, scope) => {
      const agentId = decodeId('Agent', args.input.id)?.rowId ?? -1;
      const commands = heartbeat(writeOf(scope), agentId, runningOf(args.input.runState));
      return { agent: findAgent(scope.db, agentId), commands: commandsJson(commands) };
    },
  },
  Sweep: {
    id: sweepId,
    method: (sweep: SweepRow) => planOf(sweep).method,
    bestLoss: (sweep: SweepRow, _: unknown, scope) => summaryOf(scope.db, sweep, scope.now()).best?.value,
    createdAt: (sweep: SweepRow) => wireTime(sweep.createdAt),
    updatedAt: (sweep: SweepRow) => wireTime(sweep.updatedAt),
    heartbeatAt: (sweep: SweepRow) => wireTime(sweep.heartbeatAt),
    earlyStopJobRunning: (sweep: SweepRow) => planOf(sweep).earlyStop !== undefined && sweep.state === 'RUNNING',
    runCount: (sweep: SweepRow, _: unknown, scope) => countRuns(scope.db, sweep.projectId, ofSweep(sweep)),
    runCountExpected: (sweep: SweepRow) => {
      const count = expectedRuns(planOf(sweep));
      return count === undefined || count > 2 ** 31 - 1 ? null : count;
    },
    project: (sweep: SweepRow, _: unknown, scope) => findProjectById(scope.db, sweep.projectId),
    user: (sweep: SweepRow) => ({ username: sweep.username }),
    runs: (sweep: SweepRow, args: RunsArgs, scope) => runsOf(scope, sweep, args, ofSweep(sweep)),
    agent: (sweep: SweepRow, args: { agentName: string }, scope) =>
      listAgents(scope.db, sweep.id).find(
        (agent) => agent.name === args.agentName || agentId(agent) === args.agentName,
      ) ?? null,
    agents: (sweep: SweepRow, args: PageArgs, scope) => pageFrom(listAgents(scope.db, sweep.id), args, ALL_RUNS),
  },
  Agent: {
    id: agentId,
    state: (agent: AgentRow, _: unknown, scope) => AGENT_STATES[agentState(scope.db, agent, scope.now())],
    totalRuns: (agent: AgentRow, _: unknown, scope) => runsOfAgent(scope.db, agent).length,
    createdAt: (agent: AgentRow) => wireTime(agent.createdAt),
    heartbeatAt: (agent: AgentRow) => wireTime(agent.heartbeatAt),
    runs: (agent: AgentRow, args: RunsArgs, scope) => {
      const sweep = findSweepById(scope.db, agent.sweepId);
      if (sweep === undefined) throw unknownSweep(String(agent.sweepId));
      const column = { kind: 'run', key: 'name' } as const;
      return runsOf(scope, sweep, args, { op: 'in', column, values: runsOfAgent(scope.db, agent) });
    },
  },
};

function sweepId(sweep: Pick<SweepRow, 'id' | 'name'>): string {
  return encodeId('Sweep', sweep.id, sweep.name);
}

function agentId(agent: AgentRow): string {
  return encodeId('Agent', agent.id);
}

function upsert(scope: Scope, input: UpsertSweepInput): UpsertedSweep {
  const ctx = writeOf(scope);
  const change = changeOf(input);
  const id = given(input.id);
  if (id !== undefined && id !== '') return updateSweep(ctx, sweepById(scope, id, input), change);
  const path = { entity: entityOf(scope, input.entityName), project: input.projectName ?? '' };
  return createSweep(ctx, path, scope.request.username, change);
}

/** By the id of this interface, or by the short id that people know. */
function sweepById(scope: Scope, id: string, input: UpsertSweepInput): SweepRow {
  const parts = decodeId('Sweep', id);
  const byId = parts === undefined ? undefined : findSweepById(scope.db, parts.rowId);
  if (byId !== undefined && byId.name === parts?.check) return byId;
  const project = findProject(
    scope.db,
    projectPathOf(scope, { entityName: input.entityName, name: input.projectName }),
  );
  const byName = project === undefined ? undefined : findSweep(scope.db, project.id, id);
  if (byName === undefined) throw unknownSweep(id);
  return byName;
}

function changeOf(input: UpsertSweepInput): SweepInput {
  const texts = {
    config: input.config,
    description: input.description,
    displayName: input.displayName,
    state: input.state,
    controller: input.controller,
    scheduler: input.scheduler ?? input.launchScheduler,
    priorRuns: input.priorRunsFilters,
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string'));
}

function runningOf(runState: Optional<string>): ReadonlySet<string> {
  const value = runState === null || runState === undefined || runState === '' ? {} : parseExtended(runState);
  if (!isJsonObject(value)) {
    throw new Problem('input.invalid', { field: 'runState', expected: 'a JSON object', got: String(runState) });
  }
  return new Set(Object.entries(value).flatMap(([name, isRunning]) => (isRunning === true ? [name] : [])));
}

/** The client sends filters only to a server that says it has them; `{}` is none. */
function refuseFilters(filters: Optional<string>): void {
  const value = filters === null || filters === undefined ? {} : parseExtended(filters);
  if (isJsonObject(value) && Object.keys(value).length === 0) return;
  throw new Problem('graphql.unsupported', { what: 'filters of sweeps' });
}

function ofSweep(sweep: SweepRow): RunFilter {
  return { op: '=', column: { kind: 'run', key: 'sweep' }, value: sweep.name };
}

function runsOf(scope: Scope, sweep: SweepRow, args: RunsArgs, filter: RunFilter): Record<string, unknown> {
  const page = listRuns(scope.db, sweep.projectId, {
    filter,
    order: parseOrder(args.order),
    after: args.after,
    first: Math.max(1, pageOf(args, ALL_RUNS).limit),
  });
  const pageInfo: PageInfo = {
    startCursor: page.items[0]?.cursor ?? null,
    endCursor: page.endCursor ?? null,
    hasNextPage: page.hasNextPage,
    hasPreviousPage: args.after !== null && args.after !== undefined,
  };
  return {
    edges: page.items.map((item) => ({ cursor: item.cursor, node: findRunById(scope.db, item.id) })),
    pageInfo,
    totalCount: () => countRuns(scope.db, sweep.projectId, filter),
  };
}
