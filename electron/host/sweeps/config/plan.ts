import { bandsFromMax, bandsFromMin, type Hyperband } from '../search/hyperband.ts';
import { gridOf } from '../search/grid.ts';
import type { Space } from '../search/space.ts';
import { readParameters, type Faults } from './parameters.ts';
import { type ConfigObject, type ConfigValue, isConfigObject, numberOf } from './value.ts';
import { type ConfigFault, readYaml } from './yaml.ts';

export type SweepMethod = 'grid' | 'random' | 'bayes';

/** A sweep's configuration, understood. */
export interface SweepPlan {
  readonly method: SweepMethod;
  readonly space: Space;
  readonly metric?: SweepMetric;
  readonly earlyStop?: Hyperband;
  /** Most runs that are started. */
  readonly runCap?: number;
  /** Script of `wandb agent`. */
  readonly program?: string;
  readonly name?: string;
  readonly description?: string;
  /** Where the configuration wants the sweep to be, if nobody says otherwise. */
  readonly project?: string;
  readonly entity?: string;
}

export interface SweepMetric {
  readonly name: string;
  readonly goal: 'minimize' | 'maximize';
  /** The sweep is finished once a run is at least so good. */
  readonly target?: number;
}

export interface CheckedConfig {
  /** Missing exactly when there are errors. */
  readonly plan?: SweepPlan;
  readonly errors: readonly ConfigFault[];
  /** What is understood otherwise than it is written, or not at all. */
  readonly warnings: readonly ConfigFault[];
}

const METHODS: readonly string[] = ['grid', 'random', 'bayes'];
const KNOWN_KEYS = new Set(
  `method parameters metric early_terminate run_cap program command name description project entity
  controller settings scheduler apiVersion kind job image_uri queue`.split(/\s+/),
);
const METRIC_KEYS = new Set(['name', 'goal', 'target', 'impute', 'impute_while_running']);

/** Reads and checks the text of a configuration. Every fault names its field. */
export function checkConfig(text: string): CheckedConfig {
  const { value, fault } = readYaml(text);
  if (value === undefined) return { errors: fault === undefined ? [] : [fault], warnings: [] };
  const faults: Faults = { errors: [], warnings: [] };
  for (const key of Object.keys(value)) {
    if (!KNOWN_KEYS.has(key)) faults.warnings.push({ field: key, message: 'is not known and ignored' });
  }
  const method = readMethod(value, faults);
  const plan = {
    space: readSpace(value, faults),
    ...optional('metric', readMetric(value.metric, faults)),
    ...optional('earlyStop', readEarlyStop(value.early_terminate, faults)),
    ...optional('runCap', readRunCap(value.run_cap, faults)),
    ...texts(value),
  };
  refuseLocalController(value, faults);
  if (method !== undefined) checkTogether(method, plan, faults);
  const isGood = method !== undefined && faults.errors.length === 0;
  return { ...faults, ...(isGood ? { plan: { method, ...plan } } : {}) };
}

/** How many runs the sweep will have; undefined if it goes on until somebody ends it. */
export function expectedRuns(plan: SweepPlan): number | undefined {
  const size = plan.method === 'grid' ? gridOf(plan.space)?.size : undefined;
  const least = Math.min(size ?? Infinity, plan.runCap ?? Infinity);
  return Number.isSafeInteger(least) ? least : undefined;
}

function readMethod(config: ConfigObject, faults: Faults): SweepMethod | undefined {
  const { method } = config;
  if (typeof method === 'string' && METHODS.includes(method)) return method as SweepMethod;
  const message = method === undefined ? 'is missing: grid, random or bayes' : 'must be grid, random or bayes';
  faults.errors.push({ field: 'method', message });
  return undefined;
}

function readSpace(config: ConfigObject, faults: Faults): Space {
  if (isConfigObject(config.parameters) && Object.keys(config.parameters).length > 0) {
    return readParameters(config.parameters, [], faults);
  }
  faults.errors.push({ field: 'parameters', message: 'must be a mapping with at least one parameter' });
  return [];
}

