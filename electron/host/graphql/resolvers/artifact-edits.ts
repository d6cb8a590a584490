import {
  aliasesOfMembership,
  type ArtifactRow,
  type CollectionRow,
  deleteArtifact,
  deleteCollection,
  editArtifact,
  editCollection,
  ensureProject,
  findArtifactById,
  findByClientId,
  findCollection,
  findMembership,
  findProject,
  linkArtifact,
  type MembershipRow,
  removeAliases,
  setAliases,
  setCollectionTags,
  unlinkArtifact,
} from '#host/store';
import { Problem } from '#shared/errors';
import { type ResolverMap, type Scope, writeOf } from '../scope.ts';
import { given } from '../wire.ts';
import { collectionById, tagNode } from './artifact-collections.ts';
import { artifactById } from './artifact-saving.ts';
import { projectPathOf } from './projects.ts';

type Optional<T> = T | null | undefined;

interface CollectionInput {
  readonly entityName?: Optional<string>;
  readonly projectName?: Optional<string>;
  readonly artifactCollectionName: string;
}

interface AliasesInput {
  readonly artifactID: string;
  readonly aliases: readonly (CollectionInput & { readonly alias: string })[];
}

interface TagsInput extends CollectionInput {
  readonly tags: readonly { readonly tagName: string }[];
}

interface UpdateArtifactInput {
  readonly artifactID: string;
  readonly description?: Optional<string>;
  readonly metadata?: Optional<string>;
  readonly ttlDurationSeconds?: Optional<number>;
  readonly tagsToAdd?: Optional<TagsInput['tags']>;
  readonly tagsToDelete?: Optional<TagsInput['tags']>;
  readonly aliases?: Optional<readonly { readonly alias: string }[]>;
}

interface LinkInput {
  readonly artifactID?: Optional<string>;
  readonly clientID?: Optional<string>;
  readonly artifactPortfolioID?: Optional<string>;
  readonly artifactPortfolioName?: Optional<string>;
  readonly entityName?: Optional<string>;
  readonly projectName?: Optional<string>;
  readonly aliases?: Optional<readonly { readonly alias: string }[]>;
}

interface CollectionChange {
  readonly name?: Optional<string>;
  readonly description?: Optional<string>;
}

export const artifactEditResolvers: ResolverMap = {
  Mutation: {
    updateArtifact: (_: unknown, args: { input: UpdateArtifactInput }, scope) => ({
      artifact: updateArtifact(scope, args.input),
    }),
    deleteArtifact: (_: unknown, args: { input: { artifactID: string; deleteAliases?: Optional<boolean> } }, scope) => {
      const artifact = artifactById(scope, args.input.artifactID);
      deleteArtifact(writeOf(scope), artifact, args.input.deleteAliases === true);
      return { artifact: findArtifactById(scope.db, artifact.id) };
    },
    addAliases: (_: unknown, args: { input: AliasesInput }, scope) => {
      for (const [membership, alias] of aliasTargets(scope, args.input))
        setAliases(writeOf(scope), membership, [alias]);
      return { success: true };
    },
    deleteAliases: (_: unknown, args: { input: AliasesInput }, scope) => {
      for (const [membership, alias] of aliasTargets(scope, args.input)) {
        removeAliases(writeOf(scope), membership, [alias]);
      }
      return { success: true };
    },
    linkArtifact: (_: unknown, args: { input: LinkInput }, scope) => {
      const membership = link(scope, args.input);
      return { versionIndex: membership.version, artifactMembership: membership };
    },
    unlinkArtifact: (_: unknown, args: { input: { artifactID: string; artifactPortfolioID: string } }, scope) => {
      const { artifactID, artifactPortfolioID } = args.input;
      const portfolio = collectionOf(scope, 'artifactPortfolioID', artifactPortfolioID, 'portfolio');
      return { artifactID, success: unlinkArtifact(writeOf(scope), artifactById(scope, artifactID), portfolio) };
    },
    updateArtifactSequence: (_: unknown, args: { input: CollectionChange & { artifactSequenceID: string } }, scope) =>
      changed(scope, collectionOf(scope, 'artifactSequenceID', args.input.artifactSequenceID, 'sequence'), args.input),
    updateArtifactPortfolio: (_: unknown, args: { input: CollectionChange & { artifactPortfolioID: string } }, scope) =>
      changed(
        scope,
        collectionOf(scope, 'artifactPortfolioID', args.input.artifactPortfolioID, 'portfolio'),
        args.input,
      ),
    moveArtifactSequence: (
      _: unknown,
      args: { input: { artifactSequenceID: string; destinationArtifactTypeName: string } },
      scope,
    ) => {
      const sequence = collectionOf(scope, 'artifactSequenceID', args.input.artifactSequenceID, 'sequence');
      const typeName = args.input.destinationArtifactTypeName;
      return { artifactCollection: editCollection(writeOf(scope), sequence, { typeName }) };
    },
    deleteArtifactSequence: (_: unknown, args: { input: { artifactSequenceID: string } }, scope) =>
      deleted(scope, collectionOf(scope, 'artifactSequenceID', args.input.artifactSequenceID, 'sequence')),
    deleteArtifactPortfolio: (_: unknown, args: { input: { artifactPortfolioID: string } }, scope) =>
      deleted(scope, collectionOf(scope, 'artifactPortfolioID', args.input.artifactPortfolioID, 'portfolio')),
    createArtifactCollectionTagAssignments: (_: unknown, args: { input: TagsInput }, scope) => {
      const add = args.input.tags.map((tag) => tag.tagName);
      setCollectionTags(writeOf(scope), collectionNamed(scope, args.input), { add });
      return { tags: add.map(tagNode) };
    },
    deleteArtifactCollectionTagAssignments: (_: unknown, args: { input: TagsInput }, scope) => {
      const remove = args.input.tags.map((tag) => tag.tagName);
      setCollectionTags(writeOf(scope), collectionNamed(scope, args.input), { remove });
      return { success: true };
    },
  },
};

