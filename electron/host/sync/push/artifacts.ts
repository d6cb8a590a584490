import { createHash } from 'node:crypto';
import type { DataPaths } from '#host/base';
import { type UseRow, versionOf, type VersionFacts } from '#host/bundle';
import { blobPath } from '#host/files';
import { type ArtifactId, findRunById, pathOf, type ReadableDb } from '#host/store';
import type { RunAddress } from '#sdk/wire';
import type { RunPath } from '#shared/units';
import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import type { PatientLink } from './patient-link.ts';
import type { Progress } from './progress.ts';
import { sendAll } from './uploads.ts';
import { type CollectionPlace, earlierThan, keepLatest, versionsThere } from './version-order.ts';

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
  readonly #progress: Progress;
  readonly #areWanted: (runs: readonly RunPath[]) => Promise<readonly boolean[]>;
  #known: Readonly<Record<string, string>>;

  constructor(
    parts: {
      readonly db: ReadableDb;
      readonly paths: DataPaths;
      readonly link: PatientLink;
      readonly progress: Progress;
      /** Which runs are to go to the same remote. */
      readonly areWanted: (runs: readonly RunPath[]) => Promise<readonly boolean[]>;
    },
    known: Readonly<Record<string, string>>,
  ) {
    this.#db = parts.db;
    this.#paths = parts.paths;
    this.#link = parts.link;
    this.#progress = parts.progress;
    this.#areWanted = parts.areWanted;
    this.#known = known;
  }

  /** Ids there by row ids here. */
  get known(): Readonly<Record<string, string>> {
    return this.#known;
  }

  /** Bytes of the files of a version that is not known to be there. */
  expectedBytes({ artifactId }: UseRow): number {
    if (this.#known[artifactId] !== undefined) return 0;
    return (
      versionOf(this.#db, artifactId, () => undefined)?.entries.reduce((sum, entry) => sum + sizeOf(entry), 0) ?? 0
    );
  }

  /** Notes over there that a run made or read a version, and brings it there before. Errors: `host.refused`, Later. */
  async use({ artifactId, direction, usedAs }: UseRow, address: RunAddress): Promise<void> {
    const isOutput = direction === 'output';
    if (isOutput || this.#known[artifactId] === undefined) await this.#bring(artifactId, address, isOutput);
    const id = this.#known[artifactId];
    if (id !== undefined && !isOutput) await this.#link.graphql(USE, { ...address, id, usedAs });
  }

  async #bring(artifactId: ArtifactId, address: RunAddress, isOutput: boolean): Promise<void> {
    const needed = new Map<string, ArtifactId>();
    const version = versionOf(this.#db, artifactId, (id) => {
      const other = versionOf(this.#db, id, () => undefined);
      if (other !== undefined) needed.set(other.clientId, id);
    });
    if (version === undefined) return;
    for (const id of needed.values()) {
      if (this.#known[id] === undefined && id !== artifactId) await this.#bring(id, address, false);
    }
    await this.#bringEarlier(artifactId, version, address);
    const { artifact } = (
      await this.#link.graphql<{ createArtifact: { artifact: { id: string; state: string } } }>(CREATE, {
        input: inputOf(version, address, isOutput),
      })
    ).createArtifact;
    if (artifact.state !== 'COMMITTED') {
      const births = await this.#files(artifact.id, version);
      await this.#manifest(artifact.id, this.#manifestText(version, births, needed), version, address, isOutput);
      await this.#link.graphql(COMMIT, { id: artifact.id });
      await keepLatest(this.#db, this.#link, artifactId, placeOf(version, address));
    } else {
      for (const entry of version.entries) this.#progress.arrived(sizeOf(entry), 0);
    }
    this.#known = { ...this.#known, [artifactId]: artifact.id };
  }

  /** Versions of its collection that are to go too go before it, so that they have the same order over there. */
  async #bringEarlier(artifactId: ArtifactId, version: VersionFacts, address: RunAddress): Promise<void> {
    if (this.#known[artifactId] !== undefined) return;
    const open = earlierThan(this.#db, artifactId).flatMap(({ id, digest, runId }) => {
      const maker = runId === undefined ? undefined : findRunById(this.#db, runId);
      return maker === undefined || this.#known[id] !== undefined ? [] : [{ id, digest, path: pathOf(maker) }];
    });
    if (open.length === 0) return;
    const areWanted = await this.#areWanted(open.map(({ path }) => path));
    const wanted = open.filter((_, i) => areWanted[i] === true);
    if (wanted.length === 0) return;
    const there = await versionsThere(this.#link, placeOf(version, address));
    if (there === undefined) return;
    for (const { id, digest } of wanted) {
      if (!there.has(digest) && this.#known[id] === undefined) await this.#bring(id, address, false);
    }
  }

  /** Sends the files that are not there yet; returns by path which version's storage holds each. */
  async #files(artifactID: string, version: VersionFacts): Promise<Map<string, string>> {
    const births = new Map<string, string>();
    const files = version.entries.flatMap(({ path, digest, sha256, sizeBytes }) => {
      if (sha256 === undefined) return [];
      const onBytes = (count: number): void => this.#progress.move(count);
      return [{ path, digest, sizeBytes, source: blobPath(this.#paths, sha256), onBytes }];
    });
    const askPlaces = async (batch: readonly { readonly path: string; readonly digest: string }[]) => {
      const artifactFiles = batch.map(({ path, digest }) => ({ artifactID, name: path, md5: digest }));
      const answer = await this.#link.graphql<{ createArtifactFiles: { files: { edges: { node: Place }[] } } }>(FILES, {
        input: { artifactFiles, storageLayout: 'V2' },
      });
      return answer.createArtifactFiles.files.edges.map(({ node }, i) => {
        const path = batch[i]?.path;
        if (path !== undefined) births.set(path, node.artifact.id);
        return node.uploadUrl === null ? undefined : { url: node.uploadUrl, headers: node.uploadHeaders ?? [] };
      });
    };
    await sendAll(this.#link, files, askPlaces, ({ sizeBytes }, isSent) =>
      this.#progress.arrived(sizeBytes, isSent ? sizeBytes : 0),
    );
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

function placeOf({ project, type, collection }: VersionFacts, { entity }: RunAddress): CollectionPlace {
  return { entity, project, type, collection };
}

function sizeOf(entry: VersionFacts['entries'][number]): number {
  return entry.sha256 === undefined ? 0 : entry.sizeBytes;
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
