import { isJsonObject, type JsonObject, type JsonValue, setMember } from '#shared/wire';

/** What clients note of themselves. */
const OWN_KEYS: ReadonlySet<string> = new Set(['_wandb', 'wandb_version']);

/** The values of a config document, as Python's `run.config` gives them: unwrapped, without the client's own part. */
export function unwrapConfig(document: JsonObject): JsonObject {
  const values: Record<string, JsonValue> = {};
  for (const [key, wrapped] of Object.entries(document)) {
    if (OWN_KEYS.has(key)) continue;
    const value = isJsonObject(wrapped) ? wrapped['value'] : undefined;
    setMember(values, key, value === undefined ? wrapped : value);
  }
  return values;
}
