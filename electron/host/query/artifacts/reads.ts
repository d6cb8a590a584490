import { projectAt, type ReadContext, runAt } from '#host/store';
import type {
  ArtifactCollection,
  ArtifactCollectionDetail,
  ArtifactDetail,
  ArtifactDiff,
  ArtifactFileList,
  ArtifactLineage,
  ArtifactRemoval,
  ArtifactVersionPage,
  RunArtifacts,
} from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';
import { countCollections, readCollection, readCollections } from './collections.ts';
import { diffVersions } from './diff.ts';
import { readFiles } from './files.ts';
import { readLineage } from './lineage.ts';
import { readRunArtifacts } from './of-run.ts';
import { collectionAt, placeAt, type Place } from './places.ts';
import { readCollectionRemoval, readVersionRemoval } from './removal.ts';
import { readVersion, readVersions, type VersionsQuery } from './versions.ts';

interface CollectionArgs {
  readonly path: ProjectPath;
  readonly collection: string;
}
interface VersionArgs extends CollectionArgs {
  readonly version: string;
}

/** What the reader threads answer about artifacts. Errors: `project.unknown`, `run.unknown`, `artifact.unknown`. */
export const artifactReads = {
  'artifacts.list': ({ db }: ReadContext, path: ProjectPath): ArtifactCollection[] =>
    readCollections(db, projectAt(db, path).id),

  'artifacts.count': ({ db }: ReadContext, path: ProjectPath): { readonly count: number } => ({
    count: countCollections(db, projectAt(db, path).id),
  }),

  'artifacts.collection': ({ db }: ReadContext, { path, collection }: CollectionArgs): ArtifactCollectionDetail => {
    const project = projectAt(db, path);
    return readCollection(db, project, collectionAt(db, project, collection));
  },

  'artifacts.versions': (
    { db }: ReadContext,
    { path, collection, query }: CollectionArgs & { readonly query: VersionsQuery },
  ): ArtifactVersionPage => readVersions(db, collectionAt(db, projectAt(db, path), collection).id, query),

  'artifacts.version': (context: ReadContext, args: VersionArgs): ArtifactDetail =>
    readVersion(context.db, at(context, args)),

  'artifacts.files': (context: ReadContext, args: VersionArgs): ArtifactFileList =>
    readFiles(context.db, at(context, args).artifact.id),

  'artifacts.lineage': (context: ReadContext, args: VersionArgs): ArtifactLineage =>
    readLineage(context.db, at(context, args).artifact.id),

  'artifacts.diff': (context: ReadContext, args: VersionArgs & { readonly to: string }): ArtifactDiff =>
    diffVersions(context.db, at(context, { ...args, version: args.to }), at(context, args)),

  'artifacts.removal': (context: ReadContext, args: VersionArgs): ArtifactRemoval =>
    readVersionRemoval(context.db, at(context, args)),

  'artifacts.collectionRemoval': ({ db }: ReadContext, { path, collection }: CollectionArgs): ArtifactRemoval =>
    readCollectionRemoval(db, collectionAt(db, projectAt(db, path), collection)),

  'artifacts.ofRun': ({ db }: ReadContext, path: RunPath): RunArtifacts => readRunArtifacts(db, runAt(db, path).id),
} as const;

function at({ db }: ReadContext, { path, collection, version }: VersionArgs): Place {
  return placeAt(db, projectAt(db, path), collection, version);
}
