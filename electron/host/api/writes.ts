import {
  deleteRun,
  editRun,
  findProject,
  findRun,
  type ProjectRow,
  type ReadableDb,
  readTags,
  requestStop,
  type RunFields,
  type RunRow,
  setTags,
  updateRun,
  type WriteContext,
} from '#host/store';
import type { AppSettings, BulkAnswer, BulkRunEdit, RunEdit, SavedView } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';

interface EditArgs {
  readonly path: RunPath;
  readonly edit: RunEdit;
}
interface BulkArgs {
  readonly path: ProjectPath;
  readonly edit: BulkRunEdit;
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
  'api.editRun': (ctx: WriteContext, { path, edit }: EditArgs): void => {
    const { tags, ...fields } = edit;
    editRun(ctx, runAt(ctx.db, path), { fields: fields satisfies RunFields, ...(tags === undefined ? {} : { tags }) });
  },

  'api.stopRun': (ctx: WriteContext, path: RunPath): { readonly isAsked: boolean } => ({
    isAsked: requestStop(ctx, runAt(ctx.db, path)),
  }),

  'api.deleteRun': (ctx: WriteContext, path: RunPath): void => deleteRun(ctx, runAt(ctx.db, path)),

  'api.deleteRuns': (ctx: WriteContext, args: { readonly path: ProjectPath; readonly runs: readonly string[] }) =>
    forEachRun(ctx, args.path, args.runs, (run) => deleteRun(ctx, run)),

  'api.editRuns': (ctx: WriteContext, { path, edit }: BulkArgs): BulkAnswer =>
    forEachRun(ctx, path, edit.runs, (run) => editOne(ctx, run, edit)),

  'api.saveView': (ctx: WriteContext, { path, view }: ViewArgs): SavedView => {
    const project = projectAt(ctx.db, path);
    const owner = ctx.db.prepare('SELECT project_id FROM views WHERE id = ?').pluck().get(view.id);
    if (owner !== undefined && owner !== project.id) throw new Problem('view.unknown', { view: view.id });
    const sql = `INSERT INTO views (id, project_id, scope, name, body_json, updated_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, name = excluded.name, body_json = excluded.body_json,
        updated_at = excluded.updated_at`;
    const body = JSON.stringify(view.body ?? null);
    ctx.db.prepare(sql).run(view.id, project.id, view.scope, view.name, body, ctx.now());
    emitViews(ctx, path);
    return { ...view, updatedAt: ctx.now() };
  },

  'api.deleteView': (ctx: WriteContext, args: { readonly path: ProjectPath; readonly id: string }): void => {
    const project = projectAt(ctx.db, args.path);
    const gone = ctx.db.prepare('DELETE FROM views WHERE id = ? AND project_id = ?').run(args.id, project.id);
    if (gone.changes === 0) throw new Problem('view.unknown', { view: args.id });
    emitViews(ctx, args.path);
  },

  'api.saveSettings': (ctx: WriteContext, settings: AppSettings): void => {
    ctx.db.prepare('DELETE FROM settings WHERE key IN (?, ?)').run('isCodeSavingEnabled', 'crashAfterSeconds');
    const insert = ctx.db.prepare('INSERT INTO settings (key, value_json) VALUES (?, ?)');
    for (const [key, value] of Object.entries(settings)) insert.run(key, JSON.stringify(value));
    ctx.emit({ kind: 'settings' });
  },
} as const;

function editOne(ctx: WriteContext, run: RunRow, edit: BulkRunEdit): void {
  const removed = new Set(edit.removeTags ?? []);
  const tags = readTags(ctx.db, run.id).filter((tag) => !removed.has(tag));
  setTags(ctx, run, [...tags, ...(edit.addTags ?? [])]);
  updateRun(ctx, run, {
    ...(edit.group === undefined ? {} : { group: edit.group }),
    ...(edit.jobType === undefined ? {} : { jobType: edit.jobType }),
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

function emitViews(ctx: WriteContext, path: ProjectPath): void {
  ctx.emit({ kind: 'project', path, aspects: ['views'] });
}

function runAt(db: ReadableDb, path: RunPath): RunRow {
  const run = findRun(db, path);
  if (run === undefined) throw new Problem('run.unknown', { ...path });
  return run;
}

function projectAt(db: ReadableDb, path: ProjectPath): ProjectRow {
  const project = findProject(db, path);
  if (project === undefined) throw new Problem('project.unknown', { ...path });
  return project;
}
