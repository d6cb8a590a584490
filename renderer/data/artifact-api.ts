import type {
  ArtifactCollection,
  ArtifactCollectionDetail,
  ArtifactCollectionEdit,
  ArtifactDetail,
  ArtifactDiff,
  ArtifactEdit,
  ArtifactFileList,
  ArtifactLineage,
  ArtifactRemoval,
  ArtifactVersionPage,
  RunArtifacts,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import type { Http } from './http.ts';

/** A collection by its name in a project. */
export interface CollectionPath {
  readonly project: ProjectPath;
  readonly collection: string;
}

/** `version`: `v3`, an alias or a digest. */
export interface VersionPath extends CollectionPath {
  readonly version: string;
}

export interface VersionsWindow {
  readonly offset: number;
  readonly limit: number;
  readonly text: string;
}

/** The routes of artifacts. All calls reject with a Problem. */
export interface ArtifactApi {
  list(project: ProjectPath, signal?: AbortSignal): Promise<readonly ArtifactCollection[]>;
  count(project: ProjectPath, signal?: AbortSignal): Promise<{ readonly count: number }>;
  collection(path: CollectionPath, signal?: AbortSignal): Promise<ArtifactCollectionDetail>;
  editCollection(path: CollectionPath, edit: ArtifactCollectionEdit): Promise<ArtifactCollectionDetail>;
  deleteCollection(path: CollectionPath): Promise<unknown>;
  collectionRemoval(path: CollectionPath, signal?: AbortSignal): Promise<ArtifactRemoval>;
  versions(path: CollectionPath, window: VersionsWindow, signal?: AbortSignal): Promise<ArtifactVersionPage>;
  version(path: VersionPath, signal?: AbortSignal): Promise<ArtifactDetail>;
  edit(path: VersionPath, edit: ArtifactEdit): Promise<ArtifactDetail>;
  remove(path: VersionPath): Promise<unknown>;
  removal(path: VersionPath, signal?: AbortSignal): Promise<ArtifactRemoval>;
  files(path: VersionPath, signal?: AbortSignal): Promise<ArtifactFileList>;
  lineage(path: VersionPath, signal?: AbortSignal): Promise<ArtifactLineage>;
  diff(path: VersionPath, to: string, signal?: AbortSignal): Promise<ArtifactDiff>;
  ofRun(path: RunPath, signal?: AbortSignal): Promise<RunArtifacts>;
  /** The text at the address of a stored file. */
  text(href: string, signal?: AbortSignal): Promise<string>;
}

/** Lists of 100,000 files take a while to send. */
const LONG_MS = 60_000;

export function createArtifactApi(http: Http): ArtifactApi {
  const get = <T>(path: string, signal?: AbortSignal): Promise<T> =>
    http.json<T>({ method: 'GET', path, signal, timeoutMs: LONG_MS });
  return {
    list: (project, signal) => get(projectAddress(project, '/artifacts'), signal),
    count: (project, signal) => get(projectAddress(project, '/artifact-count'), signal),
    collection: (path, signal) => get(collectionAddress(path), signal),
    editCollection: (path, body) => http.json({ method: 'PATCH', path: collectionAddress(path), body }),
    deleteCollection: (path) => http.json({ method: 'DELETE', path: collectionAddress(path) }),
    collectionRemoval: (path, signal) => get(`${collectionAddress(path)}/removal`, signal),
    versions: (path, { offset, limit, text }, signal) => {
      const query = new URLSearchParams({ offset: String(offset), limit: String(limit), text });
      return get(`${collectionAddress(path)}/versions?${query.toString()}`, signal);
    },
    version: (path, signal) => get(versionAddress(path), signal),
    edit: (path, body) => http.json({ method: 'PATCH', path: versionAddress(path), body }),
    remove: (path) => http.json({ method: 'DELETE', path: versionAddress(path) }),
    removal: (path, signal) => get(`${versionAddress(path)}/removal`, signal),
    files: (path, signal) => get(`${versionAddress(path)}/files`, signal),
    lineage: (path, signal) => get(`${versionAddress(path)}/lineage`, signal),
    diff: (path, to, signal) => get(`${versionAddress(path)}/diff?${new URLSearchParams({ to }).toString()}`, signal),
    ofRun: ({ entity, project, run }, signal) =>
      get(`/api/runs/${[entity, project, run].map(encodeURIComponent).join('/')}/artifacts`, signal),
    text: (path, signal) => http.text({ method: 'GET', path, signal, timeoutMs: LONG_MS }),
  };
}

function projectAddress({ entity, project }: ProjectPath, rest: string): string {
  return `/api/projects/${encodeURIComponent(entity)}/${encodeURIComponent(project)}${rest}`;
}

function collectionAddress({ project, collection }: CollectionPath): string {
  return projectAddress(project, `/artifacts/${encodeURIComponent(collection)}`);
}

function versionAddress(path: VersionPath): string {
  return `${collectionAddress(path)}/versions/${encodeURIComponent(path.version)}`;
}

/**
 * Where the bytes of a stored file of a version are; may be put into `src` and `href`. `id` and `digest` as in
 * ArtifactVersion and ArtifactFile. Source: the client's own addresses, protocol 6.6.
 */
export function artifactFileHref(
  { project, collection }: CollectionPath,
  id: string,
  file: { readonly path: string; readonly digest: string },
): string {
  const hex = Array.from(atob(file.digest), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  const base = file.path.split('/').at(-1) ?? file.path;
  const parts = ['default', project.entity, project.project, collection, id, hex, base];
  return `/artifactsV2/${parts.map(encodeURIComponent).join('/')}`;
}
