import { savePreset } from '#host/store';
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
  const { name, displayName, type, access, spec } = input;
  const entity = entityOf(scope, input.entity);
  const id = savePreset(writeOf(scope), { entity, name, displayName, type, access: access ?? 'PRIVATE', spec });
  return { id: encodeId('CustomChart', id), name, displayName };
}
