import { clientTime } from '#shared/wire';
import { joinObject, splitObject } from './split-object.ts';

/** Set when a run is made by forking; what a later process sends under it tells of a rewind, which is kept elsewhere. */
const LASTING: ReadonlySet<string> = new Set(['branch_point']);

/**
 * The `_wandb` member of a new config with what must outlive it: the stored one if none was sent, the entries of
 * `value.e` (one per process that wrote to the run) that the new one lacks, and the branch point of a fork. In shared
 * mode (`isShared`) every member that another writer sent stays. Both are raw texts of the member.
 */
export function mergeClientPart(
  stored: string | undefined,
  sent: string | undefined,
  isShared = false,
): string | undefined {
  if (sent === undefined || stored === undefined) return sent ?? stored;
  const value = membersAt(sent, 'value');
  const kept = [...membersAt(stored, 'value')].filter(
    ([key, raw]) => (LASTING.has(key) && value.get(key) !== raw) || (isShared && key !== 'e' && !value.has(key)),
  );
  const environments = membersAt(sent, 'value', 'e');
  const missing = [...membersAt(stored, 'value', 'e')].filter(([writer]) => !environments.has(writer));
  if (missing.length === 0 && kept.length === 0) return sent;
  for (const [key, raw] of kept) value.set(key, raw);
  if (missing.length > 0) value.set('e', joinObject([...missing, ...environments]));
  return joinObject([...membersAt(sent), ['value', joinObject(value)] as const].filter(isLast));
}

/** The `define_metric` list as normal JSON, or undefined when the client sent none. */
export function metricDefinitions(client: string | undefined): string | undefined {
  const raw = client === undefined ? undefined : membersAt(client, 'value').get('m');
  if (raw === undefined) return undefined;
  try {
    return JSON.stringify(JSON.parse(raw));
  } catch {
    // Definitions hold names and small numbers only; others could not be used anyhow. The document keeps them.
    return undefined;
  }
}

/** Ids of the processes that told their environment, oldest first. In shared mode these are the primary ones only. */
export function environmentIds(config: string): string[] {
  return [...membersAt(config, '_wandb', 'value', 'e').keys()];
}

/** The script named by the newest process that wrote to the run. */
export function scriptOf(client: string | undefined): string | undefined {
  if (client === undefined) return undefined;
  const environments = [...membersAt(client, 'value', 'e').values()];
  const raw = environments.map((text) => membersAt(text).get('program')).findLast((text) => text !== undefined);
  return raw?.startsWith('"') ? (JSON.parse(raw) as string) : undefined;
}

/** When the processes that wrote to the run began, as they tell it, in milliseconds since 1970; texts that are no time are left out. */
export function startsOf(client: string | undefined): number[] {
  if (client === undefined) return [];
  const told = [...membersAt(client, 'value', 'e').values()].map((text) => membersAt(text).get('startedAt') ?? '');
  return told.map((text) => clientTime(text.slice(1, -1))).filter((ms) => !Number.isNaN(ms));
}

/** Seconds the run took, as the summary's `_wandb.runtime` says at its end; 0 when it does not. */
export function finalRuntime(client: string | undefined): number {
  const seconds = client === undefined ? NaN : Number(objectMembers(client).get('runtime'));
  return Number.isFinite(seconds) ? seconds : 0;
}

/** Members of an object inside nested objects, as raw texts; empty where there is no object. */
function membersAt(text: string, ...path: readonly string[]): Map<string, string> {
  let members = objectMembers(text);
  for (const name of path) members = objectMembers(members.get(name) ?? '');
  return members;
}

function objectMembers(text: string): Map<string, string> {
  return text.startsWith('{') ? splitObject(text) : new Map();
}

/** Keeps the last entry of each key. */
function isLast(entry: readonly [string, string], at: number, all: readonly (readonly [string, string])[]): boolean {
  return all.findLastIndex(([key]) => key === entry[0]) === at;
}
