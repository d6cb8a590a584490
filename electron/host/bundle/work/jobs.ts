import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { callerFor, type HostContext } from '#host/base';
import type { BlobStore } from '#host/files';
import type { offlineWrites } from '#host/offline';
import type { BundleForm, BundleJob } from '#shared/api';
import { asProblem, Problem } from '#shared/errors';
import type { ProjectPath, RunPath } from '#shared/units';
import { importBundle } from './import.ts';
import type { Progress } from './messages.ts';
import { exportInThread } from './thread.ts';

/** How often a page is told that a job moved on. */
const TELL_EVERY_MS = 250;
/** Jobs that are over stay on the list until there are so many newer ones. */
const MOST_JOBS = 100;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Job {
  readonly about: Writable<BundleJob>;
  readonly control: AbortController;
  /** A file of ours, removed with the job. */
  readonly kept: string | undefined;
  ended: Promise<void>;
}

export interface ExportWish {
  readonly runs: readonly RunPath[];
  readonly projects: readonly ProjectPath[];
  readonly form: BundleForm;
  readonly path?: string;
}

/** Bundles that are written and read in, one after the other. Lives in the main thread. */
export class BundleJobs {
  readonly #host: HostContext;
  readonly #blobs: BlobStore;
  readonly #folder: string;
  readonly #jobs = new Map<number, Job>();
  #nextId = 1;
  #last: Promise<void> = Promise.resolve();
  #toldAt = 0;

  constructor(host: HostContext, blobs: BlobStore) {
    this.#host = host;
    this.#blobs = blobs;
    this.#folder = join(host.paths.root, 'bundles');
  }

