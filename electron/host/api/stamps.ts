import type { EventHub } from '#host/base';
import type { ChangeEvent } from '#shared/api';
import type { ProjectPath } from '#shared/units';

/** What a table of a project's runs or artifacts is made of. */
const ASPECTS: ReadonlySet<string> = new Set(['created', 'state', 'meta', 'config', 'summary', 'deleted', 'artifacts']);

export interface ProjectStamps {
  /** Another text after each change of the project's runs or artifacts. */
  of(path: ProjectPath): string;
  end(): void;
}

/**
 * Counts the changes of each project. Events come after the commit, so that what is read under a stamp is as new as the
 * stamp or newer, never older.
 */
export function watchProjects(events: EventHub): ProjectStamps {
  const counts = new Map<string, number>();
  const end = events.subscribe((event) => {
    if (!touches(event)) return;
    const name = nameOf(event.path);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return { of: (path) => String(counts.get(nameOf(path)) ?? 0), end };
}

function touches(event: ChangeEvent): event is Extract<ChangeEvent, { readonly path: ProjectPath }> {
  return 'path' in event && event.aspects.some((aspect) => ASPECTS.has(aspect));
}

function nameOf({ entity, project }: ProjectPath): string {
  return JSON.stringify([entity, project]);
}
