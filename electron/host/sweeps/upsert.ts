import { randomBytes } from 'node:crypto';
import { listRuns, parseMongoFilter } from '#host/query';
import { editRun, ensureProject, findProject, findRunById, prepared, readConfig, type WriteContext } from '#host/store';
import { Problem } from '#shared/errors';
import type { ProjectPath, ProjectRowId, RunRowId } from '#shared/units';
import { checkConfig } from './config/plan.ts';
import type { ConfigFault } from './config/yaml.ts';
import { emitSweep, shortName } from './edit.ts';
import { isSweepState, setSweepState } from './finish.ts';
import { countTrials, findSweep, findSweepById, type SweepRow, unknownSweep } from './rows.ts';

/** What a client may say of a sweep; left out = unchanged. */
export interface SweepInput {
  /** YAML text. */
  readonly config?: string;
  readonly description?: string;
  readonly displayName?: string;
  readonly state?: string;
  readonly controller?: string;
  readonly scheduler?: string;
  /** Filter of earlier runs that are to belong to the sweep. */
  readonly priorRuns?: string;
}

export interface UpsertedSweep {
  readonly sweep: SweepRow;
  readonly warnings: readonly ConfigFault[];
}

/** More earlier runs than any search could use. */
const MAX_PRIOR_RUNS = 10_000;

/**
 * A new sweep in a project (made if it is not there; '' = the one that the configuration names).
 * Errors: `sweep.invalid` with every fault of the configuration and its field.
 */
export function createSweep(ctx: WriteContext, path: ProjectPath, username: string, input: SweepInput): UpsertedSweep {
  const { plan, warnings } = understood(input.config ?? '');
  const project = path.project !== '' ? path.project : (plan.project ?? 'uncategorized');
  const { project: row } = ensureProject(ctx, { entity: path.entity, project });
  const id = insertSweep(ctx, row.id, username, input);
  const sweep = findSweepById(ctx.db, id);
  if (sweep === undefined) throw new Error('a new sweep is not there');
  if (input.priorRuns !== undefined) addPriorRuns(ctx, sweep, input.priorRuns);
  emitSweep(ctx, sweep);
  return { sweep, warnings };
}

/**
 * Changes a sweep: its state at any time, its configuration until the first run.
 * Errors: `sweep.begun`, `sweep.invalid`, `sweep.state`, `input.invalid` for an unknown state.
 */
export function updateSweep(ctx: WriteContext, sweep: SweepRow, input: SweepInput): UpsertedSweep {
  const warnings = changeConfig(ctx, sweep, input);
  const sql = `UPDATE sweeps SET description = coalesce(?, description), display_name = coalesce(?, display_name),
    controller_json = coalesce(?, controller_json), scheduler_json = coalesce(?, scheduler_json), updated_at = ? WHERE id = ?`;
  const { description, displayName, controller, scheduler } = input;
  const texts = [description, displayName, controller, scheduler].map((text) => text ?? null);
  prepared(ctx.db, sql).run(...texts, ctx.now(), sweep.id);
  if (input.priorRuns !== undefined) addPriorRuns(ctx, sweep, input.priorRuns);
  const changed = findSweepById(ctx.db, sweep.id) ?? sweep;
  emitSweep(ctx, sweep);
  if (input.state === undefined) return { sweep: changed, warnings };
  const state = input.state.toUpperCase();
  if (!isSweepState(state) || state === 'PENDING') {
    throw new Problem('input.invalid', {
      field: 'state',
      expected: 'PAUSED, RUNNING, FINISHED or CANCELED',
      got: input.state,
    });
  }
  return { sweep: setSweepState(ctx, changed, state), warnings };
}

/** Deletes a sweep; its runs stay. Its agents end with their next heartbeat. Errors: `sweep.unknown`. */
export function deleteSweep(ctx: WriteContext, path: ProjectPath, name: string): void {
  const project = findProject(ctx.db, path);
  const sweep = project === undefined ? undefined : findSweep(ctx.db, project.id, name);
  if (sweep === undefined) throw unknownSweep(name);
  prepared(ctx.db, 'DELETE FROM sweeps WHERE id = ?').run(sweep.id);
  emitSweep(ctx, sweep);
}

/** The plan of a text. Errors: `sweep.invalid`. */
function understood(config: string) {
  const { plan, errors, warnings } = checkConfig(config);
  if (plan !== undefined) return { plan, warnings };
  throw new Problem('sweep.invalid', { faults: errors.map(faultText).join(' ') });
}

/** `parameters.lr.min must be a number.` */
export function faultText(fault: ConfigFault): string {
  return `${fault.field === '' ? 'The configuration' : fault.field} ${fault.message}.`;
}

function changeConfig(ctx: WriteContext, sweep: SweepRow, input: SweepInput): readonly ConfigFault[] {
  if (input.config === undefined) return [];
  const { warnings } = understood(input.config);
  if (input.config === sweep.config) return warnings;
  if (countTrials(ctx.db, sweep.id) > 0) throw new Problem('sweep.begun', { name: sweep.name });
  prepared(ctx.db, 'UPDATE sweeps SET config = ? WHERE id = ?').run(input.config, sweep.id);
  return warnings;
}

function insertSweep(ctx: WriteContext, project: ProjectRowId, username: string, input: SweepInput): number {
  const random = randomBytes(16);
  let name = shortName(random.toString('hex'));
  for (let i = 0; findSweep(ctx.db, project, name) !== undefined; i += 1)
    name = shortName(`${random.toString('hex')}${i}`);
  const sql = `INSERT INTO sweeps (project_id, name, display_name, description, config, state, seed, controller_json,
    scheduler_json, username, created_at, updated_at, heartbeat_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  const now = ctx.now();
  const { lastInsertRowid } = prepared(ctx.db, sql).run(
    project,
    name,
    input.displayName ?? null,
    input.description ?? null,
    input.config ?? '',
    input.state?.toUpperCase() === 'PAUSED' ? 'PAUSED' : 'PENDING',
    random.readUInt32BE(0),
    input.controller ?? null,
    input.scheduler ?? null,
    username,
    now,
    now,
    now,
  );
  return Number(lastInsertRowid);
}

/** Earlier runs of the project become runs of the sweep: the search knows them, the grid leaves them out. */
function addPriorRuns(ctx: WriteContext, sweep: SweepRow, filters: string): void {
  const page = listRuns(ctx.db, sweep.projectId, { filter: parseMongoFilter(filters), first: MAX_PRIOR_RUNS });
  const sql = `INSERT OR IGNORE INTO sweep_trials (sweep_id, number, run_name, args_json, state, created_at)
    VALUES (?, 0, ?, ?, 'prior', ?)`;
  for (const { id } of page.items) addPriorRun(ctx, sweep, id, sql);
}

function addPriorRun(ctx: WriteContext, sweep: SweepRow, id: RunRowId, sql: string): void {
  const run = findRunById(ctx.db, id);
  if (run === undefined) return;
  prepared(ctx.db, sql).run(sweep.id, run.name, readConfig(ctx.db, id), run.createdAt);
  editRun(ctx, run, { fields: { sweep: sweep.name } });
}
