import { NotFoundError, type Wait } from '#sdk/base';
import { ARRAYS_FILE, type Bytes, encodeArrays, joinArrays, type Readable } from '#sdk/media';
import type { JsonObject } from '#shared/wire';
import { type ConsoleLine, type ConsoleOptions, readConsole } from '../console.ts';
import { type FilesOptions, findFile, listFiles, putFile, type RunFile } from '../files.ts';
import { artifactsOf } from '../artifacts/find.ts';
import type { ArtifactSource, LoggedArtifact } from '../artifacts/logged-artifact.ts';
import { followHistory } from '../history/live.ts';
import type { Row, SystemRow } from '../history/rows.ts';
import { type HistoryOptions, sampleHistory, sampleSystem } from '../history/samples.ts';
import { readColumns, scanHistory, type ScanOptions } from '../history/scan.ts';
import { unwrapConfig } from '../wrapping.ts';
import { changeVariables, type RunChanges } from './changes.ts';
import { DELETE_RUN, RUN, STOP_RUN, UPDATE_RUN } from './documents.ts';
import type { Requests } from '../requests.ts';
import { askRun, objectIn, type RunNode, type RunSource } from './node.ts';

export type RunState =
  | 'running'
  | 'finished'
  | 'failed'
  | 'crashed'
  | 'killed'
  | 'pending'
  | 'preempting'
  | 'preempted';

const METADATA = 'wandb-metadata.json';
const ATTRIBUTES = [
  ...(['id', 'name', 'url', 'state', 'tags', 'notes', 'group', 'jobType', 'config', 'summary', 'createdAt'] as const),
  ...(['systemMetrics', 'historyKeys', 'lastStep', 'project', 'entity', 'path', 'user', 'readOnly', 'commit'] as const),
];

/**
 * A run as it was when it was read; `refresh` and `update` give newer ones. Everything that is asked of the server takes
 * an AbortSignal and a time, and rejects with NotFoundError when the run is gone and ConnectionError when nobody answers.
 */
export class RunRecord {
  readonly #source: RunSource;
  readonly #node: RunNode;
  #config: Readonly<Record<string, unknown>> | undefined;
  #summary: Readonly<Record<string, unknown>> | undefined;
  #historyKeys: Readonly<Record<string, readonly { type: string; count: number }[]>> | undefined;

  /** @internal */
  constructor(source: RunSource, node: RunNode) {
    this.#source = source;
    this.#node = node;
  }

  get id(): string {
    return this.#node.name;
  }

  get entity(): string {
    return this.#source.key.entity;
  }

  get project(): string {
    return this.#source.key.project;
  }

  get path(): readonly [entity: string, project: string, id: string] {
    return [this.entity, this.project, this.id];
  }

  /** Address of the run's page. */
  get url(): string {
    const [entity, project, id] = this.path.map(encodeURIComponent);
    return `${this.#source.requests.pageUrl}/${entity}/${project}/runs/${id}`;
  }

  get state(): RunState {
    return this.#node.state as RunState;
  }

