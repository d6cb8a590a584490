import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { callerFor, type HostContext } from '#host/base';
import type { BlobStore, fileWrites } from '#host/files';
import { type BundledLogs, type offlineWrites, readBundledLogs } from '#host/offline';
import type { ArtifactId } from '#host/store';
import { asProblem, Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { artifactPath, type BundledRun, type Manifest, type RunFacts, type VersionFacts } from '../format/schema.ts';
import { asProblems } from '../read/check.ts';
import { openBundle, type OpenBundle } from '../read/zip.ts';
import type { BegunVersion, VersionName } from '../records/versions.ts';
import type { bundleReads, bundleWrites } from '../records/index.ts';
import type { BundledUse } from '../records/run.ts';
import type { Report } from './messages.ts';
import { checkInThread } from './thread.ts';

export interface ImportOrder {
  readonly path: string;
  /** What the list of opened logs calls the bundle. */
  readonly name: string;
  /** A folder of this job's own. */
  readonly stage: string;
}

export interface Imported {
  readonly runCount: number;
  readonly newRuns: number;
  /** Runs and artifacts that were refused, each with its reason. */
  readonly faults: readonly string[];
}

/**
 * Checks a bundle to its last byte and then reads it in: runs by their logs, as the offline room does, then files,
 * versions of artifacts, and who made and read them. What is here already stays as it is. Errors: `bundle.invalid`,
 * `bundle.newer`, `import.path`, before anything is stored; those of the store.
 */
export async function importBundle(
  host: HostContext,
  blobs: BlobStore,
  order: ImportOrder,
  report: Report,
  signal: AbortSignal,
): Promise<Imported> {
  const manifest = await asProblems(order.path, async () => {
    const bundle = await openBundle(order.path);
    bundle.close();
    return bundle.manifest;
  });
  const bytes = manifest.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const checked = await checkInThread({ path: order.path, stage: order.stage, total: bytes * 2 }, report, signal);
  return asProblems(order.path, async () => {
    const bundle = await openBundle(order.path);
    try {
      const importer = new BundleImport(host, blobs, order, bundle, signal);
      try {
        return await importer.all(checked, (done) =>
          report({ phase: 'importing', done: Math.min(2 * bytes, bytes + done), total: bytes * 2 }),
        );
      } finally {
        await importer.stop();
      }
    } finally {
      bundle.close();
    }
  });
}

interface KnownVersion {
  readonly name: VersionName;
  /** This import brought it. */
  readonly isNew: boolean;
}

class BundleImport {
  readonly #logs: BundledLogs;
  readonly #blobs: BlobStore;
  readonly #order: ImportOrder;
  readonly #bundle: OpenBundle;
  readonly #signal: AbortSignal;
  readonly #writer;
  readonly #readers;
  #done = 0;
  #told: (done: number) => void = () => undefined;

  constructor(host: HostContext, blobs: BlobStore, order: ImportOrder, bundle: OpenBundle, signal: AbortSignal) {
    this.#logs = readBundledLogs(host, blobs);
    this.#blobs = blobs;
    this.#order = order;
    this.#bundle = bundle;
    this.#signal = signal;
    this.#writer = callerFor<typeof offlineWrites & typeof fileWrites & typeof bundleWrites>(host.writer);
    this.#readers = callerFor<typeof bundleReads>(host.readers);
  }

  async all(manifest: Manifest, told: (done: number) => void): Promise<Imported> {
    this.#told = told;
    const faults: string[] = [];
    const sizes = new Map(manifest.files.map((file) => [file.path, file.sizeBytes]));
    let newRuns = 0;
    const refused = new Set<number>();
    for (const [i, run] of manifest.runs.entries()) {
      try {
        if (await this.#run(run, i)) newRuns += 1;
      } catch (error) {
        refused.add(i);
        faults.push(`${run.displayName}: ${refusal(error)}`);
      }
      this.#moved(sizes.get(run.log) ?? 0);
    }
    const isRefused = (path: RunPath): boolean => [...refused].some((i) => isSame(manifest.runs[i], path));
    const versions = await this.#versions(manifest, faults, isRefused);
    for (const i of manifest.runs.keys()) if (!refused.has(i)) await this.#uses(i, versions);
    const { projects, charts, sweeps } = manifest;
    await this.#writer.call('bundle.bringProjects', { projects, charts });
    for (const sweep of sweeps) {
      try {
        await this.#writer.call('bundle.bringSweep', { sweep });
      } catch (error) {
        faults.push(`${sweep.displayName ?? sweep.name}: ${refusal(error)}`);
      }
    }
    return { runCount: manifest.runs.length, newRuns, faults };
  }

  stop(): Promise<void> {
    return this.#logs.stop();
  }

  #moved(bytes: number): void {
    if (this.#signal.aborted) throw new Problem('request.cancelled');
    this.#done += bytes;
    this.#told(this.#done);
  }

  /** Reads one run in. Returns false when nothing of it was new. */
  async #run(run: BundledRun, i: number): Promise<boolean> {
    const { name, stage } = this.#order;
    const place = join(stage, `${i}.wandb`);
    const { size, mtimeMs } = await stat(place);
    const log = { path: `${name}/${run.log}`, kind: 'bundle' as const, isAsked: true };
    const [queued] = await this.#writer.call('offline.queue', {
      logs: [{ ...log, sizeBytes: size, modifiedAt: mtimeMs }],
    });
    if (queued === undefined) return false;
    const { id } = queued;
    try {
      const { entity, project } = run;
      const job = { ...log, id, path: place, run: { entity, project, run: run.run } };
      const result = await this.#logs.take(job, () => this.#signal.aborted);
      if (result === undefined) throw new Problem('request.cancelled');
      if (result.hasNews) await this.#settle(id, await this.#facts(i));
      await this.#writer.call('offline.end', { id, state: 'done', reason: '' });
      return result.hasNews;
    } catch (error) {
      const { code, message } = asProblem(error);
      const state = code === 'request.cancelled' ? 'cancelled' : 'failed';
      const reason = state === 'cancelled' ? '' : message;
      await this.#writer.call('offline.end', { id, state, reason }).catch(() => undefined);
      throw error;
    }
  }

  async #settle(id: number, facts: RunFacts): Promise<void> {
    const { entity, project, run, files } = facts;
    const path = { entity, project, run };
    const asked = files.map(({ name, sha256 }) => ({ name, sha256 }));
    const wanted = new Set(await this.#readers.call('bundle.wantedFiles', { path, files: asked }));
    for (const file of files) {
      if (!wanted.has(file.name)) continue;
      await this.#store(file.path, file.name, file.sha256, (blob) =>
        this.#writer.call('files.commit', { path, name: file.name, blob }),
      );
    }
    await this.#writer.call('bundle.settleRun', { facts });
    if (wanted.size > 0)
      await this.#writer.call('offline.report', { id, missing: [], files: wanted.size, artifacts: 0 });
  }

  /** Brings bytes of the bundle into the store; they are compared once more, because the file may change meanwhile. */
  async #store(
    place: string,
    name: string,
    sha256: string,
    commit: (blob: Awaited<ReturnType<BlobStore['receive']>>['blob']) => Promise<unknown>,
  ): Promise<void> {
    const stream: AsyncIterable<Buffer> = await this.#bundle.stream(place);
    const received = await this.#blobs.receive(stream, { name });
    try {
      if (received.blob.sha256 !== sha256) throw new Problem('file.digest', { name });
      await commit(received.blob);
      this.#moved(received.blob.sizeBytes);
    } finally {
      received.release();
    }
  }

  async #versions(
    manifest: Manifest,
    faults: string[],
    isRefused: (path: RunPath) => boolean,
  ): Promise<Map<string, KnownVersion>> {
    const known = new Map<string, KnownVersion>();
    const own: { artifactId: ArtifactId; aliases: readonly string[] }[] = [];
    for (const [i, path] of manifest.artifacts.entries()) {
      const { creator, ...facts } = await this.#json<VersionFacts>(`version-${i}.json`);
      // The run that has its id here is another one.
      const version = creator === undefined || isRefused(creator) ? facts : { ...facts, creator };
      const { entity, project, collection, digest } = version;
      const name = { entity, project, collection, digest };
      known.set(path, { name, isNew: false });
      try {
        const ids = own.map((one) => one.artifactId);
        const begun = await this.#writer.call('bundle.beginVersion', { version, own: ids });
        if (begun.isCommitted) continue;
        await this.#bring(version, begun);
        const aliases = version.aliases.filter((alias) => !begun.held.includes(alias));
        own.push({ artifactId: begun.artifactId, aliases });
        known.set(path, { name, isNew: true });
      } catch (error) {
        faults.push(`${version.collection}:v${version.version}: ${refusal(error)}`);
      }
    }
    if (own.length > 0) await this.#writer.call('bundle.settleAliases', { versions: own });
    return known;
  }

  async #bring(version: VersionFacts, begun: BegunVersion): Promise<void> {
    const { artifactId, manifest, manifestId } = begun;
    const wanted = new Set(begun.wanted);
    for (const { path, sha256 } of version.entries) {
      if (!wanted.has(path) || sha256 === undefined) continue;
      await this.#store(artifactPath(sha256), path, sha256, (blob) =>
        this.#writer.call('files.commitArtifactFile', { artifactId, name: path, blob }),
      );
    }
    if (manifestId !== undefined) {
      const received = await this.#blobs.receive(Readable.from([Buffer.from(manifest)]), { name: 'the manifest' });
      try {
        await this.#writer.call('files.commitManifest', { manifestId, text: manifest, blob: received.blob });
      } finally {
        received.release();
      }
    }
    await this.#writer.call('bundle.commitVersion', { version, artifactId, held: begun.held });
  }

  async #uses(i: number, versions: ReadonlyMap<string, KnownVersion>): Promise<void> {
    const { entity, project, run, uses } = await this.#facts(i);
    const named = uses.flatMap(({ artifact, usedAs, ...use }): BundledUse[] => {
      const version = versions.get(artifact);
      if (version === undefined) return [];
      return [{ ...use, version: version.name, isNew: version.isNew, ...(usedAs === undefined ? {} : { usedAs }) }];
    });
    if (named.length > 0) await this.#writer.call('bundle.linkUses', { path: { entity, project, run }, uses: named });
  }

  #facts(i: number): Promise<RunFacts> {
    return this.#json<RunFacts>(`${i}.json`);
  }

  /** A file of the stage; the check found it sound. */
  async #json<T>(name: string): Promise<T> {
    return JSON.parse(await readFile(join(this.#order.stage, name), 'utf8')) as T;
  }
}

function isSame(run: RunPath | undefined, path: RunPath): boolean {
  return run?.entity === path.entity && run.project === path.project && run.run === path.run;
}

/** Why one run or artifact was refused while the others come in; troubles of the store end the whole import. */
function refusal(error: unknown): string {
  const { code, message } = asProblem(error);
  const isOwn = code === 'bundle.conflict' || code === 'input.invalid' || code === 'run.deleted';
  if (!isOwn) throw error;
  return message;
}
