import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogFile, LogRest } from '#sdk/journal';
import { ARRAYS_FILE, joinArrays } from '#sdk/media';
import { createRunFiles, runFileUrl } from './operations.ts';
import type { HostLink, RunAddress } from './link.ts';

/** Files of one request for addresses, and how many are sent at once. */
const BATCH = 100;
const PARALLEL = 4;

/** Bytes to send, or the path of a file. */
type Source = string | Uint8Array;

/** Sends the files of a run that its journal names as ready, and those that are made of the journal itself. */
export class RunFileSender {
  readonly #link: HostLink;
  readonly #folder: string;
  readonly #waiting = new Map<string, Source>();
  readonly #atEnd = new Set<string>();
  readonly #isIgnored: (name: string) => boolean;
  /** Texts that were sent, by name: they go again only when they changed. */
  readonly #made = new Map<string, string>();

  /** `journal`: the path of the log; its files lie in `files/` beside it. */
  constructor(link: HostLink, journal: string, isIgnored: (name: string) => boolean) {
    this.#link = link;
    this.#folder = join(dirname(journal), 'files');
    this.#isIgnored = isIgnored;
  }

  take(files: readonly LogFile[]): void {
    for (const { name, policy } of files) {
      if (this.#isIgnored(name)) continue;
      if (policy !== 'end') this.#waiting.set(name, join(this.#folder, ...name.split('/')));
      if (policy !== 'now') this.#atEnd.add(name);
    }
  }

  /** Takes what the client's core makes of a run's records; the documents when the run is over. */
  takeMade(rest: LogRest): void {
    this.#make('wandb-metadata.json', rest.metadata);
    if (rest.exitCode === undefined) return;
    this.#make('config.yaml', rest.configYaml);
    this.#make('wandb-summary.json', rest.summary);
    for (const name of this.#atEnd) this.#waiting.set(name, join(this.#folder, ...name.split('/')));
    this.#atEnd.clear();
    const output = join(this.#folder, 'output.log');
    if (isFile(output) && !this.#isIgnored('output.log')) this.#waiting.set('output.log', output);
  }

  /**
   * Sends what waits; what was sent stays sent when it fails. Returns the names. `summary`: of the run as it is now, which
   * says what arrays of an earlier process are still good; asked only then.
   */
  async send(
    run: RunAddress,
    signal: AbortSignal,
    summary: () => Readonly<Record<string, unknown>> | undefined,
  ): Promise<string[]> {
    const sent: string[] = [];
    while (this.#waiting.size > 0) {
      const files = [...this.#waiting].slice(0, BATCH);
      const names = files.map(([name]) => name);
      const { headers, urls } = await createRunFiles(this.#link, run, names, signal);
      const jobs = files.map(([name, source], i) => ({ name, source, url: urls[i] }));
      const work = async (): Promise<void> => {
        for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
          const { name, source, url } = job;
          const isThere = typeof source !== 'string' || isFile(source);
          if (url !== undefined && isThere) {
            const whole = name === ARRAYS_FILE ? await this.#joined(run, source, signal, summary()) : source;
            await this.#link.put(url, headers, whole, signal);
            sent.push(name);
          }
          // Changed again meanwhile: then it waits on.
          if (this.#waiting.get(name) === source) this.#waiting.delete(name);
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, work));
    }
    return sent;
  }

  /** A run that was gone on with has a file already, whose arrays stay. */
  async #joined(
    run: RunAddress,
    source: Source,
    signal: AbortSignal,
    summary: Readonly<Record<string, unknown>> | undefined,
  ): Promise<Source> {
    const url = await runFileUrl(this.#link, run, ARRAYS_FILE, signal);
    if (url === undefined) return source;
    const earlier = await (await this.#link.get(url, signal)).arrayBuffer();
    const later = typeof source === 'string' ? readFileSync(source) : source;
    return joinArrays(new Uint8Array(earlier), later, summary);
  }

  #make(name: string, text: string | undefined): void {
    if (text === undefined || this.#made.get(name) === text || this.#isIgnored(name)) return;
    this.#made.set(name, text);
    this.#waiting.set(name, Buffer.from(text));
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
