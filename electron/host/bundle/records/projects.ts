import {
  ensureProject,
  prepared,
  readViews,
  savePreset,
  saveView,
  setProjectDescription,
  type WriteContext,
} from '#host/store';
import type { BundledChart, BundledProject } from '../format/schema.ts';

/**
 * Brings what is kept of projects beside their runs, and chart presets. A description, view or preset that is here
 * already stays as it is. Errors: `input.invalid` for a preset whose specification is no JSON object.
 */
export function handleBringProjects(
  ctx: WriteContext,
  args: { readonly projects: readonly BundledProject[]; readonly charts: readonly BundledChart[] },
): void {
  for (const { entity, project: name, description, views } of args.projects) {
    const { project } = ensureProject(ctx, { entity, project: name });
    if (project.description === '' && description !== '') setProjectDescription(ctx, project, description);
    const known = new Set(readViews(ctx.db, project.id).map((view) => view.id));
    for (const { id, scope, name: title, body } of views) {
      if (!known.has(id)) saveView(ctx, project, { id, scope, name: title, body: body ?? null });
    }
  }
  const held = prepared(ctx.db, 'SELECT 1 FROM custom_charts WHERE entity = ? AND name = ?');
  for (const chart of args.charts) if (held.get(chart.entity, chart.name) === undefined) savePreset(ctx, chart);
}
