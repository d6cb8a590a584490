import { projectHref, type ProjectPath } from '#shared/units';

/** The address of a sweep's page, as the client prints it. */
export function sweepHref(project: ProjectPath, name: string): string {
  return `${projectHref(project)}/sweeps/${encodeURIComponent(name)}`;
}
