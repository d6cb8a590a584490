import { expect, test } from 'vitest';
import type { ChangeEvent } from '#shared/api';
import { watchProjects } from './stamps.ts';

const PATH = { entity: 'e', project: 'p' };

test('a stamp changes with the runs and artifacts of its project, and with nothing else', () => {
  const listeners = new Set<(event: ChangeEvent) => void>();
  const stamps = watchProjects({
    publish: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  const changes = (event: ChangeEvent): boolean => {
    const before = stamps.of(PATH);
    for (const listener of listeners) listener(event);
    return stamps.of(PATH) !== before;
  };
  const run = { ...PATH, run: 'r' };
  for (const aspect of ['created', 'state', 'meta', 'config', 'summary', 'deleted'] as const)
    expect(changes({ kind: 'run', path: run, aspects: ['console', aspect] })).toBe(true);
  expect(changes({ kind: 'run', path: run, aspects: ['history', 'console', 'files', 'system'] })).toBe(false);
  expect(changes({ kind: 'project', path: PATH, aspects: ['artifacts'] })).toBe(true);
  expect(changes({ kind: 'project', path: PATH, aspects: ['views'] })).toBe(false);
  expect(changes({ kind: 'run', path: { ...run, project: 'q' }, aspects: ['summary'] })).toBe(false);
  expect(changes({ kind: 'settings' })).toBe(false);
  stamps.end();
  expect(listeners.size).toBe(0);
});
