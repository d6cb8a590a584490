import {
  type AliasRow,
  aliasesOfCollection,
  aliasesOfMembership,
  type ArtifactRow,
  artifactTypesOf,
  type ArtifactTypeRow,
  type CollectionId,
  type CollectionRow,
  collectionsOf,
  findArtifactById,
  findArtifactType,
  findCollection,
  findCollectionById,
  findProjectById,
  latestMembership,
  membershipByAlias,
  membershipByName,
  type MembershipRow,
  membershipsOf,
  type ProjectRow,
  tagsOfArtifact,
  tagsOfCollection,
} from '#host/store';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import { decodeId, encodeId } from '../ids.ts';
import { filterRows, orderRows } from '../match.ts';
import type { ResolverMap, Scope } from '../scope.ts';
import { pageFrom, type PageArgs, wireTime } from '../wire.ts';
import { artifactFilePage, type ArtifactFilesArgs } from './artifact-files.ts';

interface ListArgs extends PageArgs {
  readonly filters?: string | null;
  readonly order?: string | null;
}

/** A collection that a mutation has just deleted is answered once more, with this mark. */
type CollectionNode = CollectionRow & { readonly isDeleted?: boolean };

const collectionFields: ResolverMap[string] = {
  id: (collection: CollectionNode) => collectionId(collection),
  state: (collection: CollectionNode) => (collection.isDeleted === true ? 'DELETED' : 'READY'),
  createdAt: (collection: CollectionNode) => wireTime(collection.createdAt),
  updatedAt: (collection: CollectionNode) => wireTime(collection.updatedAt),
  project: (collection: CollectionNode, _: unknown, scope) => findProjectById(scope.db, collection.projectId),
  defaultArtifactType: (collection: CollectionNode) => ({ projectId: collection.projectId, name: collection.typeName }),
  tags: (collection: CollectionNode, args: PageArgs, scope) =>
    pageFrom(tagsOfCollection(scope.db, collection.id).map(tagNode), args),
  aliases: (collection: CollectionNode, args: PageArgs, scope) =>
    pageFrom(aliasesOfCollection(scope.db, collection.id).map(aliasNode), args, 1000),
  artifacts: versionsOf,
  artifactMembership: (collection: CollectionNode, args: { aliasName: string }, scope) =>
    membershipByAlias(scope.db, collection.id, args.aliasName) ?? null,
};

const typeAt = (project: ProjectRow, args: { name: string }, scope: Scope): ArtifactTypeRow | null =>
  findArtifactType(scope.db, project.id, args.name) ?? null;

