import { type HostPlace, type Wait } from '#sdk/base';
import { artifactById, findArtifact, noteUse, parseArtifactName } from './artifacts/find.ts';
import type { LoggedArtifact } from './artifacts/logged-artifact.ts';
import type { RunKey } from './record/node.ts';
import { artifactSource } from './record/run-record.ts';
import { Requests } from './requests.ts';

/** Milliseconds that one request may take. */
const TIMEOUT_MS = 30_000;

/** What a run that is being recorded asks its host for. Errors of all: ConnectionError, NotFoundError. */
export class RunHost {
  readonly #requests: Requests;

  constructor(place: () => HostPlace) {
    this.#requests = new Requests(place, TIMEOUT_MS);
  }

  /** A version by the host's own id. */
  artifact(id: string, wait: Wait = {}): Promise<LoggedArtifact> {
    return artifactById(artifactSource(this.#requests), id, wait);
  }

  /** Finds a version, with what its name leaves out from the run, and notes that the run reads it. */
  async use(run: RunKey, name: string, options: Wait & { readonly type?: string }): Promise<LoggedArtifact> {
    const at = parseArtifactName(name, run);
    const artifact = await findArtifact(artifactSource(this.#requests), at, options);
    await noteUse({ requests: this.#requests, key: run }, artifact, options);
    return artifact;
  }
}