  get createdAt(): Date {
    return new Date(this.#node.createdAt);
  }

  /** Whose run it is. */
  get user(): { readonly username: string; readonly name?: string } {
    const { username, name } = this.#node.user ?? {};
    return { username: username ?? '', ...(typeof name === 'string' ? { name } : {}) };
  }

  /** True when the key that was used may not change it. */
  get readOnly(): boolean {
    return this.#node.readOnly === true;
  }

  /** The git commit of the script. */
  get commit(): string | undefined {
    return this.#node.commit ?? undefined;
  }

  /** What kinds of values each key of the history has, and how many; nested keys with dots. */
  get historyKeys(): Readonly<Record<string, readonly { type: string; count: number }[]>> {
    this.#historyKeys ??= Object.fromEntries(
      Object.entries(this.#node.historyKeys?.keys ?? {}).map(([key, facts]) => [key, facts.typeCounts ?? []]),
    );
    return this.#historyKeys;
  }

  /** The highest step of the history, -1 when there is none. */
  get lastStep(): number {
    return this.#node.historyKeys?.lastStep ?? -1;
  }

  /** The newest sample of the machine: numbers by name. */
  get systemMetrics(): Readonly<Record<string, number>> {
    const entries = Object.entries(objectIn(this.#node.systemMetrics));
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  }

  /** Integers beyond 2^53 are bigint, here and in the summary and the history. */
  get config(): Readonly<Record<string, unknown>> {
    this.#config ??= unwrapConfig(objectIn(this.#node.config));
    return this.#config;
  }

  get summary(): Readonly<Record<string, unknown>> {
    this.#summary ??= objectIn(this.#node.summaryMetrics);
    return this.#summary;
  }

  get name(): string {
    return this.#node.displayName ?? this.id;
  }

  get notes(): string {
    return this.#node.notes ?? '';
  }

  get tags(): readonly string[] {
    return this.#node.tags ?? [];
  }

  get group(): string | undefined {
    return textOf(this.#node.group);
  }

  get jobType(): string | undefined {
    return textOf(this.#node.jobType);
  }

  /** What the client noted of program and machine (`wandb-metadata.json`); undefined when it noted nothing. */
  async metadata(wait: Wait = {}): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      const file = await this.file(METADATA, wait);
      return objectIn(await file.text(wait));
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** Rows spread over the history: 500 unless `samples` says otherwise, all where there are no more. */
  history(options: HistoryOptions = {}): Promise<Row[]> {
    return sampleHistory(this.#source, options);
  }

  /** All rows in order. `minStep` is inclusive, `maxStep` exclusive; with `keys` only rows that have them all. */
  scanHistory(options: ScanOptions = {}): AsyncIterable<Row> {
    return scanHistory(this.#source, options);
  }

  /** All values of numeric metrics as columns of one length; NaN where a row lacks one. */
  columns<K extends string>(
    keys: readonly K[],
    options: Omit<ScanOptions, 'keys'> = {},
  ): Promise<Record<K | '_step', Float64Array>> {
    return readColumns(this.#source, keys, options);
  }

  /** Samples of the machine, spread over the run. */
  systemHistory(options: Wait & { readonly samples?: number } = {}): Promise<SystemRow[]> {
    return sampleSystem(this.#source, options);
  }

  /** What the run printed, oldest line first. */
  consoleLogs(options: ConsoleOptions = {}): AsyncIterable<ConsoleLine> {
    return readConsole(this.#source, options);
  }

  files(options: FilesOptions = {}): AsyncIterable<RunFile> {
    return listFiles(this.#source, options);
  }

  /** Errors: NotFoundError. */
  file(name: string, wait: Wait = {}): Promise<RunFile> {
    return findFile(this.#source, name, wait);
  }

  /** Puts a file into the run, over one of the same name. Errors: UsageError for a name that leads out of the run. */
  uploadFile(name: string, content: Bytes | Readable | string, wait: Wait = {}): Promise<RunFile> {
    return putFile(this.#source, name, content, wait);
  }

  /** Versions of artifacts that it logged. */
  loggedArtifacts(wait: Wait = {}): AsyncGenerator<LoggedArtifact> {
    return artifactsOf(this.#source, artifactSource(this.#source.requests), true, wait);
  }

  /** Versions of artifacts that it has read. */
  usedArtifacts(wait: Wait = {}): AsyncGenerator<LoggedArtifact> {
    return artifactsOf(this.#source, artifactSource(this.#source.requests), false, wait);
  }

  /**
   * Changes the run and resolves to it as it is then. The config and the summary are read afresh and merged. The time of
   * the wait is that of each request. Errors: UsageError for values that cannot be stored; nothing is changed then.
   */
  async update(changes: RunChanges, wait: Wait = {}): Promise<RunRecord> {
    const node = await askRun<RunNode>(this.#source, RUN, {}, wait);
    const { variables, files, arrays, summary } = changeVariables(node, changes);
    for (const { name, bytes } of files) await this.uploadFile(name, bytes, wait);
    if (arrays.length > 0) await this.#keepArrays(encodeArrays(arrays), summary, wait);
    const { upsertBucket } = await this.#source.requests.change<{ upsertBucket: { bucket: RunNode } }>(
      UPDATE_RUN,
      variables,
      wait,
    );
    return new RunRecord(this.#source, upsertBucket.bucket);
  }

  /** Puts arrays into the run's file of them, beside those that are there. */
  async #keepArrays(file: Uint8Array, summary: JsonObject, wait: Wait): Promise<void> {
    let whole = file;
    try {
      const earlier = await (await this.file(ARRAYS_FILE, wait)).bytes(wait);
      whole = await joinArrays(earlier, file, summary);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    await this.uploadFile(ARRAYS_FILE, whole, wait);
  }

  /** The rows behind `lastStep` as they come; ends with the run. With `keys` only rows that have them all. */
  follow(options: Wait & { readonly keys?: readonly string[] } = {}): AsyncIterable<Row> {
    return followHistory(this.#source, this.lastStep, options);
  }

  /** The run as it is now. Errors: NotFoundError when it is gone. */
  async refresh(wait: Wait = {}): Promise<RunRecord> {
    return new RunRecord(this.#source, await askRun<RunNode>(this.#source, RUN, {}, wait));
  }

  /** Asks the running script to stop; resolves before it does. */
  async stop(wait: Wait = {}): Promise<void> {
    await this.#source.requests.change(STOP_RUN, { id: this.#node.id }, wait);
  }

  /** Deletes the run with its files, and with the artifacts that it logged where `artifacts` says so. */
  async delete(options: Wait & { readonly artifacts?: boolean } = {}): Promise<void> {
    const variables = { id: this.#node.id, deleteArtifacts: options.artifacts === true };
    await this.#source.requests.change(DELETE_RUN, variables, options);
  }

  /** The documented attributes as a plain object. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(ATTRIBUTES.map((name) => [name, this[name]]));
  }
}

function textOf(text: string | null): string | undefined {
  return text === null || text === '' ? undefined : text;
}

/** @internal Where versions are asked for, with the way from them to their runs. */
export function artifactSource(requests: Requests): ArtifactSource {
  return {
    requests,
    openRun: async (key, wait) => {
      const source: RunSource = { requests, key };
      return new RunRecord(source, await askRun<RunNode>(source, RUN, {}, wait));
    },
  };
}
