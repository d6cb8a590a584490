import type { ProjectPath } from '#shared/units';

const TAB_KEY = 'taffrail.project-tab.';

export type ProjectTab = 'workspace' | 'table';

/** The tab a project was last seen on; the workspace at first. */
export function lastTab(project: ProjectPath): ProjectTab {
  return localStorage.getItem(TAB_KEY + nameOf(project)) === 'table' ? 'table' : 'workspace';
}

export function rememberTab(project: ProjectPath, tab: ProjectTab): void {
  localStorage.setItem(TAB_KEY + nameOf(project), tab);
}

function nameOf(project: ProjectPath): string {
  return `${encodeURIComponent(project.entity)}/${encodeURIComponent(project.project)}`;
}