function readMetric(metric: ConfigValue | undefined, faults: Faults): SweepMetric | undefined {
  if (metric === undefined || metric === null) return undefined;
  if (!isConfigObject(metric) || typeof metric.name !== 'string' || metric.name === '') {
    faults.errors.push({ field: 'metric.name', message: 'must be the name of a logged metric' });
    return undefined;
  }
  for (const key of Object.keys(metric)) {
    if (!METRIC_KEYS.has(key)) faults.warnings.push({ field: `metric.${key}`, message: 'is not known and ignored' });
  }
  const target = numberOf(metric.target);
  if (metric.target !== undefined && metric.target !== null && target === undefined) {
    faults.errors.push({ field: 'metric.target', message: 'must be a number' });
  }
  return { name: metric.name, goal: readGoal(metric.goal, faults), ...optional('target', target) };
}

function readGoal(goal: ConfigValue | undefined, faults: Faults): SweepMetric['goal'] {
  if (goal === undefined) return 'minimize';
  if (goal === 'minimize' || goal === 'maximize') return goal;
  faults.errors.push({ field: 'metric.goal', message: 'must be minimize or maximize' });
  return 'minimize';
}

function readRunCap(value: ConfigValue | undefined, faults: Faults): number | undefined {
  if (value === undefined || value === null) return undefined;
  const cap = numberOf(value);
  if (cap !== undefined && Number.isInteger(cap) && cap >= 1) return cap;
  faults.errors.push({ field: 'run_cap', message: 'must be a whole number of 1 or more' });
  return undefined;
}

function readEarlyStop(value: ConfigValue | undefined, faults: Faults): Hyperband | undefined {
  if (value === undefined || value === null) return undefined;
  const error = (key: string, message: string): undefined => {
    faults.errors.push({ field: key === '' ? 'early_terminate' : `early_terminate.${key}`, message });
    return undefined;
  };
  if (!isConfigObject(value)) return error('', 'must be a mapping with a type');
  if (value.type !== 'hyperband') return error('type', 'must be hyperband');
  const eta = value.eta === undefined ? 3 : numberOf(value.eta);
  if (eta === undefined || !(eta > 1)) return error('eta', 'must be a number above 1');
  const isStrict = value.strict === true;
  const minIter = numberOf(value.min_iter);
  const maxIter = numberOf(value.max_iter);
  if (minIter !== undefined) {
    if (!(minIter >= 1)) return error('min_iter', 'must be 1 or more');
    return { bands: bandsFromMin(minIter, eta), eta, isStrict };
  }
  if (maxIter === undefined || !(maxIter >= 1)) return error('', 'needs min_iter or max_iter, a number of 1 or more');
  const s = value.s === undefined ? Math.max(1, Math.floor(Math.log(maxIter) / Math.log(eta))) : numberOf(value.s);
  if (s === undefined || !Number.isInteger(s) || s < 1 || s > 100)
    return error('s', 'must be a whole number from 1 to 100');
  const bands = bandsFromMax(maxIter, eta, s);
  return bands.length === 0 ? error('max_iter', `is too small for eta ${eta}`) : { bands, eta, isStrict };
}

function refuseLocalController(config: ConfigObject, faults: Faults): void {
  const { controller } = config;
  if (isConfigObject(controller) && controller.type === 'local') {
    const message = 'must not be local: this server chooses the parameters itself; leave controller out';
    faults.errors.push({ field: 'controller.type', message });
  }
}

function checkTogether(method: SweepMethod, plan: Omit<SweepPlan, 'method'>, faults: Faults): void {
  if (method === 'bayes' && plan.metric === undefined) {
    faults.errors.push({ field: 'metric', message: 'is needed by method bayes' });
  }
  if (plan.earlyStop !== undefined && plan.metric === undefined) {
    faults.errors.push({ field: 'metric', message: 'is needed by early_terminate' });
  }
  if (method !== 'grid') return;
  for (const parameter of plan.space) {
    if (gridOf([parameter]) !== undefined) continue;
    const message = 'has no end of values; a grid needs value, values, whole numbers or a q_ distribution with bounds';
    faults.errors.push({ field: `parameters.${parameter.path.join('.parameters.')}`, message });
  }
}

function texts(config: ConfigObject): Pick<SweepPlan, 'program' | 'name' | 'description' | 'project' | 'entity'> {
  const keys = ['program', 'name', 'description', 'project', 'entity'] as const;
  return Object.fromEntries(keys.flatMap((key) => (typeof config[key] === 'string' ? [[key, config[key]]] : [])));
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
