import { NotFoundError, type Wait } from '#sdk/base';
import { isJsonObject, type JsonObject, parseExtended } from '#shared/wire';
import type { Requests } from '../requests.ts';

/** Where a run is, as documents name it. */
export interface RunKey {
  readonly entity: string;
  readonly project: string;
  /** The run's id. */
  readonly name: string;
}

/** A run as a server tells it; see RunFragment. */
export interface RunNode {
  readonly id: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly state: string;
  readonly tags: readonly string[] | null;
  readonly config: string | null;
  readonly group: string | null;
  readonly jobType: string | null;
  readonly commit: string | null;
  readonly readOnly: boolean | null;
  readonly createdAt: string;
  readonly notes: string | null;
  readonly systemMetrics: string | null;
  readonly summaryMetrics: string | null;
  readonly user: { readonly name: string | null; readonly username: string | null } | null;
  readonly historyKeys: HistoryKeys | null;
  readonly projectId: number | string | null;
}

/** Source: protocol 7.2. */
export interface HistoryKeys {
  readonly lastStep?: number | null;
  readonly keys?: Readonly<Record<string, KeyFacts>> | null;
}

interface KeyFacts {
  readonly typeCounts?: readonly { readonly type: string; readonly count: number }[] | null;
}

/** Where a run can be asked for more. */
export interface RunSource {
  readonly requests: Requests;
  readonly key: RunKey;
}

/** What a document gives of a run. Errors: NotFoundError when there is no such run; as Requests says. */
export async function askRun<T>(
  { requests, key }: RunSource,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
  wait: Wait = {},
): Promise<T> {
  const answer = await requests.query<{ readonly project: { readonly run: T | null } | null }>(
    document,
    { ...key, ...variables },
    wait,
  );
  const run = answer.project?.run;
  if (run !== null && run !== undefined) return run;
  throw new NotFoundError('run.unknown', `there is no run ${key.entity}/${key.project}/${key.name}`);
}

/** The object in a JSON text; empty where there is none. */
export function objectIn(text: string | null | undefined): JsonObject {
  if (text === null || text === undefined || text === '') return {};
  const value = parseExtended(text);
  return isJsonObject(value) ? value : {};
}
