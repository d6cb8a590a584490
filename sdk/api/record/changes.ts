import { createHash } from 'node:crypto';
import { arrayStatistics, mediaIn, mediaPath, storedForm, type SummaryArray } from '#sdk/media';
import { isBranch, isTypedArray, valueText } from '#sdk/values';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseExtended,
  setMember,
  stringifyExtended,
} from '#shared/wire';
import { objectIn, type RunNode } from './node.ts';

/** What `RunRecord.update` changes; what is left out stays as it is. */
export interface RunChanges {
  readonly name?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
  /** null takes the run out of its group. */
  readonly group?: string | null;
  /** Merged into the config, objects member by member; null deletes. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Merged into the summary likewise; media become files of the run. */
  readonly summary?: Readonly<Record<string, unknown>>;
}

/** @internal A file that has to be there before the change is made. */
export interface PendingFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @internal What `changeVariables` makes. */
export interface PreparedChanges {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly files: readonly PendingFile[];
  /** Long arrays, of which the summary has only what is told of them. */
  readonly arrays: readonly SummaryArray[];
  /** The summary as it is to be. */
  readonly summary: JsonObject;
}

/** What comes beside the values of a summary. */
interface Made {
  readonly files: PendingFile[];
  readonly labels: Record<string, Record<string, JsonValue>>;
  readonly arrays: SummaryArray[];
}

/** Numbers of a typed array that are kept one by one. */
const MOST_LISTED = 32;

/** @internal The variables of the mutation that makes the changes, and files that go ahead of it. Errors: UsageError `value.kind`. */
export function changeVariables(node: RunNode, changes: RunChanges): PreparedChanges {
  const { name, notes, tags, group, config, summary } = changes;
  const made: Made = { files: [], labels: {}, arrays: [] };
  const { files, labels, arrays } = made;
  const patch = summary === undefined ? undefined : plain(summary, [], made);
  const hasLabels = Object.keys(labels).length > 0;
  const wrapped = config === undefined && !hasLabels ? undefined : configText(node.config, config ?? {}, labels);
  const merged = patch === undefined ? undefined : merge(objectIn(node.summaryMetrics), patch);
  const variables = {
    id: node.id,
    displayName: name,
    notes,
    tags,
    groupName: group === null ? '' : group,
    config: wrapped,
    summaryMetrics: merged === undefined ? undefined : stringifyExtended(merged),
  };
  return { variables, files, arrays, summary: isJsonObject(merged ?? null) ? (merged as JsonObject) : {} };
}

/** The config document with changes; its values are wrapped. Source: protocol 8.3. */
function configText(
  text: string | null,
  changes: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>,
): string {
  const document: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(objectIn(text))) setMember(document, key, value);
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const patch = jsonOf(change, key);
    if (patch === null) {
      delete document[key];
      continue;
    }
    const before = document[key];
    const value = isJsonObject(before) && before['value'] !== undefined ? before['value'] : null;
    setMember(document, key, { value: merge(value, patch) });
  }
  const own = document['_wandb'];
  if (Object.keys(labels).length > 0) {
    const value = isJsonObject(own) && own['value'] !== undefined ? own['value'] : {};
    document['_wandb'] = { value: merge(value, labels) };
  }
  return stringifyExtended(document);
}

/** Merges as RFC 7396 says: objects member by member, null deletes, anything else replaces. */
function merge(before: JsonValue, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, JsonValue> = {};
  if (isJsonObject(before)) for (const [key, value] of Object.entries(before)) setMember(merged, key, value);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    // What has a type is one value, not a set of members.
    else if (isJsonObject(value) && '_type' in value) setMember(merged, key, value);
    else setMember(merged, key, merge(Object.hasOwn(merged, key) ? (merged[key] ?? null) : null, value));
  }
  return merged;
}

function plain(values: Readonly<Record<string, unknown>>, path: readonly string[], made: Made): JsonObject {
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const here = [...path, key];
    setMember(result, key, isBranch(value) ? plain(value, here, made) : leafOf(value, here, made));
  }
  return result;
}

function leafOf(value: unknown, path: readonly string[], { files, labels, arrays }: Made): JsonValue {
  const key = path.join('.');
  if (typeof value !== 'object' || value === null) return jsonOf(value, key);
  // As `Summary.set` of a run that goes on. Source: the Python client.
  if (isTypedArray(value) && value.length === 1) return jsonOf(value[0], key);
  if (isTypedArray(value) && value.length > MOST_LISTED) {
    arrays.push({ path, values: value });
    return parseExtended(arrayStatistics(value));
  }
  const media = mediaIn(value, key);
  if (media === undefined) return jsonOf(value, key);
  const form = storedForm(media, Array.isArray(value), {
    put(folder, ending, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const path = mediaPath({ folder, key, step: 'summary', sha256, ending });
      files.push({ name: path, bytes });
      return { path, sha256, size: bytes.length };
    },
    labels(kind, name, classes) {
      const full = `${key}_wandb_delimeter_${name}`;
      (labels[kind] ??= {})[full] = jsonOf({ type: kind, key: full, value: classes }, key);
    },
  });
  return form as JsonValue;
}

function jsonOf(value: unknown, key: string): JsonValue {
  return parseExtended(valueText(value, key));
}
