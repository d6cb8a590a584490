import type { ArtifactRef } from '#shared/api';
import { projectHref, type ProjectPath } from '#shared/units';

/** Tabs of a version, as they stand in its address. */
export type ArtifactTab = 'overview' | 'files' | 'lineage' | 'compare';

/** `/entity/project/artifacts/type`: the collections of a type. */
export function typeHref(project: ProjectPath, type?: string): string {
  const all = `${projectHref(project)}/artifacts`;
  return type === undefined ? all : `${all}/${encodeURIComponent(type)}`;
}

export function collectionHref(project: ProjectPath, type: string, collection: string): string {
  return `${typeHref(project, type)}/${encodeURIComponent(collection)}`;
}

/** The address of a version, as the client prints it. */
export function versionHref({ project, type, collection, version }: ArtifactRef, tab?: ArtifactTab): string {
  const href = `${collectionHref(project, type, collection)}/v${version}`;
  return tab === undefined || tab === 'overview' ? href : `${href}/${tab}`;
}
