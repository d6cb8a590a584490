import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import type { Clock } from '#sdk/base';
import type { LogAppender } from '#sdk/journal';
import { gitFacts, meanOf, NvidiaMeter, SystemMeter, type SystemSample, uncommittedPatch } from '#sdk/system';
import { numberToExtended } from '#shared/wire';
import type { RunStart } from './messages.ts';
import type { Recorder } from './recorder.ts';

/** Source: the client's protocol, `FilesItem.FileType.WANDB`. */
const OWN_FILE = 1;

/**
 * What a run notes of what is around it, while it goes on: the machine's numbers, the commit of the script, and, where
 * code is saved, the script itself and what is not committed. Nothing of it holds up a row, and nothing of it ends a run.
 */
export class Surroundings {
  readonly #start: RunStart;
  readonly #log: LogAppender;
  readonly #recorder: Recorder;
  readonly #clock: Clock;
  readonly #changeFields: (fields: Readonly<Record<string, unknown>>) => void;
  readonly #meter: SystemMeter | undefined;
  readonly #cards: NvidiaMeter | undefined;
  #samples: SystemSample[] = [];
  #hasWritten = false;
  #stops: (() => void)[] = [];
  /** Resolves when commit and code are noted. */
  readonly settled: Promise<void>;

  constructor(parts: {
    readonly start: RunStart;
    readonly log: LogAppender;
    readonly recorder: Recorder;
    readonly clock: Clock;
    /** Changes what a run record says. */
    readonly changeFields: (fields: Readonly<Record<string, unknown>>) => void;
    /** Whether code is to be saved; asks the host where the script did not say. */
    readonly isCodeSaved: () => Promise<boolean>;
  }) {
    const { start, log, recorder, clock, changeFields, isCodeSaved } = parts;
    this.#start = start;
    this.#log = log;
    this.#recorder = recorder;
    this.#clock = clock;
    this.#changeFields = changeFields;
    const { systemMetrics } = start;
    this.#meter = systemMetrics === undefined ? undefined : new SystemMeter(() => clock.monotonic());
    if (systemMetrics !== undefined) {
      const { sampleMs, averageMs } = systemMetrics;
      this.#cards = new NvidiaMeter(process.env.PATH ?? '', sampleMs, () => clock.monotonic());
      this.#stops.push(() => this.#cards?.stop());
      this.#stops.push(clock.every(sampleMs, () => this.#sample()));
      this.#stops.push(clock.every(averageMs, () => this.#write()));
    }
    this.settled = this.#noteCode(isCodeSaved);
  }

  /** The last numbers; every run has some. */
  end(): void {
    for (const stop of this.#stops.splice(0)) stop();
    if (!this.#hasWritten || this.#samples.length > 0) {
      if (this.#samples.length === 0) this.#sample();
      this.#write();
    }
  }

  #sample(): void {
    if (this.#meter !== undefined) this.#samples.push({ ...this.#meter.sample(), ...this.#cards?.sample() });
  }

  #write(): void {
    const values = Object.entries(meanOf(this.#samples)).map(([key, value]) => [key, numberToExtended(value)] as const);
    this.#samples = [];
    if (values.length === 0) return;
    this.#recorder.system(values, this.#clock.now());
    this.#hasWritten = true;
  }

  async #noteCode(isCodeSaved: () => Promise<boolean>): Promise<void> {
    const { isGitRead, writerId, program } = this.#start;
    const git = isGitRead ? await gitFacts(process.cwd()) : undefined;
    if (git !== undefined) {
      const { commit, remoteUrl } = git;
      const record = { commit, ...(remoteUrl === undefined ? {} : { remoteUrl }) };
      this.#changeFields({ git: record });
      this.#log.add({ environment: { writerId, git: record } });
    }
    if (program === undefined || !(await isCodeSaved())) return;
    const root = git?.root ?? process.cwd();
    const path = relative(root, program).replaceAll('\\', '/');
    // A program from elsewhere has no place among this folder's code.
    if (path !== '' && !path.startsWith('../') && !isAbsolute(path)) this.#keep(path, program);
    const patch = git === undefined ? undefined : await uncommittedPatch(git.root);
    if (patch !== undefined) this.#file('diff.patch', (place) => writeFileSync(place, patch));
  }

  #keep(path: string, program: string): void {
    const codePath = `code/${path}`;
    this.#file(codePath, (place) => copyFileSync(program, place));
    this.#log.add({ environment: { writerId: this.#start.writerId, codePath: path } });
    this.#recorder.config([[['_wandb', 'code_path'], JSON.stringify(codePath)]], []);
  }

  #file(path: string, write: (place: string) => void): void {
    const place = join(this.#start.dir, 'files', ...path.split('/'));
    try {
      mkdirSync(dirname(place), { recursive: true });
      write(place);
    } catch {
      // The script's file is gone, or the disk is full: the rows matter more.
      return;
    }
    this.#log.add({ files: { files: [{ path, type: OWN_FILE }] } });
  }
}
