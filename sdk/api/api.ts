import { type Env, locateHost, NotFoundError, randomId, UsageError, type Wait } from '#sdk/base';
import { findArtifact, parseArtifactName } from './artifacts/find.ts';
import type { LoggedArtifact } from './artifacts/logged-artifact.ts';
import { allOf, type Connection } from './pages.ts';
import { CREATE_RUN, RUN } from './record/documents.ts';
import { askRun, type RunNode, type RunSource } from './record/node.ts';
import { artifactSource, RunRecord } from './record/run-record.ts';
import { Requests } from './requests.ts';
import { RunList, type RunsOptions } from './run-list.ts';

/** Milliseconds that one request may take. */
const TIMEOUT_MS = 30_000;
const PAGE = 50;
/** Source: the Python client. */
const DEFAULT_PROJECT = 'uncategorized';

const PROJECTS = `query GetProjects($entity: String, $cursor: String, $perPage: Int = 50) {
  models(entityName: $entity, after: $cursor, first: $perPage) {
    edges { node { name entityName createdAt } cursor }
    pageInfo { endCursor hasNextPage }
  }
}`;
const CREATE_CHART = `mutation CreateCustomChart($entity: String!, $name: String!, $displayName: String!, $type: String!,
  $access: String!, $spec: JSONString!) {
  createCustomChart(input: {entity: $entity, name: $name, displayName: $displayName, type: $type, access: $access,
    spec: $spec}) { chart { id } }
}`;

export interface ApiOptions {
  /** Address of the server; WANDB_BASE_URL, or the host that runs on this machine. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** Milliseconds that one request may take, 30,000 unless given. Files take as long as they take. */
  readonly timeout?: number;
}

export interface ProjectFacts {
  readonly name: string;
  readonly entity: string;
  readonly createdAt: Date;
}

/**
 * Reads and changes what a server has, with the questions of the Python client: any server that speaks its protocol
 * answers. Making one asks nothing. Errors of all calls: ConnectionError when nobody answers in time or the server
 * refuses, NotFoundError, the reason of a signal.
 */
export class Api implements AsyncDisposable {
  readonly #requests: Requests;
  readonly #env: Env;

  constructor(options: ApiOptions = {}) {
    const { timeout = TIMEOUT_MS, ...given } = options;
    if (!(timeout > 0)) throw new UsageError('api.timeout', `timeout: ${timeout} is no time in milliseconds above 0`);
    this.#env = process.env;
    this.#requests = new Requests(() => locateHost(given, this.#env), timeout);
  }

  /** The entity that paths without one mean: WANDB_ENTITY, else that of the key's owner. */
  get defaultEntity(): Promise<string> {
    const named = this.#env['WANDB_ENTITY'];
    return named === undefined || named === '' ? this.#requests.defaultEntity : Promise.resolve(named);
  }

  /**
   * One run: `entity/project/id`, `project/id` of the default entity, or the address of its page.
   * Errors: UsageError for another path; NotFoundError.
   */
  async run(path: string, wait: Wait = {}): Promise<RunRecord> {
    const parts = partsOf(path).filter((part, i, all) => !(part === 'runs' && i === all.length - 2));
    const name = parts.pop();
    if (name === undefined || parts.length > 2)
      throw new UsageError('run.path', `"${path}" is no path of a run: entity/project/id`);
    const key = { ...(await this.#project(parts)), name };
    const source: RunSource = { requests: this.#requests, key };
    return new RunRecord(source, await askRun<RunNode>(source, RUN, {}, wait));
  }

  /**
   * A version of an artifact: `entity/project/name:alias`, with `latest`, `v3` or any other alias; the default entity and
   * the project of the environment where they are left out. Errors: NotFoundError; UsageError when it is of another type.
   */
  async artifact(name: string, options: Wait & { readonly type?: string } = {}): Promise<LoggedArtifact> {
    const home = await this.#project([]);
    return findArtifact(artifactSource(this.#requests), parseArtifactName(name, home), options);
  }

  /** The runs of a project, `entity/project` or one of the default entity; asked for when they are read. */
  runs(project: string, options: RunsOptions = {}): RunList {
    const parts = partsOf(project);
    if (parts.length < 1 || parts.length > 2)
      throw new UsageError('project.path', `"${project}" is no path of a project: entity/project`);
    return new RunList(this.#requests, () => this.#project(parts), options);
  }

  /** The projects of an entity, the default one unless given. */
  async *projects(entity?: string, wait: Wait = {}): AsyncGenerator<ProjectFacts> {
    const owner = entity ?? (await this.defaultEntity);
    type Node = { readonly name: string; readonly entityName: string; readonly createdAt: string };
    const nodes = allOf(async (cursor) => {
      const variables = { entity: owner, cursor, perPage: PAGE };
      const answer = await this.#requests.query<{ models: Connection<Node> | null }>(PROJECTS, variables, wait);
      if (answer.models === null) throw new NotFoundError('entity.unknown', `there is no entity ${owner}`);
      return answer.models;
    });
    for await (const { name, entityName, createdAt } of nodes) {
      yield { name, entity: entityName, createdAt: new Date(createdAt) };
    }
  }

  /** An empty run in the state `running`, for scripts that fill it by other means; an id is made up unless given. */
  async createRun(
    options: { readonly project: string; readonly entity?: string; readonly id?: string },
    wait: Wait = {},
  ): Promise<RunRecord> {
    const { project, entity = await this.defaultEntity, id = randomId(8) } = options;
    type Bucket = { readonly name: string; readonly project: { readonly name: string; entity: { name: string } } };
    const { upsertBucket } = await this.#requests.change<{ upsertBucket: { bucket: Bucket } }>(
      CREATE_RUN,
      { project, entity, name: id },
      wait,
    );
    const { bucket } = upsertBucket;
    return this.run(`${bucket.project.entity.name}/${bucket.project.name}/${bucket.name}`, wait);
  }

  /** Makes a chart preset of a Vega specification and resolves to its id, which `plot.table` takes. */
  async createChart(
    options: {
      readonly name: string;
      readonly entity?: string;
      readonly displayName?: string;
      /** The specification, or its JSON. */
      readonly spec: unknown;
      readonly access?: 'private' | 'public';
    },
    wait: Wait = {},
  ): Promise<string> {
    const { name, displayName = name, spec, access = 'private' } = options;
    const entity = options.entity ?? (await this.defaultEntity);
    const text = typeof spec === 'string' ? spec : JSON.stringify(spec);
    const variables = { entity, name, displayName, type: 'vega2', access: access.toUpperCase(), spec: text };
    await this.#requests.change(CREATE_CHART, variables, wait);
    return `${entity}/${name}`;
  }

  /** Ends what is still being asked; its promises reject. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#requests.close();
    return Promise.resolve();
  }

  async #project(parts: readonly string[]): Promise<{ readonly entity: string; readonly project: string }> {
    const project = parts.at(-1) ?? this.#env['WANDB_PROJECT'] ?? DEFAULT_PROJECT;
    return { entity: parts.length > 1 ? (parts[0] ?? '') : await this.defaultEntity, project };
  }
}

/** The parts of a path, or of a page's address. */
function partsOf(path: string): string[] {
  const isAddress = /^https?:\/\//.test(path) && URL.canParse(path);
  const text = isAddress ? new URL(path).pathname : path;
  const parts = text.split('/').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => (isAddress ? decodeURIComponent(part) : part));
}