export const artifactCollectionResolvers: ResolverMap = {
  Query: {
    artifactCollection: (_: unknown, args: { id: string }, scope) => collectionById(scope, args.id) ?? null,
  },
  Project: {
    artifact: (project: ProjectRow, args: { name: string }, scope) => artifactNamed(scope, project, args.name),
    artifactCollectionMembership: (project: ProjectRow, args: { name: string }, scope) =>
      membershipByName(scope.db, project.id, args.name) ?? null,
    artifactCollection: (project: ProjectRow, args: { name: string }, scope) =>
      findCollection(scope.db, project.id, args.name) ?? null,
    artifactCollections: (project: ProjectRow, args: ListArgs, scope) =>
      collectionPage(scope, collectionsOf(scope.db, project.id), args),
    artifactType: typeAt,
    artifactTypes: (project: ProjectRow, args: PageArgs, scope) =>
      pageFrom(artifactTypesOf(scope.db, project.id), args),
  },
  ArtifactType: {
    id: (type: TypeNode, _: unknown, scope) => encodeId('ArtifactType', wholeType(type, scope)?.id ?? 0),
    description: (type: TypeNode, _: unknown, scope) => wholeType(type, scope)?.description,
    createdAt: (type: TypeNode, _: unknown, scope) => {
      const whole = wholeType(type, scope);
      return whole === undefined ? null : wireTime(whole.createdAt);
    },
    artifact: (type: TypeNode, args: { name: string }, scope) => {
      const project = findProjectById(scope.db, type.projectId);
      return project === undefined ? null : artifactNamed(scope, project, args.name, type.name);
    },
    artifactCollection: (type: TypeNode, args: { name: string }, scope) => collectionOfType(scope, type, args.name),
    artifactSequence: (type: TypeNode, args: { name: string }, scope) => {
      const collection = collectionOfType(scope, type, args.name);
      return collection?.kind === 'sequence' ? collection : null;
    },
    artifactCollections: (type: TypeNode, args: ListArgs, scope) =>
      collectionPage(scope, collectionsOf(scope.db, type.projectId, type.name), args),
    artifactSequences: (type: TypeNode, args: ListArgs, scope) => {
      const all = collectionsOf(scope.db, type.projectId, type.name);
      const sequences = all.filter((collection) => collection.kind === 'sequence');
      return collectionPage(scope, sequences, args);
    },
  },
  ArtifactSequence: {
    ...collectionFields,
    latestArtifact: (collection: CollectionNode, _: unknown, scope) => {
      const latest = latestMembership(scope.db, collection.id);
      return latest === undefined ? null : findArtifactById(scope.db, latest.artifactId);
    },
    digestAlgorithm: () => 'MANIFEST_MD5',
  },
  ArtifactPortfolio: collectionFields,
  ArtifactCollectionMembership: {
    id: (membership: MembershipRow) => encodeId('Membership', membership.id),
    versionIndex: (membership: MembershipRow) => membership.version,
    createdAt: (membership: MembershipRow) => wireTime(membership.createdAt),
    aliases: (membership: MembershipRow, _: unknown, scope) => aliasNodes(scope, membership),
    artifactCollection: (membership: MembershipRow, _: unknown, scope) =>
      findCollectionById(scope.db, membership.collectionId),
    artifact: (membership: MembershipRow, _: unknown, scope) => findArtifactById(scope.db, membership.artifactId),
    files: (membership: MembershipRow, args: ArtifactFilesArgs, scope) => {
      const artifact = findArtifactById(scope.db, membership.artifactId);
      return artifact === undefined ? null : artifactFilePage(scope, artifact, args);
    },
  },
};

/** Where only a collection was read, its type is known by name; the rest is looked up when it is asked for. */
type TypeNode = Pick<ArtifactTypeRow, 'projectId' | 'name'>;

export function collectionType(collection: CollectionRow): string {
  return collection.kind === 'portfolio' ? 'ArtifactPortfolio' : 'ArtifactSequence';
}

export function collectionId(collection: Pick<CollectionRow, 'id'>): string {
  return encodeId('ArtifactCollection', collection.id);
}

export function collectionById(scope: Scope, id: string): CollectionRow | undefined {
  const parts = decodeId('ArtifactCollection', id);
  return parts === undefined ? undefined : findCollectionById(scope.db, parts.rowId as CollectionId);
}

/** What an alias is on the wire. */
export interface AliasNode {
  readonly id: string;
  readonly collectionId: CollectionId;
  readonly alias: string;
}

/**
 * The aliases of a version in one collection. Its number is among them: clients before 0.17 take a version without
 * such an alias for an error, newer ones pass over it.
 */
export function aliasNodes(scope: Scope, membership: MembershipRow): AliasNode[] {
  const { collectionId: id } = membership;
  const number = { id: encodeId('VersionAlias', membership.id), collectionId: id, alias: `v${membership.version}` };
  return [number, ...aliasesOfMembership(scope.db, membership.id).map(aliasNode)];
}

function aliasNode(row: AliasRow): AliasNode {
  return { ...row, id: encodeId('Alias', row.id) };
}

/** A tag as the client reads it; its name is all there is to it. */
export function tagNode(name: string): object {
  return { id: encodeId('Tag', 0, name), name, tagCategoryName: '' };
}