function updateArtifact(scope: Scope, input: UpdateArtifactInput): ArtifactRow {
  const ctx = writeOf(scope);
  const artifact = artifactById(scope, input.artifactID);
  const membership = findMembership(ctx.db, artifact.collectionId, artifact.id);
  if (input.aliases !== null && input.aliases !== undefined && membership !== undefined) {
    // Old clients send the whole list of what the version is to be called.
    const wanted = input.aliases.map((item) => item.alias);
    const known = aliasesOfMembership(ctx.db, membership.id).map((row) => row.alias);
    removeAliases(
      ctx,
      membership,
      known.filter((alias) => !wanted.includes(alias)),
    );
    setAliases(ctx, membership, wanted);
  }
  const description = given(input.description);
  const metadata = given(input.metadata);
  const ttlS = given(input.ttlDurationSeconds);
  return editArtifact(ctx, artifact, {
    ...(description === undefined ? {} : { description }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ttlS === undefined ? {} : { ttlS }),
    tagsToAdd: (input.tagsToAdd ?? []).map((tag) => tag.tagName),
    tagsToDelete: (input.tagsToDelete ?? []).map((tag) => tag.tagName),
  });
}

/** The membership that each alias of the request is about. Errors: `input.invalid` when the artifact is not there. */
function aliasTargets(scope: Scope, input: AliasesInput): (readonly [MembershipRow, string])[] {
  const artifact = artifactById(scope, input.artifactID);
  return input.aliases.map((item) => {
    const collection = collectionNamed(scope, item);
    const membership = findMembership(scope.db, collection.id, artifact.id);
    if (membership === undefined) {
      const expected = `a version of ${collection.name}`;
      throw new Problem('input.invalid', { field: 'artifactID', expected, got: 'a version that is not in it' });
    }
    return [membership, item.alias] as const;
  });
}

function link(scope: Scope, input: LinkInput): MembershipRow {
  const ctx = writeOf(scope);
  const artifact = linkedArtifact(scope, input);
  const aliases = (input.aliases ?? []).map((item) => item.alias);
  const known =
    typeof input.artifactPortfolioID === 'string' && input.artifactPortfolioID !== ''
      ? collectionOf(scope, 'artifactPortfolioID', input.artifactPortfolioID, 'portfolio')
      : undefined;
  if (known !== undefined)
    return linkArtifact(ctx, artifact, { projectId: known.projectId, name: known.name, aliases });
  const { project } = ensureProject(
    ctx,
    projectPathOf(scope, { entityName: input.entityName, name: input.projectName }),
  );
  return linkArtifact(ctx, artifact, { projectId: project.id, name: input.artifactPortfolioName ?? '', aliases });
}

function linkedArtifact(scope: Scope, input: LinkInput): ArtifactRow {
  if (typeof input.artifactID === 'string' && input.artifactID !== '') return artifactById(scope, input.artifactID);
  const id = findByClientId(scope.db, input.clientID ?? '')?.artifactId;
  const artifact = id === undefined ? undefined : findArtifactById(scope.db, id);
  if (artifact !== undefined) return artifact;
  const got = input.clientID ?? 'nothing';
  throw new Problem('input.invalid', { field: 'clientID', expected: 'the id of an artifact', got });
}

function collectionNamed(scope: Scope, input: CollectionInput): CollectionRow {
  const path = projectPathOf(scope, { entityName: input.entityName, name: input.projectName });
  const project = findProject(scope.db, path);
  if (project === undefined) throw new Problem('project.unknown', { ...path });
  const collection = findCollection(scope.db, project.id, input.artifactCollectionName);
  if (collection !== undefined) return collection;
  const got = input.artifactCollectionName;
  throw new Problem('input.invalid', { field: 'artifactCollectionName', expected: 'a known collection', got });
}

function collectionOf(scope: Scope, field: string, id: string, kind: CollectionRow['kind']): CollectionRow {
  const collection = collectionById(scope, id);
  if (collection?.kind === kind) return collection;
  throw new Problem('input.invalid', { field, expected: `the id of a ${kind}`, got: id });
}

function changed(scope: Scope, collection: CollectionRow, change: CollectionChange): object {
  const name = given(change.name);
  const description = given(change.description);
  const after = editCollection(writeOf(scope), collection, {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  });
  return { artifactCollection: after };
}

function deleted(scope: Scope, collection: CollectionRow): object {
  deleteCollection(writeOf(scope), collection);
  return { artifactCollection: { ...collection, isDeleted: true } };
}
