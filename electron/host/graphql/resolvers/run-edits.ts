import {
  deleteArtifactsOf,
  editRun,
  findRun,
  findRunById,
  hasEnded,
  requestStop,
  type RunFields,
  type RunRow,
  setRunState,
  trashRun,
  upsertRun,
  type UpsertRunInput,
} from '#host/store';
import type { RunState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunPath, RunRowId } from '#shared/units';
import { decodeId } from '../ids.ts';
import { type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { given } from '../wire.ts';
import { inheritHistory } from './fork.ts';
import { projectPathOf } from './projects.ts';

type Optional<T> = T | null | undefined;

/** How mutations name a run. */
export interface RunPathInput {
  readonly entityName?: Optional<string>;
  readonly projectName?: Optional<string>;
  readonly runName: string;
}

interface UpsertBucketInput {
  readonly id?: Optional<string>;
  readonly name?: Optional<string>;
  readonly modelName?: Optional<string>;
  readonly entityName?: Optional<string>;
  readonly groupName?: Optional<string>;
  readonly displayName?: Optional<string>;
  readonly description?: Optional<string>;
  readonly notes?: Optional<string>;
  readonly commit?: Optional<string>;
  readonly config?: Optional<string>;
  readonly host?: Optional<string>;
  readonly jobProgram?: Optional<string>;
  readonly jobRepo?: Optional<string>;
  readonly jobType?: Optional<string>;
  readonly state?: Optional<string>;
  readonly sweep?: Optional<string>;
  readonly tags?: Optional<readonly string[]>;
  readonly summaryMetrics?: Optional<string>;
}

const STATES: ReadonlySet<string> = new Set<RunState>([
  'running',
  'finished',
  'failed',
  'crashed',
  'killed',
  'pending',
  'preempting',
  'preempted',
]);

/** States that the public API may set by hand, and from which; the client documents these and no others. */
const HAND_MADE: Readonly<Record<string, readonly RunState[]>> = {
  pending: ['running', 'failed', 'crashed', 'preempted'],
  failed: ['pending', 'running'],
};

export const runEditResolvers: ResolverMap = {
  Mutation: {
    upsertBucket: (_: unknown, args: { input: UpsertBucketInput }, scope) => {
      const { run, isInserted } = upsert(scope, args.input);
      return { bucket: run, inserted: isInserted, serverSettings: { serverMessages: [] } };
    },
    deleteRun: (_: unknown, args: { input: { id: string; deleteArtifacts?: boolean | null } }, scope) => {
      const run = runById(scope, args.input.id);
      if (args.input.deleteArtifacts === true) deleteArtifactsOf(writeOf(scope), run);
      trashRun(writeOf(scope), run);
      return {};
    },
    stopRun: (_: unknown, args: { input: { id: string } }, scope) => ({
      success: requestStop(writeOf(scope), runById(scope, args.input.id)),
    }),
    updateRunState: (_: unknown, args: { input: { id: string; state: string } }, scope) => {
      setStateByHand(scope, runById(scope, args.input.id), args.input.state);
      return { success: true };
    },
  },
};

/** The run with this id. Errors: `input.invalid` when there is none. */
export function runById(scope: Scope, id: string): RunRow {
  const parts = decodeId('Run', id);
  const run = parts === undefined ? undefined : findRunById(scope.db, parts.rowId as RunRowId);
  if (run === undefined) throw new Problem('input.invalid', { field: 'id', expected: 'the id of a run', got: id });
  return run;
}

/** The run at a path, as mutations name it. Errors: `run.unknown`. */
export function runAtPath(scope: Scope, input: RunPathInput): RunRow {
  const path: RunPath = {
    ...projectPathOf(scope, { entityName: input.entityName, name: input.projectName }),
    run: input.runName,
  };
  const run = findRun(scope.db, path);
  if (run === undefined) throw new Problem('run.unknown', { ...path });
  return run;
}

function upsert(scope: Scope, input: UpsertBucketInput): { readonly run: RunRow; readonly isInserted: boolean } {
  const ctx = writeOf(scope);
  const change = changeOf(scope, input);
  const byId = typeof input.id === 'string' && input.id !== '' ? runById(scope, input.id) : undefined;
  // Without a name it is the public API that edits a run; with one it is the process that logs.
  if (byId !== undefined && given(input.name) === undefined) {
    return { run: editRun(ctx, byId, change), isInserted: false };
  }
  const path: RunPath =
    byId === undefined
      ? { ...projectPathOf(scope, { entityName: input.entityName, name: input.modelName }), run: input.name ?? '' }
      : { entity: byId.entity, project: byId.project, run: byId.name };
  const result = upsertRun(ctx, { path, username: scope.request.username, ...change });
  if (result.isInserted && change.config !== undefined) inheritHistory(ctx, result.run, change.config);
  return result;
}

/** What the mutation changes; null in the client's input means "leave it". */
function changeOf(scope: Scope, input: UpsertBucketInput): Omit<UpsertRunInput, 'path' | 'username'> {
  const tags = given(input.tags);
  const config = given(input.config);
  const summary = given(input.summaryMetrics);
  const { writer } = scope.request;
  const state = given(input.state);
  return {
    fields: fieldsOf(input),
    ...(tags === undefined ? {} : { tags }),
    ...(config === undefined ? {} : { config }),
    ...(summary === undefined ? {} : { summary }),
    ...(writer === undefined ? {} : { writer }),
    ...(state === undefined || state === '' ? {} : { state: stateNamed(state) }),
  };
}

function fieldsOf(input: UpsertBucketInput): RunFields {
  const texts = {
    displayName: given(input.displayName) === '' ? undefined : input.displayName,
    notes: input.notes ?? input.description,
    host: input.host,
    program: input.jobProgram,
    repo: input.jobRepo,
    commit: input.commit,
  };
  const clearable = { group: input.groupName, jobType: input.jobType, sweep: input.sweep };
  const set = Object.entries(texts).filter(([, value]) => typeof value === 'string');
  const cleared = Object.entries(clearable).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries([
    ...set,
    ...cleared.map(([key, value]) => [key, value === '' ? null : value]),
  ]) as RunFields;
}

function stateNamed(state: string): RunState {
  if (STATES.has(state)) return state as RunState;
  throw new Problem('input.invalid', { field: 'state', expected: `one of ${[...STATES].join(', ')}`, got: state });
}

function setStateByHand(scope: Scope, run: RunRow, wanted: string): void {
  const ctx = writeOf(scope);
  const from = HAND_MADE[wanted];
  if (from === undefined) {
    throw new Problem('input.invalid', { field: 'state', expected: 'pending or failed', got: wanted });
  }
  if (run.state === wanted) return;
  if (!from.includes(run.state)) {
    const expected = `set from one of ${from.join(', ')}`;
    throw new Problem('input.invalid', { field: `state ${wanted}`, expected, got: run.state });
  }
  const state = stateNamed(wanted);
  setRunState(ctx, run, state, hasEnded(state) ? 'set by hand' : '');
}
