import type { ProjectSummary } from '#shared/api';
import type { ProjectPath } from '#shared/units';

/** A project that runs may go to. */
export interface MoveTarget {
  readonly path: ProjectPath;
  /** As it is typed: with its entity where that is another one. */
  readonly label: string;
  /** Missing for a project that is made by the move. */
  readonly runCount?: number;
}

/** What a person who has typed `text` may choose from, and what it means as it stands. */
export function targetsFor(
  projects: readonly ProjectSummary[],
  from: ProjectPath,
  text: string,
): { readonly found: readonly MoveTarget[]; readonly meant: MoveTarget | undefined } {
  const typed = text.trim();
  const others = projects
    .filter(({ path }) => path.entity !== from.entity || path.project !== from.project)
    .map(({ path, runCount }) => ({ path, runCount, label: labelOf(path, from) }));
  const words = typed.toLowerCase();
  const exact = others.find(({ label }) => label === typed);
  // What was chosen stands in the field; the others stay to be seen.
  const found = exact === undefined ? others.filter(({ label }) => label.toLowerCase().includes(words)) : others;
  const isOwn = typed === from.project || typed === '';
  const made = isOwn ? undefined : { path: { entity: from.entity, project: typed }, label: typed };
  return { found, meant: exact ?? made };
}

function labelOf(path: ProjectPath, from: ProjectPath): string {
  return path.entity === from.entity ? path.project : `${path.entity}/${path.project}`;
}
