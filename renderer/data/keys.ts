import type { RunQuery, SyncRuleRequest } from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';

const project = (path: ProjectPath): readonly [string, string] => [path.entity, path.project];
const run = (path: RunPath): readonly [string, string, string] => [path.entity, path.project, path.run];

/** Addresses of cached answers; a prefix invalidates all that begin with it. */
export const queryKeys = {
  session: ['session'] as const,
  projects: ['projects'] as const,
  alerts: ['alerts'] as const,
  settings: ['settings'] as const,
  connection: ['connection'] as const,
  imports: ['imports'] as const,
  bundles: ['bundles'] as const,
  machine: ['machine'] as const,
  sync: ['sync'] as const,
  runSync: (path: RunPath) => ['sync', ...run(path)] as const,
  syncCount: (rule: SyncRuleRequest) => ['sync-count', rule] as const,
  projectOverview: (path: ProjectPath) => ['overview', ...project(path)] as const,
  projectKeys: (path: ProjectPath) => ['keys', ...project(path)] as const,
  allRuns: (path: ProjectPath) => ['runs', ...project(path)] as const,
  runs: (path: ProjectPath, query: RunQuery) => ['runs', ...project(path), query] as const,
  run: (path: RunPath) => ['run', ...run(path)] as const,
  logs: (path: RunPath) => ['logs', ...run(path)] as const,
  files: (path: RunPath) => ['files', ...run(path)] as const,
  media: (path: ProjectPath) => ['media', ...project(path)] as const,
  history: (path: ProjectPath) => ['history', ...project(path)] as const,
  charts: (path: ProjectPath) => ['charts', ...project(path)] as const,
  chartPresets: ['chart-presets'] as const,
  artifacts: (path: ProjectPath) => ['artifacts', ...project(path)] as const,
  sweeps: (path: ProjectPath) => ['sweeps', ...project(path)] as const,
  trash: (path: ProjectPath) => ['trash', ...project(path)] as const,
  views: (path: ProjectPath) => ['views', ...project(path)] as const,
};
