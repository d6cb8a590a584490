import { type ArtifactId, findArtifactById, membershipByAlias, membershipsOf, type ReadableDb } from '#host/store';
import { ConnectionError } from '#sdk/base';
import { isPassing } from '#sdk/wire';
import type { RunRowId } from '#shared/units';
import type { PatientLink } from './patient-link.ts';

const VERSIONS = `query SyncVersions($entity: String, $project: String!, $type: String!, $collection: String!, $after: String) {
  project(name: $project, entityName: $entity) { artifactType(name: $type) { artifactCollection(name: $collection) {
    artifacts(first: 500, after: $after) { edges { node { id digest state aliases { alias } } }
      pageInfo { hasNextPage endCursor } } } } } }`;
const ADD_ALIAS = `mutation AddAliases($id: ID!, $entity: String, $project: String, $collection: String!) {
  addAliases(input: {artifactID: $id, aliases: [{entityName: $entity, projectName: $project,
    artifactCollectionName: $collection, alias: "latest"}]}) { success } }`;

/** A version there. */
interface FarVersion {
  readonly id: string;
  readonly digest: string;
  readonly state: string;
  readonly aliases: readonly { readonly alias: string }[];
}

interface Page {
  readonly project: {
    readonly artifactType: {
      readonly artifactCollection: {
        readonly artifacts: {
          readonly edges: readonly { readonly node: FarVersion }[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        };
      } | null;
    } | null;
  } | null;
}

/** Where a collection is over there. */
export interface CollectionPlace {
  readonly entity: string;
  readonly project: string;
  readonly type: string;
  readonly collection: string;
}

/** An earlier version of a collection, with the run that made it. */
export interface Earlier {
  readonly id: ArtifactId;
  readonly digest: string;
  readonly runId: RunRowId | undefined;
}

/** The committed versions before one, the first of them first: servers number versions as they come. */
export function earlierThan(db: ReadableDb, id: ArtifactId): Earlier[] {
  const artifact = findArtifactById(db, id);
  if (artifact === undefined) return [];
  const all = membershipsOf(db, artifact.collectionId);
  const own = all.find((membership) => membership.artifactId === id)?.version ?? 0;
  return all
    .filter(({ version }) => version < own)
    .reverse()
    .flatMap(({ artifactId }) => {
      const earlier = findArtifactById(db, artifactId);
      if (earlier?.state !== 'COMMITTED') return [];
      return [{ id: artifactId, digest: earlier.digest, runId: earlier.runId }];
    });
}

/**
 * The committed versions of a collection over there by their digests; undefined where the server does not say: versions are
 * numbered there as they come.
 */
export async function versionsThere(
  link: PatientLink,
  place: CollectionPlace,
): Promise<Map<string, FarVersion> | undefined> {
  try {
    return await listVersions(link, place);
  } catch (error) {
    if (error instanceof ConnectionError && !isPassing(error)) return undefined;
    throw error;
  }
}

async function listVersions(link: PatientLink, place: CollectionPlace): Promise<Map<string, FarVersion>> {
  const found = new Map<string, FarVersion>();
  let after: string | null = null;
  do {
    const page: Page = await link.graphql<Page>(VERSIONS, { ...place, after });
    const artifacts = page.project?.artifactType?.artifactCollection?.artifacts;
    for (const { node } of artifacts?.edges ?? []) if (node.state === 'COMMITTED') found.set(node.digest, node);
    after = artifacts?.pageInfo.hasNextPage === true ? artifacts.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

/**
 * Servers call what was committed last `latest`: where an older version went over after a newer one, the alias is put back to
 * the one that has it here.
 */
export async function keepLatest(
  db: ReadableDb,
  link: PatientLink,
  id: ArtifactId,
  place: CollectionPlace,
): Promise<void> {
  const artifact = findArtifactById(db, id);
  if (artifact === undefined) return;
  const latest = membershipByAlias(db, artifact.collectionId, 'latest');
  const wanted = latest === undefined ? undefined : findArtifactById(db, latest.artifactId);
  if (wanted === undefined || wanted.id === id) return;
  const there = (await versionsThere(link, place))?.get(wanted.digest);
  if (there === undefined || there.aliases.some(({ alias }) => alias === 'latest')) return;
  const { entity, project, collection } = place;
  await link.graphql(ADD_ALIAS, { id: there.id, entity, project, collection });
}
