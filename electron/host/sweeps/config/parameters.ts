import type { Base, Range } from '../search/range.ts';
import { MAX_GRID_VALUES, type Domain, type Parameter } from '../search/space.ts';
import { type ConfigObject, type ConfigValue, isConfigObject, isFloat, numberOf } from './value.ts';
import type { ConfigFault } from './yaml.ts';

/** Collects what is wrong while reading goes on, so that a person sees all of it at once. */
export interface Faults {
  readonly errors: ConfigFault[];
  readonly warnings: ConfigFault[];
}

const KNOWN_KEYS = new Set(
  'value values min max distribution mu sigma q a b probabilities parameters description'.split(' '),
);
const MAX_DEPTH = 20;

/** All parameters with nested ones as paths, in the order of the text. */
export function readParameters(object: ConfigObject, path: readonly string[], faults: Faults): Parameter[] {
  return Object.entries(object).flatMap(([name, spec]) => {
    const here = [...path, name];
    const field = fieldOf(here);
    if (!isConfigObject(spec)) {
      return fail(faults, field, 'must be a mapping, such as "value: 3" or "values: [1, 2]"');
    }
    if ('parameters' in spec) {
      if (!isConfigObject(spec.parameters) || here.length > MAX_DEPTH) {
        return fail(faults, `${field}.parameters`, 'must be a mapping of parameters');
      }
      return readParameters(spec.parameters, here, faults);
    }
    for (const key of Object.keys(spec)) {
      if (!KNOWN_KEYS.has(key)) faults.warnings.push({ field: `${field}.${key}`, message: 'is not known and ignored' });
    }
    const domain = readDomain(spec, field, faults);
    return domain === undefined ? [] : [{ path: here, domain }];
  });
}

function fieldOf(path: readonly string[]): string {
  return `parameters.${path.join('.parameters.')}`;
}

function readDomain(spec: ConfigObject, field: string, faults: Faults): Domain | undefined {
  const name = distributionOf(spec, field, faults);
  if (name === undefined) return undefined;
  if (name === 'constant') {
    if ('value' in spec) return { kind: 'constant', value: spec.value ?? null };
    faults.errors.push({ field: `${field}.value`, message: 'is missing' });
    return undefined;
  }
  if (name === 'categorical' || name === 'categorical_w_probabilities') return readChoice(spec, field, faults);
  const range = readRange(name, spec, field, faults);
  return range === undefined ? undefined : { kind: 'range', range };
}

/** What the text says, or what its other members mean. */
function distributionOf(spec: ConfigObject, field: string, faults: Faults): string | undefined {
  const { distribution } = spec;
  if (typeof distribution === 'string' && DISTRIBUTIONS.has(distribution)) return distribution;
  if (distribution !== undefined) {
    faults.errors.push({ field: `${field}.distribution`, message: `must be one of ${[...DISTRIBUTIONS].join(', ')}` });
    return undefined;
  }
  if ('value' in spec) return 'constant';
  if ('values' in spec) return 'categorical';
  if ('min' in spec && 'max' in spec) {
    const floats = [spec.min, spec.max].filter(isFloat).length;
    if (floats === 1) {
      faults.warnings.push({
        field,
        message: 'has one whole bound and one with a point; it is taken as uniform floats',
      });
    }
    return floats > 0 ? 'uniform' : 'int_uniform';
  }
  const hint =
    'mu' in spec || 'sigma' in spec ? 'needs a distribution, such as normal' : 'needs value, values, or min and max';
  faults.errors.push({ field, message: hint });
  return undefined;
}

function readChoice(spec: ConfigObject, field: string, faults: Faults): Domain | undefined {
  const { values, probabilities } = spec;
  if (!Array.isArray(values) || values.length === 0) {
    faults.errors.push({ field: `${field}.values`, message: 'must be a list with at least one value' });
    return undefined;
  }
  if (values.length > MAX_GRID_VALUES) {
    faults.errors.push({ field: `${field}.values`, message: `must have at most ${MAX_GRID_VALUES} values` });
    return undefined;
  }
  const equal = values.map(() => 1 / values.length);
  if (probabilities === undefined) return { kind: 'choice', values, weights: equal };
  const weights = Array.isArray(probabilities)
    ? probabilities.map((weight: ConfigValue) => numberOf(weight) ?? -1)
    : [];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== values.length || weights.some((weight) => !(weight >= 0)) || !(sum > 0)) {
    const message = `must be ${values.length} numbers of 0 or more, one for each value`;
    faults.errors.push({ field: `${field}.probabilities`, message });
    return undefined;
  }
  if (Math.abs(sum - 1) > 1e-6) {
    faults.warnings.push({ field: `${field}.probabilities`, message: `sum to ${sum}; they are scaled to 1` });
  }
  return { kind: 'choice', values, weights: weights.map((weight) => weight / sum) };
}

