import { Problem } from '#shared/errors';
import type { RunRowId } from '#shared/units';
import type { WriteContext } from '../context.ts';
import { prepared } from '../prepared.ts';
import { setConfig, setSummary } from './documents.ts';
import { findRun, findRunById, wasDeleted } from './find.ts';
import { makeDisplayName } from './names.ts';
import { isClientProgram } from './program.ts';
import { ensureProject } from './projects.ts';
import { hasEnded, setRunState } from './state.ts';
import type { RunRow, UpsertRunInput } from './types.ts';
import { emitRun, setTags, touchRun, updateRun } from './write.ts';
import { decidingWriters, readWriters } from './writers.ts';

/**
 * Makes the run at `path`, or changes the one that is there; sending the same again changes nothing.
 * What is left out stays. Counts as a sign of life: an ended run is `running` again unless `state` says otherwise.
 * Errors: `run.deleted` when the run was deleted here; `body.invalid` for a config or summary that is no JSON object;
 * `input.invalid` for an empty name. Source: protocol of the client, `UpsertBucket`.
 */
export function upsertRun(
  ctx: WriteContext,
  input: UpsertRunInput,
): { readonly run: RunRow; readonly isInserted: boolean } {
  const { path } = input;
  for (const [field, value] of Object.entries(path)) {
    if (value === '') throw new Problem('input.invalid', { field, expected: 'a name', got: 'an empty text' });
  }
  if (wasDeleted(ctx.db, path)) throw new Problem('run.deleted', { run: path.run });
  const before = findRun(ctx.db, path);
  const run = before ?? insertRun(ctx, input);
  if (before !== undefined) {
    touchRun(ctx, run);
    if (!isLateSecondary(ctx, run, input.writer)) setRunState(ctx, run, input.state ?? 'running');
  }
  changeRun(ctx, run, input);
  return { run: reread(ctx, run.id), isInserted: before === undefined };
}

/** Changes a run known by id (the public API's edits); its state and heartbeat stay as they are. */
export function editRun(ctx: WriteContext, run: RunRow, input: Omit<UpsertRunInput, 'path' | 'username'>): RunRow {
  changeRun(ctx, run, input);
  if (input.state !== undefined) setRunState(ctx, run, input.state);
  return reread(ctx, run.id);
}

function insertRun(ctx: WriteContext, input: UpsertRunInput): RunRow {
  const { project } = ensureProject(ctx, input.path);
  const now = ctx.now();
  const displayName = input.fields?.displayName ?? makeDisplayName(ctx.db, project.id, input.path.run);
  const made = prepared(
    ctx.db,
    `INSERT INTO runs (project_id, name, display_name, state, created_at, updated_at, heartbeat_at, username)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(project.id, input.path.run, displayName, input.state ?? 'running', now, now, now, input.username);
  const run = reread(ctx, Number(made.lastInsertRowid) as RunRowId);
  emitRun(ctx, run, 'created');
  return run;
}

/** A secondary writer of a shared run that has ended still has things to say; that does not begin the run anew. */
function isLateSecondary(ctx: WriteContext, run: RunRow, writer = ''): boolean {
  if (writer === '' || !hasEnded(run.state)) return false;
  const isKnown = readWriters(ctx.db, run.id).some((known) => known.writer === writer);
  return isKnown && !decidingWriters(ctx.db, run.id)(writer);
}

function changeRun(ctx: WriteContext, run: RunRow, input: Omit<UpsertRunInput, 'path' | 'username'>): void {
  const { program, ...fields } = input.fields ?? {};
  // `wandb sync` names itself as the program; the script's own name comes with the config then.
  const isScript = program !== undefined && !isClientProgram(program);
  const changed = updateRun(ctx, run, isScript ? { ...fields, program } : fields);
  if (input.tags !== undefined) setTags(ctx, run, input.tags);
  if (input.config !== undefined) setConfig(ctx, changed, input.config, input.writer);
  if (input.summary !== undefined) setSummary(ctx, changed, input.summary, input.writer);
}

function reread(ctx: WriteContext, id: RunRowId): RunRow {
  const run = findRunById(ctx.db, id);
  if (run === undefined) throw new Error(`run ${id} vanished`);
  return run;
}
