import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { DataPaths } from '#host/base';
import { type UseRow, versionOf, type VersionFacts } from '#host/bundle';
import { blobPath } from '#host/files';
import type { ArtifactId, ReadableDb } from '#host/store';
import type { RunAddress } from '#sdk/wire';
import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import type { PatientLink } from './patient-link.ts';

const CREATE = `mutation CreateArtifact($input: CreateArtifactInput!) {
  createArtifact(input: $input) { artifact { id state } } }`;
const MANIFEST = `mutation CreateArtifactManifest($id: ID!, $digest: String!, $entity: String!, $project: String!,
  $run: String, $includeUpload: Boolean!) {
  createArtifactManifest(input: {artifactID: $id, name: "wandb_manifest.json", digest: $digest, type: FULL,
    entityName: $entity, projectName: $project, runName: $run}) {
    artifactManifest { id file @include(if: $includeUpload) { uploadUrl uploadHeaders } } } }`;
const FILES = `mutation CreateArtifactFiles($input: CreateArtifactFilesInput!) {
  createArtifactFiles(input: $input) { files { edges { node { uploadUrl uploadHeaders artifact { id } } } } } }`;
const COMMIT = 'mutation CommitArtifact($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }';
const USE = `mutation UseArtifact($entity: String!, $project: String!, $run: String!, $id: ID!, $usedAs: String) {
  useArtifact(input: {entityName: $entity, projectName: $project, runName: $run, artifactID: $id, usedAs: $usedAs}) {
    artifact { id } } }`;
const CLIENT_REFERENCE = /^wandb-client-artifact:\/\/([^/]+)\/(.*)$/s;

interface Place {
  readonly uploadUrl: string | null;
  readonly uploadHeaders: readonly string[] | null;
  readonly artifact: { readonly id: string };
}

/** Brings versions of artifacts to a remote, each once, with the versions that they refer to. Source: protocol 6. */
export class ArtifactPush {
  readonly #db: ReadableDb;
  readonly #paths: DataPaths;
  readonly #link: PatientLink;
  #known: Readonly<Record<string, string>>;

  constructor(db: ReadableDb, paths: DataPaths, link: PatientLink, known: Readonly<Record<string, string>>) {
    this.#db = db;
    this.#paths = paths;
    this.#link = link;
    this.#known = known;
  }

  /** Ids there by row ids here. */
  get known(): Readonly<Record<string, string>> {
    return this.#known;
  }

  /** Notes over there that a run made or read a version; returns the bytes that were sent. Errors: `host.refused`. */
  async use({ artifactId, direction, usedAs }: UseRow, address: RunAddress): Promise<number> {
    const isOutput = direction === 'output';
    const bytes =
      isOutput || this.#known[artifactId] === undefined ? await this.#bring(artifactId, address, isOutput) : 0;
    const id = this.#known[artifactId];
    if (id !== undefined && !isOutput) await this.#link.graphql(USE, { ...address, id, usedAs });
    return bytes;
  }

