import { isJsonObject, type JsonObject, parseExtended } from '#shared/wire';
import type { HostLink } from './link.ts';

/** How far a run is that somebody wants to go on with. */
export interface ResumePoint {
  readonly entity: string;
  readonly project: string;
  readonly displayName: string | undefined;
  readonly notes: string | undefined;
  readonly tags: readonly string[];
  /** Of the first new row. */
  readonly startingStep: number;
  /** Seconds that the run has taken so far. */
  readonly runtime: number;
  /** Lines that are stored: the offsets of the next ones. */
  readonly lines: { readonly history: number; readonly events: number; readonly console: number };
  /** Values by key, without the client's own part. */
  readonly config: JsonObject;
  readonly summary: JsonObject;
}

const STATUS = `query RunResumeStatus($project: String, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) {
    id name entity { id name }
    bucket(name: $name, missingOk: true) {
      id name summaryMetrics displayName logLineCount historyLineCount eventsLineCount historyTail eventsTail config tags
      notes wandbConfig(keys: ["t"])
    }
  }
}`;

interface Bucket {
  readonly summaryMetrics: string | null;
  readonly displayName: string | null;
  readonly logLineCount: number | null;
  readonly historyLineCount: number | null;
  readonly eventsLineCount: number | null;
  readonly historyTail: string | null;
  readonly eventsTail: string | null;
  readonly config: string | null;
  readonly tags: readonly string[] | null;
  readonly notes: string | null;
  readonly wandbConfig: string | null;
}

interface StatusAnswer {
  readonly model: {
    readonly name: string;
    readonly entity: { readonly name: string };
    readonly bucket: Bucket | null;
  } | null;
}

/**
 * Asks how far a run is; undefined when the host has no such run that a client has begun.
 * Source: protocol 12.1 and 12.2 (what the Python client's core makes of the same answer).
 */
export async function findResumePoint(
  link: HostLink,
  run: { readonly entity?: string | undefined; readonly project: string; readonly run: string },
  signal?: AbortSignal,
): Promise<ResumePoint | undefined> {
  const variables = { project: run.project, entity: run.entity, name: run.run };
  const { model } = await link.graphql<StatusAnswer>(STATUS, variables, signal);
  const bucket = model?.bucket;
  if (model === null || bucket === null || bucket === undefined) return undefined;
  if (objectIn(bucket.wandbConfig)['t'] === undefined) return undefined;
  const summary = objectIn(bucket.summaryMetrics);
  const tails = [...rowsIn(bucket.historyTail), ...rowsIn(bucket.eventsTail)];
  const history = bucket.historyLineCount ?? 0;
  const steps = [summary, ...tails].map((row) => numberIn(row, '_step') ?? -1);
  const runtimes = [summary, ...tails].map((row) => numberIn(row, '_runtime') ?? 0);
  return {
    entity: model.entity.name,
    project: model.name,
    displayName: bucket.displayName ?? undefined,
    notes: bucket.notes ?? undefined,
    tags: bucket.tags ?? [],
    startingStep: Math.max(...steps, history - 1) + 1,
    runtime: Math.max(...runtimes),
    lines: { history, events: bucket.eventsLineCount ?? 0, console: bucket.logLineCount ?? 0 },
    config: unwrap(objectIn(bucket.config)),
    summary,
  };
}

/** `{key: {value}}` without the wrapping, and without what clients note of themselves. */
export function unwrap(config: JsonObject): JsonObject {
  const values = Object.entries(config).flatMap(([key, wrapped]) =>
    key === '_wandb' || !isJsonObject(wrapped) || wrapped['value'] === undefined
      ? []
      : [[key, wrapped['value']] as const],
  );
  return Object.fromEntries(values);
}

function objectIn(text: string | null): JsonObject {
  if (text === null || text === '') return {};
  const value = parseExtended(text);
  return isJsonObject(value) ? value : {};
}

function rowsIn(text: string | null): JsonObject[] {
  if (text === null || text === '') return [];
  const lines = parseExtended(text);
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line) => (typeof line === 'string' ? [objectIn(line)] : []));
}

function numberIn(row: JsonObject, key: string): number | undefined {
  const value = row[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
