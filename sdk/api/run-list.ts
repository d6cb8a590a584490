import { NotFoundError, UsageError, type Wait } from '#sdk/base';
import { valueText } from '#sdk/values';
import { allOf, type Connection } from './pages.ts';
import { RUN_COUNT, RUNS } from './record/documents.ts';
import type { RunNode } from './record/node.ts';
import { RunRecord } from './record/run-record.ts';
import type { Requests } from './requests.ts';

const PAGE = 50;
/** Files with facts of runs that are read at once. */
const PARALLEL = 8;

/**
 * Conditions on runs in the language of Python's `Api.runs`: MongoDB's, over `state`, `tags`, `config.<key>`,
 * `summary_metrics.<key>`, `display_name`, `created_at` and so on; `$and`, `$or`, `$not`, `$gt`, `$in`, `$regex` ….
 */
export type Filter = Readonly<Record<string, unknown>>;

export interface RunsOptions extends Wait {
  readonly filters?: Filter;
  /** A field with + or - before it: `-created_at`, `+summary_metrics.loss`; oldest first unless given. */
  readonly order?: string;
  /** Runs asked for at once, 50 unless given. */
  readonly pageSize?: number;
}

interface ProjectPath {
  readonly entity: string;
  readonly project: string;
}

/** The runs of a project that fit. Nothing is asked before it is read; each reading asks anew. */
export class RunList implements AsyncIterable<RunRecord> {
  readonly #requests: Requests;
  readonly #place: () => Promise<ProjectPath>;
  readonly #options: RunsOptions;

  /** @internal */
  constructor(requests: Requests, place: () => Promise<ProjectPath>, options: RunsOptions) {
    const { pageSize = PAGE } = options;
    if (!Number.isSafeInteger(pageSize) || pageSize < 1)
      throw new UsageError('runs.page', `pageSize: ${pageSize} is no whole number from 1 on`);
    this.#requests = requests;
    this.#place = place;
    this.#options = options;
  }

  /** Runs page by page; the time of the wait is that of each page. Errors: NotFoundError for an unknown project. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RunRecord> {
    const { order = '+created_at', pageSize = PAGE } = this.#options;
    const { entity, project } = await this.#place();
    const nodes = allOf(async (cursor) => {
      const variables = { order, perPage: pageSize, cursor };
      return (await this.#ask<{ runs: Connection<RunNode> }>(RUNS, variables)).runs;
    });
    for await (const node of nodes) {
      yield new RunRecord({ requests: this.#requests, key: { entity, project, name: node.name } }, node);
    }
  }

  /** How many runs fit. */
  async count(): Promise<number> {
    return (await this.#ask<{ runCount: number }>(RUN_COUNT, {})).runCount;
  }

  /** The runs, at most `limit` of them. */
  async toArray(limit = Number.POSITIVE_INFINITY): Promise<RunRecord[]> {
    const runs: RunRecord[] = [];
    if (limit <= 0) return runs;
    for await (const run of this) if (runs.push(run) >= limit) break;
    return runs;
  }

  /**
   * One plain object for each run, with all documented attributes, `metadata` among them: what a table or a data frame
   * is made of. For `metadata` one file is read for each run.
   */
  async toRecords(): Promise<Record<string, unknown>[]> {
    const runs = await this.toArray();
    const records = runs.map((run) => run.toJSON());
    const waiting = runs.entries();
    const work = async (): Promise<void> => {
      for (const [i, run] of waiting) {
        const record = records[i];
        if (record !== undefined) record['metadata'] = await run.metadata(this.#options);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    return records;
  }

  async #ask<T>(document: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    const { filters = {} } = this.#options;
    const place = await this.#place();
    const all = { ...place, filters: valueText(filters, 'filters'), ...variables };
    const { project } = await this.#requests.query<{ project: T | null }>(document, all, this.#options);
    if (project !== null) return project;
    throw new NotFoundError('project.unknown', `there is no project ${place.entity}/${place.project}`);
  }
}
