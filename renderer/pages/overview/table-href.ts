import { projectHref, type ProjectPath } from '#shared/units';
import type { RunField } from '#shared/api';
import { printFilter } from '../runs/filter-text.ts';

/** The table of a project's runs that have a value in one of their own fields. */
export function tableHref(project: ProjectPath, key: RunField, value: string): string {
  const where = printFilter({ op: '=', column: { kind: 'run', key }, value });
  return `${projectHref(project)}/table?${new URLSearchParams({ where }).toString()}`;
}
