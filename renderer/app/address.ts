import type { ProjectPath, RunPath } from '#shared/units';

export type RunTab = 'charts' | 'overview' | 'logs' | 'files' | 'code' | 'system' | 'artifacts';

/** The pages of a project that have an address of their own below it. */
export type ProjectPlace = 'overview' | 'workspace' | 'table' | 'sweeps' | 'trash';

/** The artifacts of a project, of a type, of a collection, or one version. */
export interface ArtifactAddress {
  readonly page: 'artifact';
  readonly project: ProjectPath;
  readonly type: string | undefined;
  readonly collection: string | undefined;
  readonly version: string | undefined;
  readonly tab: 'overview' | 'files' | 'lineage' | 'compare';
}

/** Where the window is. The shapes are those that the Python client prints. */
export type Address =
  | { readonly page: 'home' | 'connect' | 'import' | 'machine' | 'sync' | 'settings' | 'authorize' }
  | {
      readonly page: 'project';
      readonly project: ProjectPath;
      readonly tab: ProjectPlace | undefined;
    }
  | { readonly page: 'compare' | 'gallery'; readonly project: ProjectPath }
  | { readonly page: 'sweep'; readonly project: ProjectPath; readonly sweep: string }
  | ArtifactAddress
  | { readonly page: 'run'; readonly run: RunPath; readonly tab: RunTab }
  | { readonly page: 'unknown'; readonly pathname: string };

const SINGLE = {
  connect: 'connect',
  import: 'import',
  machine: 'machine',
  sync: 'sync',
  settings: 'settings',
  authorize: 'authorize',
} as const;
const PROJECT_TABS: Readonly<Record<string, ProjectPlace>> = {
  overview: 'overview',
  workspace: 'workspace',
  table: 'table',
  runs: 'table',
  sweeps: 'sweeps',
  trash: 'trash',
};
const RUN_TABS: Readonly<Record<string, RunTab>> = {
  workspace: 'charts',
  charts: 'charts',
  overview: 'overview',
  logs: 'logs',
  files: 'files',
  code: 'code',
  system: 'system',
  artifacts: 'artifacts',
};
const ARTIFACT_TABS: Readonly<Record<string, ArtifactAddress['tab']>> = {
  overview: 'overview',
  metadata: 'overview',
  usage: 'overview',
  files: 'files',
  lineage: 'lineage',
  graph: 'lineage',
  compare: 'compare',
};

/** Reads a path; each segment is percent-decoded by itself, so that names may hold slashes and percent signs. */
export function parseAddress(pathname: string): Address {
  const parts = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeSegment);
  const [first, project, third, run, tab] = parts;
  if (first === undefined) return { page: 'home' };
  if (parts.length === 1)
    return Object.hasOwn(SINGLE, first) ? { page: SINGLE[first as keyof typeof SINGLE] } : { page: 'home' };
  if (project === undefined) return { page: 'home' };
  const path = { entity: first, project };
  if (third === undefined) return { page: 'project', project: path, tab: undefined };
  if (third === 'artifacts') return artifactAddress(path, parts.slice(3), pathname);
  if ((third === 'compare' || third === 'gallery') && run === undefined) return { page: third, project: path };
  if (run === undefined) {
    const projectTab = ownOf(PROJECT_TABS, third);
    return projectTab === undefined
      ? { page: 'unknown', pathname }
      : { page: 'project', project: path, tab: projectTab };
  }
  if (third === 'sweeps' && parts.length === 4) return { page: 'sweep', project: path, sweep: run };
  const runTab = tab === undefined ? 'charts' : ownOf(RUN_TABS, tab);
  if (third !== 'runs' || runTab === undefined || parts.length > 5) return { page: 'unknown', pathname };
  return { page: 'run', run: { ...path, run }, tab: runTab };
}

/** `…/artifacts/:type/:collection/:version/:tab`, each further part at will. */
function artifactAddress(project: ProjectPath, parts: readonly string[], pathname: string): Address {
  const [type, collection, version, name = 'overview'] = parts;
  const tab = ownOf(ARTIFACT_TABS, name);
  if (tab === undefined || parts.length > 4) return { page: 'unknown', pathname };
  return { page: 'artifact', project, type, collection, version, tab };
}

/** The project an address is in, if any. */
export function projectOf(address: Address): ProjectPath | undefined {
  if ('project' in address) return address.project;
  if (address.page === 'run') return { entity: address.run.entity, project: address.run.project };
  return undefined;
}

/** A part of an address may be called `constructor`. */
function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone percent sign typed by hand: the name as it stands is the best reading.
    return segment;
  }
}
