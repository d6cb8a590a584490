import { readConfig, type ReadableDb } from '#host/store';
import type { ClassLabels, MediaValue } from '#shared/api';
import { readLabels } from '#shared/media';
import type { RunRowId } from '#shared/units';
import { isJsonObject, type JsonObject, type JsonValue, parseExtended } from '#shared/wire';

/** The client's own spelling. Source: protocol 9.2. */
const DELIMITER = '_wandb_delimeter_';

/** Names of the classes of a key's masks and boxes, from the run's config. */
export function readClassLabels(db: ReadableDb, run: RunRowId, key: string): MediaValue['labels'] {
  const config = parseExtended(readConfig(db, run));
  const client = member(member(config, '_wandb'), 'value');
  return {
    masks: labelsIn(client, 'mask/class_labels', key),
    boxes: labelsIn(client, 'bounding_box/class_labels', key),
  };
}

/** For media inside a dict the client uses only the last part of the key. */
function labelsIn(client: JsonValue | undefined, kind: string, key: string): ClassLabels {
  const all = member(client, kind);
  if (!isJsonObject(all)) return {};
  const whole = groupsOf(all, key + DELIMITER);
  const leaf = key.slice(key.lastIndexOf('.') + 1);
  return leaf === key ? whole : { ...groupsOf(all, leaf + DELIMITER), ...whole };
}

function groupsOf(all: JsonObject, prefix: string): ClassLabels {
  return Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, entry]) => [name.slice(prefix.length), readLabels(member(entry, 'value'))]),
  );
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
