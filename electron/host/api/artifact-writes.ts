import {
  deleteArtifact,
  deleteCollection,
  editArtifact,
  editCollection,
  findArtifactById,
  findCollection,
  membershipByAlias,
  projectAt,
  removeAliases,
  setAliases,
  unlinkArtifact,
  type ArtifactRow,
  type CollectionRow,
  type MembershipRow,
  type WriteContext,
} from '#host/store';
import type { ArtifactCollectionEdit, ArtifactEdit } from '#shared/api';
import { Problem } from '#shared/errors';
import type { ProjectPath } from '#shared/units';

export interface CollectionArgs {
  readonly path: ProjectPath;
  readonly collection: string;
}
export interface VersionArgs extends CollectionArgs {
  readonly version: string;
}

/** What a person may change of artifacts. Errors: `project.unknown`, `artifact.unknown`. */
export const artifactWrites = {
  'api.editArtifact': (ctx: WriteContext, { edit, ...args }: VersionArgs & { readonly edit: ArtifactEdit }): void => {
    const { membership, artifact } = versionAt(ctx, args);
    removeAliases(ctx, membership, edit.removeAliases ?? []);
    setAliases(ctx, membership, edit.addAliases ?? []);
    editArtifact(ctx, artifact, {
      tagsToAdd: edit.addTags ?? [],
      tagsToDelete: edit.removeTags ?? [],
      ...(edit.description === undefined ? {} : { description: edit.description }),
    });
  },

  'api.editArtifactCollection': (
    ctx: WriteContext,
    { edit, ...args }: CollectionArgs & { readonly edit: ArtifactCollectionEdit },
  ): void => void editCollection(ctx, collectionAt(ctx, args), edit),

  /** A version of a portfolio is only taken out of it. */
  'api.deleteArtifact': (ctx: WriteContext, args: VersionArgs): void => {
    const { collection, artifact } = versionAt(ctx, args);
    if (collection.kind === 'portfolio') unlinkArtifact(ctx, artifact, collection);
    else deleteArtifact(ctx, artifact, true);
  },

  'api.deleteArtifactCollection': (ctx: WriteContext, args: CollectionArgs): void =>
    deleteCollection(ctx, collectionAt(ctx, args)),
} as const;

function collectionAt(ctx: WriteContext, { path, collection: name }: CollectionArgs): CollectionRow {
  const collection = findCollection(ctx.db, projectAt(ctx.db, path).id, name);
  if (collection === undefined) throw new Problem('artifact.unknown', { what: 'collection', name });
  return collection;
}

interface Found {
  readonly collection: CollectionRow;
  readonly membership: MembershipRow;
  readonly artifact: ArtifactRow;
}

function versionAt(ctx: WriteContext, args: VersionArgs): Found {
  const collection = collectionAt(ctx, args);
  const membership = membershipByAlias(ctx.db, collection.id, args.version);
  const artifact = membership === undefined ? undefined : findArtifactById(ctx.db, membership.artifactId);
  if (membership === undefined || artifact === undefined) {
    throw new Problem('artifact.unknown', { what: 'version', name: `${args.collection}:${args.version}` });
  }
  return { collection, membership, artifact };
}
