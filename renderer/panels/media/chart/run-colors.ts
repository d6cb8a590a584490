import { isObject, isVega, type Json } from './fill.ts';
import { ADDED } from './rows.ts';

const RUN_NAMES: ReadonlySet<unknown> = new Set([ADDED.name, ADDED.label]);
const CHANNELS: ReadonlySet<string> = new Set(['color', 'fill', 'stroke']);

/**
 * A Vega-Lite specification whose colours tell runs apart by name draws them in the colours that the runs have
 * everywhere else, unless it says others.
 */
export function withRunColors(spec: Json, runs: readonly { readonly name: string; readonly color: string }[]): Json {
  if (isVega(spec) || runs.length === 0) return spec;
  // Runs may be called the same; their marks then share a colour, as they share a place in the legend.
  const colors = new Map(runs.map((run) => [run.name, run.color]));
  const scale = { domain: [...colors.keys()], range: [...colors.values()] };
  const paint = (value: Json, isEncoding: boolean): Json => {
    if (Array.isArray(value)) return value.map((one: Json) => paint(one, false));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]): [string, Json] => {
        const isRuns =
          isEncoding && CHANNELS.has(name) && isObject(one) && RUN_NAMES.has(one['field']) && !('scale' in one);
        return [name, isRuns ? { sort: null, ...one, scale } : paint(one, name === 'encoding')];
      }),
    );
  };
  return paint(spec, false);
}
