import { createHash } from 'node:crypto';
import type { DataPaths } from '#host/base';
import { type UseRow, versionOf, type VersionFacts } from '#host/bundle';
import { blobPath } from '#host/files';
import { type ArtifactId, findRunById, pathOf, type ReadableDb } from '#host/store';
import {
  commitArtifact,
  createArtifact,
  createArtifactFiles,
  type ManifestMaker,
  manifestText,
  type RunAddress,
  sendManifest,
} from '#sdk/wire';
import type { RunPath } from '#shared/units';
import type { PatientLink } from './patient-link.ts';
import type { Progress } from './progress.ts';
import { sendAll } from './uploads.ts';
import { type CollectionPlace, earlierThan, keepLatest, versionsThere } from './version-order.ts';

const USE = `mutation UseArtifact($entity: String!, $project: String!, $run: String!, $id: ID!, $usedAs: String) {
  useArtifact(input: {entityName: $entity, projectName: $project, runName: $run, artifactID: $id, usedAs: $usedAs}) {
    artifact { id } } }`;
const CLIENT_REFERENCE = /^wandb-client-artifact:\/\/([^/]+)\/(.*)$/s;

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
    const version = versionOf(this.#db, artifactId, (other) => {
      const found = versionOf(this.#db, other, () => undefined);
      if (found !== undefined) needed.set(found.clientId, other);
    });
    if (version === undefined) return;
    for (const other of needed.values()) {
      if (this.#known[other] === undefined && other !== artifactId) await this.#bring(other, address, false);
    }
    await this.#bringEarlier(artifactId, version, address);
    const input = inputOf(version, address, isOutput);
    const { id, isCommitted } = await this.#link.ask((link) => createArtifact(link, input));
    if (!isCommitted) {
      const births = await this.#files(id, version);
      const entries = version.entries.map(({ ref, ...entry }) =>
        ref === undefined ? entry : { ...entry, ref: this.#reference(ref, needed) },
      );
      await this.#manifest(id, manifestText(entries, births), {
        entity: address.entity,
        project: version.project,
        run: isOutput ? address.run : null,
      });
      await this.#link.ask((link) => commitArtifact(link, id));
      await keepLatest(this.#db, this.#link, artifactId, placeOf(version, address));
    } else {
      for (const entry of version.entries) this.#progress.arrived(sizeOf(entry), 0);
    }
    this.#known = { ...this.#known, [artifactId]: id };
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
  async #files(artifactId: string, version: VersionFacts): Promise<Map<string, string>> {
    const births = new Map<string, string>();
    const files = version.entries.flatMap(({ path, digest, sha256, sizeBytes }) => {
      if (sha256 === undefined) return [];
      const onBytes = (count: number): void => this.#progress.move(count);
      return [{ path, digest, sizeBytes, source: blobPath(this.#paths, sha256), onBytes }];
    });
    const askPlaces = async (batch: readonly { readonly path: string; readonly digest: string }[]) => {
      const names = batch.map(({ path, digest }) => ({ name: path, md5: digest }));
      const places = await this.#link.ask((link) => createArtifactFiles(link, artifactId, names));
      return places.map(({ uploadUrl, uploadHeaders, birthId }, i) => {
        const path = batch[i]?.path;
        if (path !== undefined) births.set(path, birthId);
        return uploadUrl === null ? undefined : { url: uploadUrl, headers: uploadHeaders ?? [] };
      });
    };
    await sendAll(this.#link, files, askPlaces, ({ sizeBytes }, isSent) =>
      this.#progress.arrived(sizeBytes, isSent ? sizeBytes : 0),
    );
    return births;
  }

  /** References to versions by the ids they have over there. */
  #reference(ref: string, needed: ReadonlyMap<string, ArtifactId>): string {
    const [, clientId = '', path] = CLIENT_REFERENCE.exec(ref) ?? [];
    const local = needed.get(clientId);
    const id = local === undefined ? undefined : this.#known[local];
    return id === undefined ? ref : `wandb-artifact://${Buffer.from(id, 'base64').toString('hex')}/${path}`;
  }

  async #manifest(artifactId: string, text: string, maker: ManifestMaker): Promise<void> {
    const digest = createHash('md5').update(text).digest('base64');
    await this.#link.ask((link) => sendManifest(link, maker, { artifactId, text, digest }));
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
