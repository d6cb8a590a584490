/** What a run is created with; names as on the client's wire. */
export interface RunStart {
  readonly project: string;
  readonly name: string;
  readonly displayName?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  /** Metrics of which `define_metric(summary=…)` keeps the lowest or the highest value. */
  readonly kept?: Readonly<Record<string, 'min' | 'max'>>;
}

export type Row = Readonly<Record<string, unknown>>;

/** One run being written through the HTTP door that the Python client uses. */
export interface RunWriter {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
  /** Appends rows; `_step`, `_runtime` and `_timestamp` are the caller's. */
  history(rows: readonly Row[]): Promise<void>;
  /** Console lines with the wire's prefix already in front. */
  console(lines: readonly string[]): Promise<void>;
  summary(row: Row): Promise<void>;
  file(name: string, bytes: string | Uint8Array<ArrayBuffer>): Promise<void>;
  finish(exitCode: number): Promise<void>;
  /** One raw file_stream body, for those who want to see every status. */
  post(body: unknown): Promise<Response>;
}

const UPSERT = `mutation UpsertBucket($name: String, $project: String, $displayName: String, $notes: String,
  $config: JSONString, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, displayName: $displayName, notes: $notes, config: $config,
    tags: $tags}) {
    bucket { id name displayName historyLineCount project { name entity { name } } } inserted
  }
}`;

const CREATE_FILES = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID uploadHeaders files { name uploadUrl }
  }
}`;

/** The shape the client insists on: 40 characters or more. Any will do for the same user on loopback. */
export const ANY_KEY = '0123456789abcdef0123456789abcdef01234567';

/** A row as the client writes it: NaN stands bare, which JSON itself has no word for. */
function toLine(row: Row): string {
  const marked = JSON.stringify(row, (_, value: unknown) => (Number.isNaN(value) ? '\u0000NaN' : value));
  return marked.replaceAll('"\\u0000NaN"', 'NaN');
}

/** One entry of `_wandb.m`: name, the option defined, and what the summary keeps. */
function keptMetric([name, end]: readonly [string, 'min' | 'max']): Row {
  return { '1': name, '6': [3], '7': [end === 'min' ? 1 : 2] };
}

export class WireClient {
  private readonly address: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(address: string) {
    this.address = address;
    this.headers = {
      authorization: `Basic ${Buffer.from(`api:${ANY_KEY}`).toString('base64')}`,
      'content-type': 'application/json',
      'user-agent': 'wandb-core',
    };
  }

  /** POST /graphql; throws when the answer has errors. */
  async graphql<T>(query: string, variables: Row = {}): Promise<T> {
    const response = await this.send('/graphql', { query, variables });
    const answer = (await response.json()) as { data?: T; errors?: readonly { message: string }[] };
    if (answer.errors !== undefined || answer.data === undefined) {
      throw new Error(answer.errors?.map((error) => error.message).join('; ') ?? `status ${response.status}`);
    }
    return answer.data;
  }

  send(path: string, body: unknown): Promise<Response> {
    return fetch(this.address + path, {
      method: 'POST',
      headers: this.headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
  }

  async startRun(start: RunStart): Promise<RunWriter> {
    const metrics = Object.entries(start.kept ?? {}).map(keptMetric);
    const config = Object.fromEntries(Object.entries(start.config ?? {}).map(([key, value]) => [key, { value }]));
    const answer = await this.graphql<{
      upsertBucket: { bucket: { project: { name: string; entity: { name: string } } } };
    }>(UPSERT, {
      ...start,
      config: JSON.stringify({ ...config, _wandb: { value: { t: {}, m: metrics } } }),
    });
    const { name, entity } = answer.upsertBucket.bucket.project;
    return this.writer(entity.name, name, start.name);
  }

  private writer(entity: string, project: string, run: string): RunWriter {
    const path = `/files/${[entity, project, run].map(encodeURIComponent).join('/')}/file_stream`;
    const offsets = { history: 0, console: 0 };
    const uploaded: string[] = [];
    const post = (body: unknown): Promise<Response> => this.send(path, body);
    const stream = async (files: Row): Promise<void> => {
      const response = await post({ files, ...(uploaded.length === 0 ? {} : { uploaded: uploaded.splice(0) }) });
      if (response.status !== 200) throw new Error(`file_stream: ${response.status} ${await response.text()}`);
    };
    const append = async (file: string, kind: keyof typeof offsets, content: readonly string[]): Promise<void> => {
      const offset = offsets[kind];
      offsets[kind] += content.length;
      await stream({ [file]: { offset, content } });
    };
    return {
      entity,
      project,
      run,
      post,
      history: (rows) => append('wandb-history.jsonl', 'history', rows.map(toLine)),
      console: (lines) => append('output.log', 'console', lines),
      summary: (row) => stream({ 'wandb-summary.json': { offset: 0, content: [toLine(row)] } }),
      file: async (name, bytes) => {
        await this.upload({ entity, project, run }, name, bytes);
        uploaded.push(name);
      },
      async finish(exitCode) {
        const response = await post({ uploaded: uploaded.splice(0), complete: true, exitcode: exitCode });
        if (response.status !== 200) throw new Error(`finish: ${response.status} ${await response.text()}`);
      },
    };
  }

  private async upload(
    run: { entity: string; project: string; run: string },
    name: string,
    bytes: string | Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const answer = await this.graphql<{ createRunFiles: { files: readonly { uploadUrl: string }[] } }>(CREATE_FILES, {
      ...run,
      files: [name],
    });
    const url = answer.createRunFiles.files[0]?.uploadUrl;
    if (url === undefined) throw new Error(`no upload address for ${name}`);
    const response = await fetch(url, { method: 'PUT', body: bytes, signal: AbortSignal.timeout(60_000) });
    if (!response.ok) throw new Error(`upload of ${name}: ${response.status} ${await response.text()}`);
  }
}
