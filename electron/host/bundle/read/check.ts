import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { normaliseFileName } from '#host/files';
import { splitObject } from '#host/store';
import { openWandbLog } from '#sdk/journal';
import { Problem } from '#shared/errors';
import { isJsonObject, parseExtended } from '#shared/wire';
import {
  artifactPath,
  type BundledFile,
  type BundledRun,
  type Manifest,
  type RunFacts,
  runFactsSchema,
  type VersionFacts,
  versionSchema,
} from '../format/schema.ts';
import { BundleFault, NewerBundle } from './fault.ts';
import { bytesOf, jsonOf, openBundle, type OpenBundle, parsed, wrapped } from './zip.ts';

/** Facts are read whole; a run's documents and a version's entries are the large parts of them. */
const MOST_FACTS_BYTES = 512 * 1024 * 1024;

export interface CheckOptions {
  readonly told: (bytes: number) => void;
  /** Logs and facts are put here, so that they can be read in: `0.wandb`, `0.json`, `version-0.json`. */
  readonly stage?: string;
}

/**
 * Reads a bundle to its end: each file has the size and SHA-256 that the manifest says, each log is one of its run, and
 * all that is said of runs and versions is sound and speaks of files that are there.
 * Errors: `bundle.invalid`, `bundle.newer`, `import.path`.
 */
export async function checkBundle(path: string, options: CheckOptions): Promise<Manifest> {
  return asProblems(path, async () => {
    const bundle = await openBundle(path);
    try {
      await new Check(bundle, options).all();
      return bundle.manifest;
    } finally {
      bundle.close();
    }
  });
}

/** Failures as Problems that name the bundle. */
export async function asProblems<T>(path: string, work: () => Promise<T>): Promise<T> {
  const name = basename(path);
  try {
    return await work();
  } catch (error) {
    if (error instanceof BundleFault)
      throw new Problem('bundle.invalid', { name, reason: error.message }, { cause: error });
    if (error instanceof NewerBundle)
      throw new Problem('bundle.newer', { name, found: error.found, known: error.known }, { cause: error });
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Problem('import.path', { path, reason: 'there is nothing' }, { cause: error });
    if (code === 'EACCES' || code === 'EPERM')
      throw new Problem('import.path', { path, reason: 'you may not read it' }, { cause: error });
    if (code === 'EISDIR') throw new Problem('import.path', { path, reason: 'it is a folder' }, { cause: error });
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Problem('store.full', {}, { cause: error });
    throw error;
  }
}

class Check {
  readonly #bundle: OpenBundle;
  readonly #options: CheckOptions;
  readonly #files: ReadonlyMap<string, BundledFile>;

  constructor(bundle: OpenBundle, options: CheckOptions) {
    this.#bundle = bundle;
    this.#options = options;
    this.#files = new Map(bundle.manifest.files.map((file) => [file.path, file]));
  }

