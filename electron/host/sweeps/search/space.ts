import { type ConfigObject, type ConfigValue, floatOf, isConfigObject, numberOf, toJson } from '../config/value.ts';
import { allValues, type Range, shareOf, valueAt } from './range.ts';
import type { Rng } from './rng.ts';

/** What one parameter may be. */
export type Domain =
  | { readonly kind: 'constant'; readonly value: ConfigValue }
  /** `weights` sum to 1. */
  | { readonly kind: 'choice'; readonly values: readonly ConfigValue[]; readonly weights: readonly number[] }
  | { readonly kind: 'range'; readonly range: Range };

/** `path` has several parts for nested parameters; scripts see them as nested dictionaries. */
export interface Parameter {
  readonly path: readonly string[];
  readonly domain: Domain;
}

export type Space = readonly Parameter[];

/** One value for each parameter of a space, in its order. */
export type Point = readonly ConfigValue[];

/** More combinations of one parameter are no grid that anybody waits for. */
export const MAX_GRID_VALUES = 1_000_000;

/** A draw of every parameter. */
export function drawPoint(space: Space, rng: Rng): Point {
  return space.map(({ domain }) => drawValue(domain, rng()));
}

/** The value of a domain at a share of it, 0 to 1. */
export function drawValue(domain: Domain, u: number): ConfigValue {
  switch (domain.kind) {
    case 'constant':
      return domain.value;
    case 'choice':
      return domain.values[choiceAt(domain.weights, u)] ?? null;
    case 'range':
      return rangeValue(domain.range, valueAt(domain.range, u));
  }
}

/** The values a grid walks through, each once; undefined if the domain has no end of them. */
export function gridValues(domain: Domain): readonly ConfigValue[] | undefined {
  switch (domain.kind) {
    case 'constant':
      return [domain.value];
    case 'choice':
      return [...new Map(domain.values.map((value) => [toJson(value), value])).values()];
    case 'range':
      return allValues(domain.range, MAX_GRID_VALUES)?.map((value) => rangeValue(domain.range, value));
  }
}

/** The share of a domain's value (ranges), or its place among the choices; undefined if it is none of them. */
export function placeOf(domain: Domain, value: ConfigValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (domain.kind === 'constant') return 0;
  if (domain.kind === 'range') {
    const number = numberOf(value);
    return number === undefined || !Number.isFinite(number) ? undefined : shareOf(domain.range, number);
  }
  const place = domain.values.findIndex((choice) => isSame(choice, value));
  return place < 0 ? undefined : place;
}

/** A value read from JSON in the form in which its domain gives it: a float stays one. */
export function conformed(domain: Domain, value: ConfigValue | undefined): ConfigValue | undefined {
  if (value === undefined || domain.kind === 'constant') return value;
  if (domain.kind === 'choice') return domain.values[placeOf(domain, value) ?? -1] ?? value;
  const number = numberOf(value);
  return number === undefined ? value : rangeValue(domain.range, number);
}

/** A point as nested dictionaries: `{lr: 0.1, model: {depth: 3}}`. */
export function nest(space: Space, point: Point): ConfigObject {
  const root: Record<string, ConfigValue> = {};
  space.forEach(({ path }, i) => {
    let place = root;
    for (const name of path.slice(0, -1)) {
      const below = place[name];
      const next: Record<string, ConfigValue> = isConfigObject(below) ? below : {};
      place[name] = next;
      place = next;
    }
    place[path.at(-1) ?? ''] = point[i] ?? null;
  });
  return root;
}

/** The parameter's value in nested dictionaries, as a run's config has it. */
export function valueIn(values: ConfigValue | undefined, path: readonly string[]): ConfigValue | undefined {
  let value = values;
  for (const name of path) {
    value = isConfigObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function rangeValue(range: Range, value: number): ConfigValue {
  return range.isInteger && Number.isInteger(value) ? value : floatOf(value);
}

function choiceAt(weights: readonly number[], u: number): number {
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    sum += weight;
    if (u < sum) return i;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

/** Equal as Python compares: 1 and 1.0 are one value. */
function isSame(a: ConfigValue, b: ConfigValue): boolean {
  const left = numberOf(a);
  if (left !== undefined) return left === numberOf(b);
  return toJson(a) === toJson(b);
}