type Read = (numbers: Numbers) => Omit<Range, 'distribution' | 'q' | 'isInteger'> | undefined;

const uniform = (low: number, high: number): Base => ({ kind: 'uniform', low, high });

/** How each distribution comes to its values. `min` and `max` of the log forms without `_values` are exponents. */
const SHAPES: Readonly<Record<string, Read>> = {
  uniform: (n) => n.bounds((min, max) => ({ base: uniform(min, max), isExp: false, min, max })),
  int_uniform: (n) => n.bounds((min, max) => ({ base: uniform(min - 0.5, max + 0.5), isExp: false, min, max })),
  log_uniform: (n) =>
    n.bounds((min, max) => ({ base: uniform(min, max), isExp: true, min: Math.exp(min), max: Math.exp(max) })),
  log_uniform_values: (n) =>
    n.positiveBounds((min, max) => ({ base: uniform(Math.log(min), Math.log(max)), isExp: true, min, max })),
  // log(1/x) is uniform between min and max.
  inv_log_uniform: (n) =>
    n.bounds((min, max) => ({ base: uniform(-max, -min), isExp: true, min: Math.exp(-max), max: Math.exp(-min) })),
  inv_log_uniform_values: (n) =>
    n.positiveBounds((min, max) => ({ base: uniform(Math.log(min), Math.log(max)), isExp: true, min, max })),
  normal: (n) => ({ base: n.normal(), isExp: false }),
  log_normal: (n) => ({ base: n.normal(), isExp: true }),
  beta: (n) => ({ base: { kind: 'beta', a: n.positive('a'), b: n.positive('b') }, isExp: false, min: 0, max: 1 }),
};
const QUANTISED = ['uniform', 'log_uniform', 'log_uniform_values', 'normal', 'log_normal', 'beta'];
const DISTRIBUTIONS: ReadonlySet<string> = new Set([
  'constant',
  'categorical',
  'categorical_w_probabilities',
  ...Object.keys(SHAPES),
  ...QUANTISED.map((name) => `q_${name}`),
]);

function readRange(name: string, spec: ConfigObject, field: string, faults: Faults): Range | undefined {
  const numbers = new Numbers(spec, field, faults);
  const isQuantised = name.startsWith('q_');
  const before = faults.errors.length;
  const shape = SHAPES[isQuantised ? name.slice(2) : name]?.(numbers);
  const q = isQuantised ? numbers.positive('q', 1) : name === 'int_uniform' ? 1 : undefined;
  if (shape === undefined || faults.errors.length > before) return undefined;
  if (name === 'int_uniform') numbers.mustBeWhole();
  const isInteger = name === 'int_uniform' || (isQuantised && !isFloat(spec.q));
  return { distribution: name, ...shape, ...(q === undefined ? {} : { q }), isInteger };
}

/** Reads the numbers of one parameter and notes what is wrong with them. */
class Numbers {
  readonly #spec: ConfigObject;
  readonly #field: string;
  readonly #faults: Faults;

  constructor(spec: ConfigObject, field: string, faults: Faults) {
    this.#spec = spec;
    this.#field = field;
    this.#faults = faults;
  }

  bounds<T>(make: (min: number, max: number) => T): T | undefined {
    const min = this.number('min');
    const max = this.number('max');
    if (min !== undefined && max !== undefined && min > max) this.#error('min', `must not be above max (${max})`);
    return min === undefined || max === undefined ? undefined : make(min, max);
  }

  positiveBounds<T>(make: (min: number, max: number) => T): T | undefined {
    const min = this.number('min');
    if (min !== undefined && !(min > 0)) this.#error('min', 'must be above 0 for a logarithmic scale');
    return this.bounds(make);
  }

  normal(): Base {
    return { kind: 'normal', mu: this.number('mu', 0) ?? 0, sigma: this.positive('sigma', 1) };
  }

  positive(key: string, fallback?: number): number {
    const value = this.number(key, fallback);
    if (value !== undefined && !(value > 0)) this.#error(key, 'must be above 0');
    return value ?? 1;
  }

  mustBeWhole(): void {
    for (const key of ['min', 'max']) {
      if (!Number.isInteger(numberOf(this.#spec[key]))) this.#error(key, 'must be a whole number');
    }
  }

  number(key: string, fallback?: number): number | undefined {
    const value = this.#spec[key];
    if (value === undefined && fallback !== undefined) return fallback;
    const number = numberOf(value);
    if (number !== undefined && Number.isFinite(number)) return number;
    this.#error(key, value === undefined ? 'is missing' : 'must be a number');
    return undefined;
  }

  #error(key: string, message: string): void {
    this.#faults.errors.push({ field: `${this.#field}.${key}`, message });
  }
}

function fail(faults: Faults, field: string, message: string): [] {
  faults.errors.push({ field, message });
  return [];
}