function wholeType(type: TypeNode, scope: Scope): ArtifactTypeRow | undefined {
  return 'id' in type ? (type as ArtifactTypeRow) : findArtifactType(scope.db, type.projectId, type.name);
}

function artifactNamed(scope: Scope, project: ProjectRow, name: string, typeName?: string): ArtifactRow | null {
  const membership = membershipByName(scope.db, project.id, name);
  if (membership === undefined) return null;
  const artifact = findArtifactById(scope.db, membership.artifactId) ?? null;
  if (typeName === undefined || artifact === null) return artifact;
  return findCollectionById(scope.db, artifact.collectionId)?.typeName === typeName ? artifact : null;
}

function collectionOfType(scope: Scope, type: TypeNode, name: string): CollectionRow | null {
  const collection = findCollection(scope.db, type.projectId, name);
  return collection?.typeName === type.name ? collection : null;
}

function collectionPage(scope: Scope, all: readonly CollectionRow[], args: ListArgs): object {
  const read = (collection: CollectionRow, field: string): JsonValue | undefined =>
    collectionField(scope, collection, field);
  const rows = orderRows(filterRows(all, args.filters, read), args.order, read);
  return { totalCount: rows.length, ...pageFrom(rows, args) };
}

function collectionField(scope: Scope, collection: CollectionRow, field: string): JsonValue | undefined {
  switch (field) {
    case 'name':
      return collection.name;
    case 'description':
      return collection.description;
    case 'type':
    case 'artifact_type':
      return collection.typeName;
    case 'tag':
    case 'tags':
      return tagsOfCollection(scope.db, collection.id);
    case 'created_at':
    case 'createdAt':
      return wireTime(collection.createdAt);
    case 'updated_at':
    case 'updatedAt':
      return wireTime(collection.updatedAt);
    default:
      return undefined;
  }
}

function versionsOf(collection: CollectionNode, args: ListArgs, scope: Scope): object {
  const rows = membershipsOf(scope.db, collection.id).flatMap((membership) => {
    const artifact = findArtifactById(scope.db, membership.artifactId);
    return artifact === undefined ? [] : [{ membership, artifact }];
  });
  const read = (row: VersionEntry, field: string): JsonValue | undefined => versionField(scope, row, field);
  const wanted = orderRows(filterRows(rows, args.filters, read), args.order, read);
  const page = pageFrom(wanted, args);
  const edges = page.edges.map(({ cursor, node }) => ({
    cursor,
    version: `v${node.membership.version}`,
    node: node.artifact,
  }));
  return { totalCount: wanted.length, pageInfo: page.pageInfo, edges };
}

interface VersionEntry {
  readonly membership: MembershipRow;
  readonly artifact: ArtifactRow;
}

function versionField(scope: Scope, { membership, artifact }: VersionEntry, field: string): JsonValue | undefined {
  switch (field) {
    case 'state':
      return artifact.state;
    case 'version':
    case 'versionIndex':
    case 'version_index':
      return membership.version;
    case 'digest':
      return artifact.digest;
    case 'description':
      return artifact.description;
    case 'size':
      return artifact.sizeBytes;
    case 'alias':
    case 'aliases':
      return aliasNodes(scope, membership).map((node) => node.alias);
    case 'tag':
    case 'tags':
      return tagsOfArtifact(scope.db, artifact.id);
    case 'created_at':
    case 'createdAt':
      return wireTime(artifact.createdAt);
    case 'updated_at':
    case 'updatedAt':
      return wireTime(artifact.updatedAt);
    default:
      return field.startsWith('metadata.') ? metadataAt(artifact.metadata, field.slice('metadata.'.length)) : undefined;
  }
}

function metadataAt(text: string, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = parseExtended(text);
  // A key may hold dots itself: try it whole first.
  if (isJsonObject(value) && Object.hasOwn(value, path)) return value[path];
  for (const part of path.split('.')) value = isJsonObject(value) ? value[part] : undefined;
  return value;
}
