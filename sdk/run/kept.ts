import { join } from 'node:path';
import type { LoggedArtifact, RunHost } from '#sdk/api';
import { type Artifact, type Draft, draftOf } from '#sdk/artifacts';
import { randomId, UsageError } from '#sdk/base';
import type { Notice } from '#sdk/worker';
import { filesToSave, type FoundFile } from './glob.ts';
import type { LogArtifactOptions, RunParts, SaveFileOptions } from './parts.ts';
import type { FilePolicy } from './said.ts';
import { Versions } from './versions.ts';

/** Files and versions of artifacts that a run keeps. */
export class Kept {
  readonly #parts: Pick<RunParts, 'dir' | 'host' | 'link'>;
  readonly #versions: Versions;

  /** `warn`: the host does not take a version. */
  constructor(parts: Pick<RunParts, 'clock' | 'dir' | 'host' | 'link'>, warn: (code: string, message: string) => void) {
    this.#parts = parts;
    this.#versions = new Versions(parts.clock, warn);
  }

  /** As `Run.saveFile`. */
  async save(pathOrGlob: string, options: SaveFileOptions): Promise<string[]> {
    const { files, policy } = filesToSave(pathOrGlob, options);
    await this.files(files, policy);
    return files.map(({ name }) => join(this.#parts.dir, 'files', ...name.split('/')));
  }

  /** Resolves when the copies are there. Errors: those of the file system, as SdkError. */
  async files(files: readonly FoundFile[], policy: FilePolicy): Promise<void> {
    if (files.length > 0) await this.#parts.link?.ask((id) => ({ kind: 'files', id, files, policy }));
  }

  /** As `Run.logArtifact`. */
  log(artifact: Artifact, options: LogArtifactOptions): Promise<LoggedArtifact> {
    const logged = this.#log(draftOf(artifact), options);
    // A script that does not wait for the host is not ended by a host that is not there.
    logged.catch(() => undefined);
    return logged;
  }

  /** Logs a version; resolves to the host's id of it. Errors: as `Run.logArtifact`. */
  async draft(draft: Draft, aliases: readonly string[] = [], signal?: AbortSignal): Promise<string> {
    const clientId = randomId(128);
    const told = this.#versions.expect(clientId);
    await this.#parts.link?.ask((id) => ({ kind: 'artifact', id, clientId, draft, aliases }));
    this.hostFor('logArtifact');
    return this.#versions.wait(told, () => this.#parts.link?.hold(), signal);
  }

  /** The host that the run talks to. Errors: UsageError when there is none. */
  hostFor(what: string): RunHost {
    const { host } = this.#parts;
    if (host === undefined)
      throw new UsageError(`${what}.offline`, `${what}: this run does not talk to a host; what it logs is kept`);
    return host;
  }

  /** The recording thread tells how a version fares, or that somebody answers, or does not. */
  hear(notice: Extract<Notice, { readonly kind: 'artifact' | 'synced' | 'warning' }>): void {
    if (notice.kind === 'artifact') this.#versions.hear(notice);
    else if (notice.kind === 'synced') this.#versions.hostIsBack();
    else if (notice.code === 'host.absent') this.#versions.hostIsAway();
  }

  /** The run is over, and nobody tells any more how versions fare. */
  giveUp(): void {
    this.#versions.giveUp();
  }

  async #log(draft: Draft, { aliases, signal }: LogArtifactOptions): Promise<LoggedArtifact> {
    const artifactId = await this.draft(draft, aliases, signal);
    return this.hostFor('logArtifact').artifact(artifactId, { signal });
  }
}
