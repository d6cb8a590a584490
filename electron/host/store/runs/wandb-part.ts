import { joinObject, splitObject } from './split-object.ts';

/**
 * The `_wandb` member of a new config with what must outlive it: the stored one if none was sent, and the entries of
 * `value.e` (one per process that wrote to the run) that the new one lacks. Both are raw texts of the member.
 */
export function mergeClientPart(stored: string | undefined, sent: string | undefined): string | undefined {
  if (sent === undefined || stored === undefined) return sent ?? stored;
  const known = membersAt(stored, 'value', 'e');
  if (known.size === 0) return sent;
  const merged = membersAt(sent, 'value', 'e');
  const missing = [...known].filter(([writer]) => !merged.has(writer));
  if (missing.length === 0) return sent;
  const value = membersAt(sent, 'value');
  value.set('e', joinObject([...missing, ...merged]));
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

/** The script named by the newest process that wrote to the run. */
export function scriptOf(client: string | undefined): string | undefined {
  if (client === undefined) return undefined;
  const environments = [...membersAt(client, 'value', 'e').values()];
  const raw = environments.map((text) => membersAt(text).get('program')).findLast((text) => text !== undefined);
  return raw?.startsWith('"') ? (JSON.parse(raw) as string) : undefined;
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