  async #bring(artifactId: ArtifactId, address: RunAddress, isOutput: boolean): Promise<number> {
    const needed = new Map<string, ArtifactId>();
    const version = versionOf(this.#db, artifactId, (id) => {
      const other = versionOf(this.#db, id, () => undefined);
      if (other !== undefined) needed.set(other.clientId, id);
    });
    if (version === undefined) return 0;
    let bytes = 0;
    for (const id of needed.values()) {
      if (this.#known[id] === undefined && id !== artifactId) bytes += await this.#bring(id, address, false);
    }
    const { artifact } = (
      await this.#link.graphql<{ createArtifact: { artifact: { id: string; state: string } } }>(CREATE, {
        input: inputOf(version, address, isOutput),
      })
    ).createArtifact;
    if (artifact.state !== 'COMMITTED') {
      const births = await this.#files(artifact.id, version);
      await this.#manifest(artifact.id, this.#manifestText(version, births, needed), version, address, isOutput);
      await this.#link.graphql(COMMIT, { id: artifact.id });
      bytes += version.entries.reduce((sum, entry) => sum + (entry.sha256 === undefined ? 0 : entry.sizeBytes), 0);
    }
    this.#known = { ...this.#known, [artifactId]: artifact.id };
    return bytes;
  }

  /** Sends the files that are not there yet; returns by path which version's storage holds each. */
  async #files(artifactID: string, version: VersionFacts): Promise<Map<string, string>> {
    const births = new Map<string, string>();
    for (const { path, digest, sha256 } of version.entries) {
      if (sha256 === undefined) continue;
      const source = blobPath(this.#paths, sha256);
      statSync(source);
      const input = { artifactFiles: [{ artifactID, name: path, md5: digest }], storageLayout: 'V2' };
      await this.#link.ask(async (link) => {
        const answer = await link.graphql<{ createArtifactFiles: { files: { edges: { node: Place }[] } } }>(FILES, {
          input,
        });
        const place = answer.createArtifactFiles.files.edges[0]?.node;
        if (place === undefined) return;
        births.set(path, place.artifact.id);
        if (place.uploadUrl !== null) await link.put(place.uploadUrl, place.uploadHeaders ?? [], source);
      });
    }
    return births;
  }

  #manifestText(
    version: VersionFacts,
    births: ReadonlyMap<string, string>,
    needed: ReadonlyMap<string, ArtifactId>,
  ): string {
    const contents = version.entries.map(({ path, digest, sizeBytes, ref, extra }) => {
      const more = extra === undefined ? undefined : parseExtended(extra);
      const entry = {
        digest,
        size: sizeBytes,
        ...(ref === undefined ? { birthArtifactID: births.get(path) ?? '' } : { ref: this.#reference(ref, needed) }),
        ...(isJsonObject(more) ? { extra: more } : {}),
      };
      return [path, entry] as const;
    });
    return stringifyExtended({
      version: 1,
      storagePolicy: 'wandb-storage-policy-v1',
      storagePolicyConfig: { storageLayout: 'V2' },
      contents: Object.fromEntries(contents),
    });
  }

  /** References to versions by the ids they have over there. */
  #reference(ref: string, needed: ReadonlyMap<string, ArtifactId>): string {
    const [, clientId = '', path] = CLIENT_REFERENCE.exec(ref) ?? [];
    const local = needed.get(clientId);
    const id = local === undefined ? undefined : this.#known[local];
    return id === undefined ? ref : `wandb-artifact://${Buffer.from(id, 'base64').toString('hex')}/${path}`;
  }

  async #manifest(
    id: string,
    text: string,
    version: VersionFacts,
    address: RunAddress,
    isOutput: boolean,
  ): Promise<void> {
    const digest = createHash('md5').update(text).digest('base64');
    const { entity } = address;
    const run = isOutput ? address.run : null;
    const names = { id, digest, entity, project: version.project, run, includeUpload: true };
    await this.#link.ask(async (link) => {
      const answer = await link.graphql<{
        createArtifactManifest: { artifactManifest: { file: Pick<Place, 'uploadUrl' | 'uploadHeaders'> } };
      }>(MANIFEST, names);
      const { uploadUrl, uploadHeaders } = answer.createArtifactManifest.artifactManifest.file;
      if (uploadUrl !== null) await link.put(uploadUrl, uploadHeaders ?? [], Buffer.from(text));
    });
  }
}

function inputOf(version: VersionFacts, address: RunAddress, isOutput: boolean): Record<string, unknown> {
  const { aliases, tags, description, metadata, ttlS, historyStep } = version;
  // A run of another project cannot be named as the maker: runs are looked for in the project of the version.
  const isMaker = isOutput && version.creator?.project === version.project && version.project === address.project;
  return {
    entityName: address.entity,
    projectName: version.project,
    artifactTypeName: version.type,
    artifactCollectionName: version.collection,
    runName: isMaker ? address.run : null,
    digest: version.digest,
    description,
    aliases: aliases.map((alias) => ({ artifactCollectionName: version.collection, alias })),
    tags: tags.map((tagName) => ({ tagName })),
    metadata: metadata === '{}' ? undefined : metadata,
    ...(ttlS > 0 ? { ttlDurationSeconds: ttlS } : {}),
    ...(historyStep === undefined ? {} : { historyStep }),
    enableDigestDeduplication: true,
    clientID: version.clientId,
    sequenceClientID: version.sequenceClientId,
  };
}
