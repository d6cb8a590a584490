import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { LogArtifact, LogArtifactEntry } from '#sdk/journal';
import { ConnectionError } from '#sdk/base';
import {
  commitArtifact,
  createArtifact,
  createArtifactFiles,
  manifestText,
  sendManifest,
} from './artifact-operations.ts';
import type { HostLink, RunAddress } from './link.ts';

/** Files of one request for places, and how many are sent at once. */
const BATCH = 100;
const PARALLEL = 4;

/** Brings the versions of artifacts that a journal tells of to its host. */
export class ArtifactSender {
  readonly #link: HostLink;
  readonly #folder: string;

  /** `journal`: the path of the log; entries that name no whole path lie in its folder. */
  constructor(link: HostLink, journal: string) {
    this.#link = link;
    this.#folder = dirname(journal);
  }

  /**
   * Sends one version and returns its id; one that was sent before only gives its id.
   * Errors: ConnectionError, `host.refused` also for a file that is gone from this machine.
   */
  async send(artifact: LogArtifact, run: RunAddress, signal: AbortSignal): Promise<string> {
    const { id, isCommitted } = await createArtifact(this.#link, inputOf(artifact, run), signal);
    if (isCommitted) return id;
    const births = await this.#files(id, artifact, signal);
    const text = manifestText(artifact.entries, births);
    const digest = createHash('md5').update(text).digest('base64');
    await sendManifest(this.#link, run, { artifactId: id, text, digest }, signal);
    await commitArtifact(this.#link, id, signal);
    return id;
  }

  /** By path, which version's storage holds each file. */
  async #files(
    id: string,
    { entries, clientId = '' }: LogArtifact,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>> {
    const births = new Map<string, string>();
    const stored = entries.filter((entry) => entry.ref === undefined);
    for (let from = 0; from < stored.length; from += BATCH) {
      const batch = stored.slice(from, from + BATCH);
      const names = batch.map(({ path, digest }) => ({ name: path, md5: digest }));
      const places = await createArtifactFiles(this.#link, id, names, signal);
      const jobs = batch.map((entry, i) => ({ entry, place: places[i] }));
      const work = async (): Promise<void> => {
        for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
          const { entry, place } = job;
          if (place === undefined) continue;
          births.set(entry.path, place.birthId);
          if (place.uploadUrl === null) continue;
          await this.#link.put(place.uploadUrl, place.uploadHeaders ?? [], this.#source(entry, clientId), signal);
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, work));
    }
    return births;
  }

  #source({ path, localPath = '' }: LogArtifactEntry, clientId: string): string {
    const moved = join(artifactFolder(this.#folder, clientId), ...path.split('/'));
    const file = [...(localPath === '' ? [] : [resolve(this.#folder, localPath)]), moved].find(isFile);
    if (file === undefined) throw new ConnectionError('host.refused', `the file of ${path} is gone from this machine`);
    return file;
  }
}

/** Where a run keeps the files of a version until the host has them. Short: whole paths have a limit on some systems. */
export function artifactFolder(runFolder: string, clientId: string): string {
  return join(runFolder, 'artifacts', clientId.slice(0, 16));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function inputOf(artifact: LogArtifact, run: RunAddress): Record<string, unknown> {
  const { name, typeName, digest, description, metadata, aliases, tags, ttlS, clientId, sequenceClientId } = artifact;
  return {
    entityName: run.entity,
    projectName: run.project,
    runName: run.run,
    artifactTypeName: typeName,
    artifactCollectionName: name,
    digest,
    description,
    metadata,
    aliases: aliases.map((alias) => ({ artifactCollectionName: name, alias })),
    tags: tags.map((tagName) => ({ tagName })),
    ...(ttlS === undefined ? {} : { ttlDurationSeconds: ttlS }),
    enableDigestDeduplication: true,
    clientID: clientId,
    sequenceClientID: sequenceClientId,
  };
}