  async all(): Promise<void> {
    const { manifest } = this.#bundle;
    const { stage } = this.#options;
    if (stage !== undefined) await mkdir(stage, { recursive: true });
    const read = new Set<string>();
    const once = (path: string): string => {
      if (read.has(path)) throw new BundleFault(`${path} belongs to two runs`);
      read.add(path);
      return path;
    };
    const seen = new Set<string>();
    for (const [i, run] of manifest.runs.entries()) {
      const id = JSON.stringify([run.entity, run.project, run.run]);
      if (seen.has(id)) throw new BundleFault(`its list names the run ${run.run} twice`);
      seen.add(id);
      await this.#log(once(run.log), run, i);
      await this.#runFacts(once(run.facts), run, i);
    }
    for (const { entity, name, spec } of manifest.charts) {
      if (!isDocument(spec)) throw new BundleFault(`the chart ${entity}/${name} is no JSON object`);
    }
    for (const [i, path] of manifest.artifacts.entries()) await this.#versionFacts(once(path), i);
    for (const { path } of manifest.files) {
      if (read.has(path)) continue;
      for await (const _ of this.#checked(path));
    }
  }

  /** The bytes of a file; fails at their end when they are not those of the manifest. */
  async *#checked(path: string): AsyncGenerator<Buffer> {
    const file = this.#files.get(path);
    if (file === undefined) throw new BundleFault(`it lacks ${path}`);
    const hash = createHash('sha256');
    try {
      for await (const chunk of (await this.#bundle.stream(path)) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        this.#options.told(chunk.length);
        yield chunk;
      }
    } catch (error) {
      wrapped(error);
    }
    if (hash.digest('hex') !== file.sha256) throw new BundleFault(`${path} was altered`);
  }

  async #log(path: string, run: BundledRun, i: number): Promise<void> {
    const { stage } = this.#options;
    if (stage === undefined) {
      for await (const _ of this.#checked(path));
      return;
    }
    const place = join(stage, `${i}.wandb`);
    await pipeline(Readable.from(this.#checked(path)), createWriteStream(place, { flags: 'wx' }));
    const madeAt = new Date(this.#bundle.manifest.madeAt);
    await utimes(place, madeAt, madeAt);
    const log = opened(place, path);
    try {
      if (log.head()?.identity.runId !== run.run) throw new BundleFault(`${path} is not the log of the run ${run.run}`);
    } finally {
      log.close();
    }
  }

  async #facts(path: string): Promise<{ readonly bytes: Buffer; readonly value: unknown }> {
    if ((this.#files.get(path)?.sizeBytes ?? 0) > MOST_FACTS_BYTES) throw new BundleFault(`${path} is too large`);
    const bytes = await bytesOf(this.#checked(path));
    return { bytes, value: jsonOf(path, bytes) };
  }

  async #runFacts(path: string, run: BundledRun, i: number): Promise<void> {
    const { bytes, value } = await this.#facts(path);
    const facts = parsed(path, runFactsSchema, value);
    const isSame = facts.entity === run.entity && facts.project === run.project && facts.run === run.run;
    if (!isSame) throw new BundleFault(`${path} speaks of another run than ${run.run}`);
    this.#soundRun(path, facts);
    const { stage } = this.#options;
    if (stage !== undefined) await writeFile(join(stage, `${i}.json`), bytes);
  }

  #soundRun(path: string, facts: RunFacts): void {
    for (const [name, text] of [
      ['config', facts.config],
      ['summary', facts.summary],
    ] as const) {
      if (!isDocument(text)) throw new BundleFault(`${name} of ${path} is no JSON object`);
    }
    for (const { name, path: place, sha256 } of facts.files) {
      if (this.#files.get(place)?.sha256 !== sha256)
        throw new BundleFault(`${path} names a file that is not there: ${place}`);
      try {
        if (normaliseFileName(name) !== name)
          throw new BundleFault(`${path} names a file badly: ${name.slice(0, 200)}`);
      } catch (error) {
        if (error instanceof Problem) throw new BundleFault(error.message, { cause: error });
        throw error;
      }
    }
    const versions = new Set(this.#bundle.manifest.artifacts);
    for (const { artifact } of facts.uses) {
      if (!versions.has(artifact)) throw new BundleFault(`${path} names an artifact that is not there: ${artifact}`);
    }
  }

  async #versionFacts(path: string, i: number): Promise<void> {
    const { bytes, value } = await this.#facts(path);
    const facts = parsed(path, versionSchema, value);
    this.#soundVersion(path, facts);
    const { stage } = this.#options;
    if (stage !== undefined) await writeFile(join(stage, `version-${i}.json`), bytes);
  }

  #soundVersion(path: string, facts: VersionFacts): void {
    if (!isDocument(facts.metadata)) throw new BundleFault(`metadata of ${path} is no JSON object`);
    if (/[:/]/.test(facts.collection)) throw new BundleFault(`${path} has a name that no artifact can have`);
    for (const { path: name, ref, sha256, extra } of facts.entries) {
      if (extra !== undefined && !isDocument(extra))
        throw new BundleFault(`${path} has an entry that is not sound: ${name}`);
      if (ref !== undefined) continue;
      const isHere = sha256 !== undefined && this.#files.get(artifactPath(sha256))?.sha256 === sha256;
      if (!isHere) throw new BundleFault(`the bytes of ${name} of ${facts.collection} are not there`);
    }
  }
}

function opened(place: string, path: string): ReturnType<typeof openWandbLog> {
  try {
    return openWandbLog(place);
  } catch (error) {
    throw new BundleFault(`${path} is no log`, { cause: error });
  }
}

function isDocument(text: string): boolean {
  try {
    splitObject(text);
    return isJsonObject(parseExtended(text));
  } catch {
    // What is wrong with it is of no use to a person.
    return false;
  }
}
