import type { Decoded } from '../log/protobuf.ts';

interface Definition {
  readonly isGlob: boolean;
  step: string;
  readonly options: Set<number>;
  readonly summary: Set<number>;
  goal: number;
}

const STEP_SYNC = 1;
const HIDDEN = 2;
const DEFINED = 3;
const NONE = 6;

/**
 * The definitions made with `define_metric`, as the client's core keeps them and writes them into the config (`_wandb.m`).
 * Source: wandb core, internal/runmetric (0.31); protocol 8.4.
 */
export class MetricDefinitions {
  readonly #byName = new Map<string, Definition>();

  add(record: Decoded): void {
    const name = (record.name as string | undefined) ?? '';
    const glob = (record.globName as string | undefined) ?? '';
    // What a client made from a glob by itself is not a definition of the script.
    if ((name === '' && glob === '') || record.expandedFromGlob === true) return;
    const id = name === '' ? `*${glob}` : `=${name}`;
    const isOverwrite = (record.control as Decoded | undefined)?.overwrite === true;
    const before = isOverwrite ? undefined : this.#byName.get(id);
    const definition = before ?? newDefinition(name === '');
    const step = (record.stepMetric as string | undefined) ?? '';
    if (step !== '') definition.step = step;
    for (const option of (record.options as number[] | undefined) ?? []) {
      if (option === STEP_SYNC || option === HIDDEN) definition.options.add(option);
    }
    if (name !== '') definition.options.add(DEFINED);
    if (record.summary !== undefined) takeSummary(definition, record.summary as number[]);
    if (record.goal === 1 || record.goal === 2) definition.goal = record.goal;
    this.#byName.set(id, definition);
  }

  /** The list of `_wandb.m`; `"5"` counts from 1 into the list itself. */
  toJson(): readonly Record<string, unknown>[] {
    const list: Record<string, unknown>[] = [];
    const indexOf = new Map<string, number>();
    const encode = (id: string, definition: Definition): void => {
      if (indexOf.has(id)) return;
      const entry: Record<string, unknown> = { [definition.isGlob ? '2' : '1']: id.slice(1) };
      indexOf.set(id, list.push(entry));
      if (definition.step !== '') {
        const step = `=${definition.step}`;
        encode(step, this.#byName.get(step) ?? newDefinition(false));
        entry['5'] = indexOf.get(step);
      }
      entry['6'] = [...definition.options].sort((a, b) => a - b);
      entry['7'] = [...definition.summary].sort((a, b) => a - b);
      if (definition.goal !== 0) entry['8'] = definition.goal;
    };
    for (const isGlob of [false, true]) {
      for (const [id, definition] of this.#byName) if (definition.isGlob === isGlob) encode(id, definition);
    }
    return list;
  }
}

function newDefinition(isGlob: boolean): Definition {
  return { isGlob, step: '', options: new Set(), summary: new Set(), goal: 0 };
}

/** Statistics add up; `none` follows the newest record. `best` and `copy` are no statistics that the core keeps. */
function takeSummary(definition: Definition, flags: readonly number[]): void {
  if (flags.includes(NONE)) definition.summary.add(NONE);
  else definition.summary.delete(NONE);
  for (const flag of flags) if (flag !== NONE) definition.summary.add(flag);
}

/**
 * The records that `MetricDefinitions` makes the list `definitions` (`_wandb.m`) of. An entry that stands there only
 * because another one steps by it comes back by itself.
 */
export function metricRecords(definitions: readonly unknown[]): Decoded[] {
  const entries = definitions.map((entry) => (typeof entry === 'object' && entry !== null ? entry : {}) as Entry);
  return entries.flatMap((entry) => {
    const options = numbersIn(entry['6']);
    const isGlob = typeof entry['2'] === 'string';
    const name = isGlob ? entry['2'] : entry['1'];
    if (typeof name !== 'string' || (!isGlob && options.length === 0)) return [];
    const step = typeof entry['5'] === 'number' ? entries[entry['5'] - 1]?.['1'] : undefined;
    const summary = numbersIn(entry['7']);
    return [
      {
        [isGlob ? 'globName' : 'name']: name,
        ...(typeof step === 'string' ? { stepMetric: step } : {}),
        ...(options.length === 0 ? {} : { options }),
        ...(summary.length === 0 ? {} : { summary }),
        ...(typeof entry['8'] === 'number' ? { goal: entry['8'] } : {}),
      },
    ];
  });
}

type Entry = Readonly<Record<string, unknown>>;

function numbersIn(value: unknown): number[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter((one) => typeof one === 'number') : [];
}
