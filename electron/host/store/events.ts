import type { ChangeEvent } from '#shared/api';

/**
 * Changes of the same run (or project) as one change each: aspects together, the newest `lastStep` and `lineCount`.
 * Order: by first appearance.
 */
export function mergeEvents(events: readonly ChangeEvent[]): ChangeEvent[] {
  const merged = new Map<string, ChangeEvent>();
  for (const event of events) {
    const key = keyOf(event);
    const before = merged.get(key);
    merged.set(key, before === undefined ? event : mergeTwo(before, event));
  }
  return [...merged.values()];
}

function keyOf(event: ChangeEvent): string {
  if (event.kind === 'settings' || event.kind === 'import' || event.kind === 'machine' || event.kind === 'sync')
    return event.kind;
  const { path } = event;
  return JSON.stringify([event.kind, path.entity, path.project, 'run' in path ? path.run : '']);
}

function mergeTwo(a: ChangeEvent, b: ChangeEvent): ChangeEvent {
  if (a.kind === 'run' && b.kind === 'run') {
    return { ...a, ...b, aspects: [...new Set([...a.aspects, ...b.aspects])] };
  }
  if (a.kind === 'project' && b.kind === 'project') {
    return { ...a, aspects: [...new Set([...a.aspects, ...b.aspects])] };
  }
  return b;
}