  /** Forgets what an earlier host left. */
  async begin(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await callerFor<typeof offlineWrites>(this.#host.writer).call('offline.endBundled', undefined);
  }

  list(): BundleJob[] {
    return [...this.#jobs.values()].map((job) => job.about).reverse();
  }

  /** A file of this folder that a new job may use. */
  async place(name: string): Promise<string> {
    const folder = join(this.#folder, `${this.#nextId}-${this.#host.clock.now()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return join(folder, name);
  }

  async export(wish: ExportWish): Promise<number> {
    const { runs, projects, form } = wish;
    const name = nameFor(wish, this.#host.clock.now());
    const isKept = wish.path === undefined;
    const target = wish.path ?? (await this.place(name));
    const { username } = this.#host.settings;
    const about = { kind: 'export' as const, name: basename(target), runCount: runs.length, isKept };
    return this.#add(
      { ...about, ...(isKept ? {} : { path: target }) },
      isKept ? target : undefined,
      async (job, stage) => {
        const order = {
          dataDir: this.#host.paths.root,
          runs,
          projects,
          form,
          target,
          stage,
          username,
          program: `Taffrail ${this.#host.version}`,
        };
        try {
          Object.assign(
            job.about,
            await exportInThread(order, (progress) => this.#moved(job, progress), job.control.signal),
          );
        } catch (error) {
          await removeParts(target);
          throw error;
        }
      },
    );
  }

  /** `upload`: the file is ours and removed when it was read. */
  import(path: string, isUpload: boolean): Promise<number> {
    const name = basename(path);
    const about = { kind: 'import' as const, name, runCount: 0, isKept: false, ...(isUpload ? {} : { path }) };
    return this.#add(about, undefined, async (job, stage) => {
      try {
        const report = (progress: Progress): void => this.#moved(job, progress);
        const result = await importBundle(this.#host, this.#blobs, { path, name, stage }, report, job.control.signal);
        Object.assign(job.about, result);
      } finally {
        if (isUpload) await rm(dirname(path), { recursive: true, force: true });
      }
    });
  }

  /** The zip that a job keeps to be fetched. Errors: `bundle.unknown`. */
  kept(id: number): { readonly path: string; readonly name: string } {
    const job = this.#find(id);
    if (job.kept === undefined || job.about.state !== 'done') throw new Problem('bundle.unknown', { id });
    return { path: job.kept, name: job.about.name };
  }

  async cancel(id: number): Promise<void> {
    const job = this.#find(id);
    job.control.abort();
    await job.ended;
  }

  /** Ends a job and takes it off the list, with the file that it kept. */
  async remove(id: number): Promise<void> {
    await this.cancel(id);
    const job = this.#find(id);
    this.#jobs.delete(id);
    if (job.kept !== undefined) await rm(dirname(job.kept), { recursive: true, force: true });
    this.#tell();
  }

  async stop(): Promise<void> {
    for (const job of this.#jobs.values()) job.control.abort();
    await this.#last;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #find(id: number): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new Problem('bundle.unknown', { id });
    return job;
  }

  async #add(
    about: Pick<BundleJob, 'kind' | 'name' | 'runCount' | 'isKept'> & { readonly path?: string },
    kept: string | undefined,
    work: (job: Job, stage: string) => Promise<void>,
  ): Promise<number> {
    const id = this.#nextId++;
    const now = this.#host.clock.now();
    const start = { state: 'working' as const, phase: 'gathering' as const, doneBytes: 0, totalBytes: 0, reason: '' };
    const rest = { sizeBytes: 0, newRuns: 0, faults: [], startedAt: now };
    const job: Job = {
      about: { id, ...about, ...start, ...rest },
      control: new AbortController(),
      kept,
      ended: Promise.resolve(),
    };
    this.#jobs.set(id, job);
    job.ended = this.#last = this.#last.then(() => this.#run(job, work));
    await this.#forget();
    this.#tell();
    return id;
  }

  async #run(job: Job, work: (job: Job, stage: string) => Promise<void>): Promise<void> {
    const stage = join(this.#folder, `stage-${job.about.id}`);
    try {
      if (job.control.signal.aborted) throw new Problem('request.cancelled');
      await mkdir(stage, { recursive: true, mode: 0o700 });
      await work(job, stage);
      job.about.state = 'done';
    } catch (error) {
      const { code, message } = asProblem(error);
      job.about.state = code === 'request.cancelled' || code === 'host.stopping' ? 'cancelled' : 'failed';
      job.about.reason = job.about.state === 'failed' ? message : '';
      if (code === 'internal')
        this.#host.log.error('a bundle failed', { name: job.about.name, reason: String((error as Error).stack) });
      if (job.kept !== undefined) await rm(dirname(job.kept), { recursive: true, force: true });
    } finally {
      await rm(stage, { recursive: true, force: true });
      this.#tell();
    }
  }

  #moved(job: Job, { phase, done, total }: Progress): void {
    Object.assign(job.about, { phase, doneBytes: done, totalBytes: total });
    if (this.#host.clock.now() - this.#toldAt >= TELL_EVERY_MS) this.#tell();
  }

  #tell(): void {
    this.#toldAt = this.#host.clock.now();
    this.#host.events.publish({ kind: 'import' });
  }

  async #forget(): Promise<void> {
    const over = [...this.#jobs.values()].filter((job) => job.about.state !== 'working');
    for (const job of over.slice(0, Math.max(0, this.#jobs.size - MOST_JOBS))) await this.remove(job.about.id);
  }
}

/** What a bundle is called unless a person says it: its project, how many runs, the day. */
export function nameFor({ runs, projects }: Pick<ExportWish, 'runs' | 'projects'>, now: number): string {
  const names = new Set([...runs, ...projects].map((path) => path.project));
  const [first = 'runs'] = names;
  const [run] = runs;
  const what = runs.length === 1 && run !== undefined && projects.length === 0 ? `${first}-${run.run}` : first;
  const plain = what.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80);
  const day = new Date(now).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `${names.size > 1 ? 'projects' : plain}-${day}.zip`;
}

/** What a job that was ended in the middle left beside its place. */
async function removeParts(target: string): Promise<void> {
  await rm(`${target}.part`, { force: true });
  await rm(join(dirname(target), `.${basename(target)}.part`), { recursive: true, force: true });
}
