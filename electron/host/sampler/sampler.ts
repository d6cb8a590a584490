import type { Clock, Logger } from '#host/base';
import {
  SLOW_SAMPLE_SECONDS,
  type GpuProcess,
  type MachineFacts,
  type MachinePoint,
  type MachineSettings,
  type MachineState,
} from '#shared/api';
import { asProblem } from '#shared/errors';
import { Averager, type KeptWindow } from './averager.ts';
import { ProbeRunner } from './runner.ts';
import type { Probe } from './types.ts';

/** What is handed out to be kept. */
export interface MachineRecord extends KeptWindow {
  readonly processes: readonly GpuProcess[];
  readonly keepDays: number;
}

export interface SamplerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly host: string;
  readonly system: string;
  readonly probes: readonly Probe[];
  readonly settings: MachineSettings;
  /** Keeps one interval; resolves when it is durable. */
  readonly record: (record: MachineRecord) => Promise<unknown>;
  /** Called after each sample. */
  readonly onSample: () => void;
  /** False while nobody looks and no run is live. */
  readonly isWanted: () => boolean;
}

/** Measures the machine on and on. */
export interface Sampler {
  start(): void;
  state(): MachineState;
  /** Samples that are not kept yet, oldest first. */
  pending(): readonly MachinePoint[];
  change(settings: MachineSettings): void;
  /** Someone came to look: samples are taken at full pace from now on, not only after the slow beat under way. */
  hurry(): void;
  /** Hands out what was gathered and ends all tools. */
  stop(): Promise<void>;
}

/** A sample waits for slow probes so long; what comes later is part of the next one. */
const MOST_WAIT_MS = 400;
/** Intervals that could not be kept wait here; half an hour at the normal pace. */
const MOST_WAITING = 60;
/** The wall clock and the steady one disagree by more than this: somebody set the clock, or the machine slept. */
const JUMP_MS = 2000;

export function makeSampler(options: SamplerOptions): Sampler {
  return new RunningSampler(options);
}

class RunningSampler implements Sampler {
  readonly #options: SamplerOptions;
  readonly #runners: readonly ProbeRunner[];
  readonly #averager = new Averager();
  #settings: MachineSettings;
  #waiting: MachineRecord[] = [];
  #isKeeping = false;
  #keeping: Promise<void> = Promise.resolve();
  #sampledAt: number | undefined;
  #wall = NaN;
  #steady = NaN;
  #cancel: (() => void) | undefined;
  #isStopped = true;
  #beat = 0;

  constructor(options: SamplerOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#runners = options.probes.map((probe) => new ProbeRunner(probe, options.clock));
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    void this.#tick(this.#beat);
  }

  state(): MachineState {
    const { host, system, isWanted } = this.#options;
    return {
      host,
      system,
      ...(this.#sampledAt === undefined ? {} : { sampledAt: this.#sampledAt }),
      values: Object.assign({}, ...this.#runners.map((runner) => runner.values())) as Record<string, number>,
      facts: joinFacts(this.#runners.map((runner) => runner.facts())),
      probes: this.#runners.map((runner) => runner.state()),
      settings: this.#settings,
      isSlow: !isWanted(),
    };
  }

  pending(): readonly MachinePoint[] {
    return [...this.#waiting.flatMap((record) => record.samples), ...this.#averager.gathered()];
  }

  change(settings: MachineSettings): void {
    this.#settings = settings;
    this.hurry();
  }

  hurry(): void {
    if (this.#isStopped) return;
    this.#cancel?.();
    this.#beat += 1;
    this.#plan(this.#beat, 0);
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#cancel?.();
    for (const runner of this.#runners) runner.stop();
    this.#keep(this.#averager.flush());
    await this.#keeping;
  }

  /** Milliseconds between samples: less often while nobody would see them. */
  #everyMs(): number {
    const { sampleSeconds } = this.#settings;
    return (this.#options.isWanted() ? sampleSeconds : Math.max(sampleSeconds, SLOW_SAMPLE_SECONDS)) * 1000;
  }

  #plan(beat: number, spentMs: number): void {
    if (this.#isStopped || beat !== this.#beat) return;
    this.#cancel = this.#options.clock.after(Math.max(0, this.#everyMs() - spentMs), () => void this.#tick(beat));
  }

  async #tick(beat: number): Promise<void> {
    const { clock } = this.#options;
    const began = clock.monotonic();
    this.#watchClock();
    const everyMs = this.#everyMs();
    await this.#measureAll(everyMs);
    if (this.#isStopped) return;
    const values = Object.assign({}, ...this.#runners.map((runner) => runner.takeFresh())) as Record<string, number>;
    if (Object.keys(values).length > 0) {
      const sample = { at: clock.now(), values };
      this.#sampledAt = sample.at;
      this.#keep(this.#averager.add(sample, this.#settings.keepSeconds * 1000));
      this.#options.onSample();
    }
    this.#plan(beat, clock.monotonic() - began);
  }

  async #measureAll(everyMs: number): Promise<void> {
    const { clock } = this.#options;
    const all = Promise.all(this.#runners.map((runner) => runner.begin(everyMs)));
    let cancel = (): void => undefined;
    const limit = new Promise<void>((resolve) => {
      cancel = clock.after(Math.min(MOST_WAIT_MS, everyMs / 2), resolve);
    });
    await Promise.race([all, limit]);
    cancel();
  }

  /** An average over a sleep, or over a clock that was set, would lie: what was gathered before ends there. */
  #watchClock(): void {
    const wall = this.#options.clock.now();
    const steady = this.#options.clock.monotonic();
    if (Math.abs(wall - this.#wall - (steady - this.#steady)) > JUMP_MS) this.#keep(this.#averager.flush());
    this.#wall = wall;
    this.#steady = steady;
  }

  #keep(done: KeptWindow | undefined): void {
    if (done === undefined) return;
    const processes = this.#runners.flatMap((runner) => runner.facts().gpuProcesses ?? []);
    this.#waiting.push({ ...done, processes, keepDays: this.#settings.keepDays });
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#options.log.error('measurements of the machine were lost: the store took none for too long');
    }
    if (!this.#isKeeping) this.#keeping = this.#handOut();
  }

  async #handOut(): Promise<void> {
    this.#isKeeping = true;
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        await this.#options.record(next);
        if (this.#waiting[0] === next) this.#waiting.shift();
      }
    } catch (error) {
      // Tried again with the next interval.
      this.#options.log.warn('measurements of the machine wait', { reason: asProblem(error).message });
    } finally {
      this.#isKeeping = false;
    }
  }
}

function joinFacts(all: readonly MachineFacts[]): MachineFacts {
  const gpus = all.flatMap((facts) => facts.gpus ?? []);
  const gpuProcesses = all.flatMap((facts) => facts.gpuProcesses ?? []);
  return { ...(Object.assign({}, ...all) as MachineFacts), gpus, gpuProcesses };
}
