import type { ChartPreset } from '#shared/api';
import { Problem } from '#shared/errors';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import type { ReadableDb, WriteContext } from './context.ts';
import { prepared } from './prepared.ts';

/** What a preset is made of; `type` and `access` are kept as the client says them. */
export interface PresetInput {
  readonly entity: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly access: string;
  /** JSON text of a Vega or Vega-Lite specification. */
  readonly spec: string;
}

/** All chart presets of one's own, sorted by entity and name. */
export function readPresets(db: ReadableDb): ChartPreset[] {
  const sql = `SELECT entity, name, display_name AS displayName, spec_json AS spec, updated_at AS updatedAt
    FROM custom_charts ORDER BY entity, name`;
  return prepared(db, sql).all() as ChartPreset[];
}

/** Makes a preset or changes the one of this name; returns its row. Errors: `input.invalid` for a spec that is no JSON object. */
export function savePreset(ctx: WriteContext, input: PresetInput): number {
  checkSpec(input.spec);
  const sql = `INSERT INTO custom_charts (entity, name, display_name, type, access, spec_json, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (entity, name) DO UPDATE SET display_name = excluded.display_name, type = excluded.type,
      access = excluded.access, spec_json = excluded.spec_json, updated_at = excluded.updated_at
    RETURNING id`;
  const { entity, name, displayName, type, access, spec } = input;
  const now = ctx.now();
  const row = prepared(ctx.db, sql).get(entity, name, displayName, type, access, spec, now, now) as { id: number };
  ctx.emit({ kind: 'settings' });
  return row.id;
}

/** Errors: `input.invalid` when there is no such preset. */
export function deletePreset(ctx: WriteContext, entity: string, name: string): void {
  const gone = prepared(ctx.db, 'DELETE FROM custom_charts WHERE entity = ? AND name = ?').run(entity, name);
  if (gone.changes > 0) return ctx.emit({ kind: 'settings' });
  throw new Problem('input.invalid', { field: 'name', expected: 'a preset that is here', got: `${entity}/${name}` });
}

function checkSpec(text: string): void {
  let spec: JsonValue | undefined;
  try {
    spec = parseExtended(text);
  } catch {
    spec = undefined;
  }
  if (!isJsonObject(spec)) {
    throw new Problem('input.invalid', { field: 'spec', expected: 'a JSON object', got: text.slice(0, 60) });
  }
}
