import {
  deletePreset,
  deleteView,
  editRun,
  ensureProject,
  findProject,
  findRun,
  lockRun,
  markAlertsSeen,
  moveRun,
  projectAt,
  readTags,
  refuseLockedAmong,
  removeEmptyProject,
  requestStop,
  runAt,
  type RunFields,
  type RunRow,
  savePreset,
  saveSettings,
  saveView,
  setProjectDescription,
  setTags,
  updateRun,
  type WriteContext,
} from '#host/store';
import type {
  AlertsSeen,
  AppSettings,
  BulkAnswer,
  BulkRunEdit,
  ChartPresetBody,
  ProjectEdit,
  RunEdit,
  RunMove,
  RunMoveAnswer,
  SavedView,
} from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';
import { artifactWrites } from './artifact-writes.ts';
import { trashWrites } from './trash-writes.ts';

/** What the client refuses in the name of a project: no script could log to it. */
const REFUSED_IN_PROJECT = /[/\\#?%:]/;
const LONGEST_PROJECT = 128;

interface EditArgs {
  readonly path: RunPath;
  readonly edit: RunEdit;
}
interface BulkArgs {
  readonly path: ProjectPath;
  readonly edit: BulkRunEdit;
}
interface PresetName {
  readonly entity: string;
  readonly name: string;
}
interface ViewArgs {
  readonly path: ProjectPath;
  readonly view: Omit<SavedView, 'updatedAt'>;
}

/**
 * What a person may change from a window, on the writer thread. Arguments are checked by the routes before.
 * Errors: `run.unknown`, `project.unknown`, `view.unknown`.
 */
export const apiWrites = {
  ...artifactWrites,
  ...trashWrites,

  'api.editRun': (ctx: WriteContext, { path, edit }: EditArgs): void => {
    const { tags, isLocked, ...fields } = edit;
    const run = runAt(ctx.db, path);
    if (isLocked !== undefined) lockRun(ctx, run, isLocked);
    editRun(ctx, run, { fields: fields satisfies RunFields, ...(tags === undefined ? {} : { tags }) });
  },

  'api.stopRun': (ctx: WriteContext, path: RunPath): { readonly isAsked: boolean } => ({
    isAsked: requestStop(ctx, runAt(ctx.db, path)),
  }),

  'api.editRuns': (ctx: WriteContext, { path, edit }: BulkArgs): BulkAnswer =>
    forEachRun(ctx, path, edit.runs, (run) => editOne(ctx, run, edit)),

  'api.editProject': (ctx: WriteContext, args: { readonly path: ProjectPath; readonly edit: ProjectEdit }): void =>
    setProjectDescription(ctx, projectAt(ctx.db, args.path), args.edit.description),

  /** All of them or none. Errors: `run.locked`, `run.alive`, `run.taken`, `input.invalid` for the project they are in. */
  'api.moveRuns': (ctx: WriteContext, args: { readonly path: ProjectPath; readonly move: RunMove }): RunMoveAnswer => {
    const { runs, to, dropsEmpty } = args.move;
    const from = projectAt(ctx.db, args.path);
    if (findProject(ctx.db, to) === undefined) checkProjectName(to.project);
    refuseLockedAmong(ctx, from, runs);
    const { project, isInserted } = ensureProject(ctx, to);
    const { count } = forEachRun(ctx, args.path, runs, (run) => moveRun(ctx, run, project));
    if (dropsEmpty === true) removeEmptyProject(ctx, from);
    return { count, isNewProject: isInserted };
  },

  'api.saveView': (ctx: WriteContext, { path, view }: ViewArgs): SavedView =>
    saveView(ctx, projectAt(ctx.db, path), view),

  'api.deleteView': (ctx: WriteContext, args: { readonly path: ProjectPath; readonly id: string }): void =>
    deleteView(ctx, projectAt(ctx.db, args.path), args.id),

  'api.saveChartPreset': (
    ctx: WriteContext,
    { entity, name, displayName, spec }: PresetName & ChartPresetBody,
  ): void => {
    savePreset(ctx, { entity, name, displayName, type: 'vega2', access: 'PRIVATE', spec });
  },

  'api.deleteChartPreset': (ctx: WriteContext, { entity, name }: PresetName): void => deletePreset(ctx, entity, name),

  'api.markAlertsSeen': (ctx: WriteContext, { upTo }: AlertsSeen): void => markAlertsSeen(ctx, upTo),

  'api.saveSettings': (ctx: WriteContext, settings: AppSettings): void => saveSettings(ctx, settings),
} as const;

function checkProjectName(name: string): void {
  if (name.length <= LONGEST_PROJECT && name === name.trim() && !REFUSED_IN_PROJECT.test(name)) return;
  const expected = `at most ${LONGEST_PROJECT} characters without / \\ # ? % :`;
  throw new Problem('input.invalid', { field: 'project', expected, got: name });
}

function editOne(ctx: WriteContext, run: RunRow, edit: BulkRunEdit): void {
  if (edit.isLocked !== undefined) lockRun(ctx, run, edit.isLocked);
  const removed = new Set(edit.removeTags ?? []);
  const tags = readTags(ctx.db, run.id).filter((tag) => !removed.has(tag));
  setTags(ctx, run, [...tags, ...(edit.addTags ?? [])]);
  updateRun(ctx, run, {
    ...(edit.group === undefined ? {} : { group: edit.group }),
    ...(edit.jobType === undefined ? {} : { jobType: edit.jobType }),
    ...(edit.color === undefined ? {} : { color: edit.color }),
  });
}

function forEachRun(
  ctx: WriteContext,
  path: ProjectPath,
  names: readonly string[],
  work: (run: RunRow) => void,
): BulkAnswer {
  projectAt(ctx.db, path);
  let count = 0;
  for (const name of new Set(names)) {
    const run = findRun(ctx.db, { ...path, run: name });
    if (run === undefined) continue;
    work(run);
    count += 1;
  }
  return { count };
}
