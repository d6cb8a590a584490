import type { SyncItem, SyncState } from '#shared/api';
import { entityOf, type TestHost } from './host.ts';
import { until } from './time.ts';

export const KEY = 'secret0secret0secret0secret0secret0secret0';
export const ENV = { TAFFRAIL_SYNC_RETRY_MS: '20' };
export type Json = Readonly<Record<string, unknown>>;

export async function call<T = unknown>(host: TestHost, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${host.address}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export async function graphql<T>(host: TestHost, query: string, variables: Json): Promise<T> {
  return (await call<{ data: T }>(host, 'POST', '/graphql', { query, variables })).data;
}

export async function addRemote(host: TestHost, name: string, baseUrl: string): Promise<number> {
  return (await call<{ id: number }>(host, 'POST', '/api/sync/remotes', { name, baseUrl, key: KEY })).id;
}

export async function itemOf(host: TestHost, run: string): Promise<SyncItem | undefined> {
  const { items } = await call<SyncState>(host, 'GET', '/api/sync');
  return items.find((item) => item.path.run === run);
}

/** Asks for a run to be sent and waits for the end of it. */
export async function send(host: TestHost, remoteId: number, run: string, project = 'p'): Promise<SyncItem> {
  await call(host, 'POST', '/api/sync/runs', {
    remoteId,
    runs: [{ entity: await entityOf(host.address), project, run }],
  });
  return settled(host, run);
}

export async function settled(host: TestHost, run: string): Promise<SyncItem> {
  return until(
    `${run} to be sent`,
    async () => {
      const item = await itemOf(host, run);
      return item?.state === 'waiting' || item?.state === 'pushing' ? undefined : item;
    },
    60_000,
  );
}

export const rows = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => {
    const step = from + i;
    return `{"_step":${step},"_timestamp":${1_700_000_000 + step},"_runtime":${step},"loss":${1 / (step + 1)},"x":NaN}`;
  });

export async function post(host: TestHost, run: string, body: unknown): Promise<void> {
  await call(host, 'POST', `/files/${await entityOf(host.address)}/p/${run}/file_stream`, body);
}

export async function begin(host: TestHost, run: string, sweep?: string): Promise<void> {
  const query = `mutation U($run: String!, $sweep: String) { upsertBucket(input: {name: $run, modelName: "p", displayName: $run,
    notes: "why", groupName: "g", config: "{\\"rate\\": {\\"value\\": 0.10}}", tags: ["a", "b"], sweep: $sweep}) { bucket { id } } }`;
  await graphql(host, query, { run, sweep });
}

export async function put(host: TestHost, run: string, name: string, text: string): Promise<void> {
  const query = `mutation F($entity: String!, $run: String!, $name: String!) { createRunFiles(input: {
    entityName: $entity, projectName: "p", runName: $run, files: [$name]}) { files { uploadUrl } } }`;
  const { createRunFiles } = await graphql<{ createRunFiles: { files: { uploadUrl: string }[] } }>(host, query, {
    entity: await entityOf(host.address),
    run,
    name,
  });
  await fetch(createRunFiles.files[0]?.uploadUrl ?? '', { method: 'PUT', body: text });
}

/** A small whole run with a bit of everything but artifacts. */
export async function log(host: TestHost, run: string, count = 30): Promise<void> {
  await begin(host, run);
  await post(host, run, {
    files: {
      'wandb-history.jsonl': { offset: 0, content: rows(0, count) },
      'wandb-events.jsonl': {
        offset: 0,
        content: [`{"system.cpu":${count},"_timestamp":1700000001.5,"_runtime":1.5}`],
      },
      'output.log': {
        offset: 0,
        content: ['2026-01-01T00:00:00.000000 hello', 'ERROR 2026-01-01T00:00:01.000000 oh'],
      },
      'wandb-summary.json': { offset: 0, content: [`{"loss":0.5,"x":NaN,"n":${count}}`] },
    },
  });
  await put(host, run, 'notes/a.txt', `bytes of ${run}`);
  await post(host, run, { complete: true, exitcode: 0 });
}

const READ = `query R($entity: String!, $run: String!) { project(name: "p", entityName: $entity) { run(name: $run) {
  name displayName notes group tags state config summaryMetrics historyLineCount eventsLineCount logLineCount
  history events files { edges { node { name md5 sizeBytes } } } } } }`;

/** Everything that is read of a run, without what means one store only. */
export async function answers(host: TestHost, run: string): Promise<Json> {
  const entity = await entityOf(host.address);
  const { project } = await graphql<{ project: { run: Json } }>(host, READ, { entity, run });
  const logs = await call<Json>(host, 'GET', `/api/runs/${entity}/p/${run}/logs?from=0&count=1000`);
  return { ...project.run, logs };
}

export async function idOf(host: TestHost, run: string): Promise<string> {
  const query = `query I($entity: String!, $run: String!) { project(name: "p", entityName: $entity) {
    run(name: $run) { id } } }`;
  const entity = await entityOf(host.address);
  return (await graphql<{ project: { run: { id: string } } }>(host, query, { entity, run })).project.run.id;
}

/** An answer without row ids and times of this store. */
export function withoutRows(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRows);
  if (typeof value !== 'object' || value === null) return value;
  const left = Object.entries(value).filter(([key]) => !['id', 'updatedAt', 'createdAt', 'at'].includes(key));
  return Object.fromEntries(left.map(([key, member]) => [key, withoutRows(member)]));
}
