import { prepared } from '#host/store';
import { Problem } from '#shared/errors';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import { encodeId } from '../ids.ts';
import { entityOf, type ResolverMap, type Scope, writeOf } from '../scope.ts';

interface ChartInput {
  readonly entity?: string | null;
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly access?: string | null;
  readonly spec: string;
}

export const chartResolvers: ResolverMap = {
  Mutation: {
    createCustomChart: (_: unknown, args: { input: ChartInput }, scope) => ({ chart: storeChart(scope, args.input) }),
  },
};

/** Makes a preset or changes the one of this name. Errors: `input.invalid` for a spec that is no JSON object. */
function storeChart(scope: Scope, input: ChartInput): object {
  const ctx = writeOf(scope);
  checkSpec(input.spec);
  const sql = `INSERT INTO custom_charts (entity, name, display_name, type, access, spec_json, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (entity, name) DO UPDATE SET display_name = excluded.display_name, type = excluded.type,
      access = excluded.access, spec_json = excluded.spec_json, updated_at = excluded.updated_at
    RETURNING id`;
  const { name, displayName, type, access, spec } = input;
  const entity = entityOf(scope, input.entity);
  const row = prepared(ctx.db, sql).get(
    entity,
    name,
    displayName,
    type,
    access ?? 'PRIVATE',
    spec,
    ctx.now(),
    ctx.now(),
  );
  return { id: encodeId('CustomChart', (row as { id: number }).id), name, displayName };
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
