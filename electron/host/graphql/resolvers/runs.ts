import { countRuns, listRuns, parseMongoFilter, parseOrder } from '#host/query';
import {
  findProjectById,
  findRun,
  findRunById,
  type ProjectRow,
  readConfig,
  readSummary,
  readTags,
  type RunRow,
} from '#host/store';
import type { RunFilter } from '#shared/api';
import { isJsonObject, type JsonValue, parseExtended, stringifyExtended } from '#shared/wire';
import { encodeId } from '../ids.ts';
import type { ResolverMap, Scope } from '../scope.ts';
import { type PageArgs, type PageInfo, pageOf, wireTime } from '../wire.ts';

interface RunsArgs extends PageArgs {
  readonly filters?: string | null;
  readonly order?: string | null;
}

export function runId(run: Pick<RunRow, 'id'>): string {
  return encodeId('Run', run.id);
}

const runAt = (project: ProjectRow, args: { name: string }, scope: Scope): RunRow | null =>
  findRun(scope.db, { entity: project.entity, project: project.name, run: args.name }) ?? null;

export const runResolvers: ResolverMap = {
  Project: {
    run: runAt,
    bucket: runAt,
    runs: runsOf,
    buckets: runsOf,
    runCount: (project: ProjectRow, args: RunsArgs, scope) => countRuns(scope.db, project.id, filterOf(args)),
  },
  Run: {
    id: runId,
    // The client has two words for one thing; `notes` is the one it writes.
    description: (run: RunRow) => run.notes,
    tags: (run: RunRow, _: unknown, scope) => readTags(scope.db, run.id),
    config: (run: RunRow, _: unknown, scope) => readConfig(scope.db, run.id),
    wandbConfig: (run: RunRow, args: { keys?: readonly string[] | null }, scope) => clientPart(scope, run, args.keys),
    summaryMetrics: (run: RunRow, _: unknown, scope) => readSummary(scope.db, run.id),
    exitcode: (run: RunRow) => run.exitCode,
    groupName: (run: RunRow) => run.group,
    sweepName: (run: RunRow) => run.sweep,
    readOnly: () => false,
    createdAt: (run: RunRow) => wireTime(run.createdAt),
    updatedAt: (run: RunRow) => wireTime(run.updatedAt),
    heartbeatAt: (run: RunRow) => wireTime(run.heartbeatAt),
    stopped: (run: RunRow) => run.isStopRequested,
    shouldStop: (run: RunRow) => run.isStopRequested,
    failed: (run: RunRow) => run.state === 'failed' || run.state === 'crashed',
    running: (run: RunRow) => run.state === 'running',
    user: (run: RunRow) => ({ username: run.username }),
    project: (run: RunRow, _: unknown, scope) => findProjectById(scope.db, run.projectId),
  },
};

function runsOf(project: ProjectRow, args: RunsArgs, scope: Scope): Record<string, unknown> {
  const filter = filterOf(args);
  const page = listRuns(scope.db, project.id, {
    filter,
    order: parseOrder(args.order),
    after: args.after,
    first: Math.max(1, pageOf(args).limit),
  });
  const nodes = page.items.map((item) => ({ cursor: item.cursor, node: findRunById(scope.db, item.id) }));
  const pageInfo: PageInfo = {
    startCursor: page.items[0]?.cursor ?? null,
    endCursor: page.endCursor ?? null,
    hasNextPage: page.hasNextPage,
    hasPreviousPage: args.after !== null && args.after !== undefined,
  };
  return { edges: nodes, pageInfo, totalCount: () => countRuns(scope.db, project.id, filter) };
}

function filterOf(args: RunsArgs): RunFilter | undefined {
  return args.filters === null || args.filters === undefined ? undefined : parseMongoFilter(args.filters);
}

/**
 * The named members of the client's own part of the config. A resuming client takes a run as begun only if `t` is
 * there, so a member that is missing must be left out.
 */
function clientPart(scope: Scope, run: RunRow, keys: readonly string[] | null | undefined): string {
  const document = parseExtended(readConfig(scope.db, run.id));
  const value = memberOf(memberOf(document, '_wandb'), 'value');
  if (!isJsonObject(value)) return '{}';
  const entries = Object.entries(value).filter(([key]) => keys === null || keys === undefined || keys.includes(key));
  return stringifyExtended(Object.fromEntries(entries));
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}
