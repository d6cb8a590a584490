import { isObject, isVega, type Json } from './fill.ts';
import type { Preset } from './presets.ts';
import { ADDED, measureOf, type ChartData } from './rows.ts';

type Fields = Readonly<Record<string, string>>;

/** Fields of our presets that say how lines are told apart: without them it is by run. */
export const OPTIONAL: ReadonlySet<string> = new Set(['stroke', 'class', 'lineKey']);
/** Fields of our presets that hold names. */
const NAMES: ReadonlySet<string> = new Set(['label', 'Actual', 'Predicted']);
/** Those that only numbers can fill. */
const NUMBERS: ReadonlySet<string> = new Set(['y', 'lineVal', 'nPredictions']);

export interface ChosenFields {
  /** What a person chose; '' = no column. */
  readonly own: Fields | undefined;
  /** What the script said. */
  readonly logged: Fields | undefined;
  /** The rows are those that the script asked for. */
  readonly isAsLogged: boolean;
}

/**
 * Which column each field holds: what a person chose, what the script said, else a column of the field's own name; for
 * fields that our presets need, else the next column of their kind. '' and left out = no column.
 */
export function fillFields(
  wanted: readonly string[],
  data: ChartData,
  preset: Preset | undefined,
  { own, logged, isAsLogged }: ChosenFields,
): Fields {
  const fields: Record<string, string> = { ...(isAsLogged ? logged : {}) };
  const open: string[] = [];
  for (const field of wanted) {
    const chosen = own?.[field];
    const said = logged?.[field];
    if (chosen !== undefined) fields[field] = chosen;
    else if (said !== undefined && (isAsLogged || data.columns.includes(said))) fields[field] = said;
    else open.push(field);
  }
  const taken = new Set(Object.values(fields));
  const isFree = (column: string): boolean => !taken.has(column);
  // What has to be a number chooses before what may be anything, unless there are numbers for all.
  const numbers = data.columns.filter((column) => isFree(column) && !isNames(data, column)).length;
  const isScarce = numbers < open.filter((field) => !OPTIONAL.has(field)).length;
  const isChoosy = (field: string): number => (NUMBERS.has(field) && isScarce ? 0 : 1);
  for (const field of [...open].sort((a, b) => isChoosy(a) - isChoosy(b))) {
    const named = data.columns.find((column) => column.toLowerCase() === field.toLowerCase());
    const found = named ?? (preset === undefined || OPTIONAL.has(field) ? undefined : nextColumn(field, data, isFree));
    if (found === undefined) continue;
    fields[field] = found;
    taken.add(found);
  }
  return fields;
}

function nextColumn(field: string, data: ChartData, isFree: (column: string) => boolean): string | undefined {
  const columns = data.columns.filter(isFree);
  const names = columns.find((column) => isNames(data, column));
  const number = columns.find((column) => !isNames(data, column));
  if (NUMBERS.has(field)) return number;
  if (NAMES.has(field)) return names ?? (isFree(ADDED.name) ? ADDED.name : columns[0]);
  return number ?? names;
}

function isNames(data: ChartData, column: string): boolean {
  return measureOf(data.rows, column) === 'nominal';
}

/**
 * Columns that a Vega-Lite specification names in its encodings and that its rows do not have. Only of specifications
 * whose transforms name what they make; anything else may make columns that nobody can foresee.
 */
export function unknownFields(spec: Json, columns: readonly string[]): readonly string[] {
  if (isVega(spec)) return [];
  const made = new Set<string>([...columns, ...Object.values(ADDED)]);
  const named = new Set<string>();
  const look = (value: Json, isEncoding: boolean): boolean => {
    if (Array.isArray(value)) return value.every((one: Json) => look(one, isEncoding));
    if (!isObject(value)) return true;
    const { data, transform, field } = value;
    // Data of its own: what is inside is not about our rows.
    if (isObject(data) && data['name'] !== 'wandb') return true;
    if (Array.isArray(transform) && !transform.every((one: Json) => noteMade(one, made))) return false;
    if (isEncoding && typeof field === 'string') named.add(field);
    return Object.entries(value).every(
      ([name, one]) => name === 'transform' || look(one, isEncoding || name === 'encoding'),
    );
  };
  if (!look(spec, false)) return [];
  return [...named].map(plainPath).filter((name) => !made.has(name) && !made.has(name.split(/[.[]/)[0] ?? ''));
}

/** Notes what a transform makes; false where that cannot be told. */
function noteMade(transform: Json, made: Set<string>): boolean {
  if (!isObject(transform)) return false;
  if ('pivot' in transform || 'lookup' in transform) return false;
  if ('fold' in transform && !('as' in transform)) for (const name of ['key', 'value']) made.add(name);
  if ('density' in transform && !('as' in transform)) for (const name of ['value', 'density']) made.add(name);
  const note = (value: Json): void => {
    if (Array.isArray(value)) for (const one of value as readonly Json[]) note(one);
    else if (isObject(value)) {
      const { as } = value;
      for (const name of Array.isArray(as) ? (as as readonly Json[]) : [as])
        if (typeof name === 'string') made.add(name);
      for (const one of Object.values(value)) note(one);
    }
  };
  note(transform);
  return true;
}

/** `a\\.b` is the column `a.b`; without a backslash a dot leads into a value. */
function plainPath(path: string): string {
  return path.replace(/\\(.)/g, '$1');
}
