import { expect, test } from 'vitest';
import type { ProjectSummary } from '#shared/api';
import { targetsFor } from './targets.ts';

const project = (entity: string, name: string): ProjectSummary => ({
  path: { entity, project: name },
  description: '',
  createdAt: 0,
  lastActivityAt: 0,
  runCount: 2,
  stateCounts: {},
  sizeBytes: 0,
});
const FROM = { entity: 'ada', project: 'here' };
const ALL = [project('ada', 'here'), project('ada', 'vision'), project('bob', 'vision'), project('bob', 'here')];

test('all other projects are offered, those of others with their entity', () => {
  const { found, meant } = targetsFor(ALL, FROM, '');
  expect(found.map(({ label }) => label)).toEqual(['vision', 'bob/vision', 'bob/here']);
  expect(meant).toBeUndefined();
});

test('a name that is there is that project; another one is made', () => {
  expect(targetsFor(ALL, FROM, ' vision ').meant?.path).toEqual({ entity: 'ada', project: 'vision' });
  expect(targetsFor(ALL, FROM, 'bob/here').meant?.path).toEqual({ entity: 'bob', project: 'here' });
  const { found, meant } = targetsFor(ALL, FROM, 'vis');
  expect(found.map(({ label }) => label)).toEqual(['vision', 'bob/vision']);
  expect(meant).toEqual({ path: { entity: 'ada', project: 'vis' }, label: 'vis' });
});

test('the project that the runs are in is no place to go', () => {
  expect(targetsFor(ALL, FROM, 'here').meant).toBeUndefined();
});
