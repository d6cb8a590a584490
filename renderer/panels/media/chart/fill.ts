import { strings } from './strings.ts';
/** JSON as it stands in a specification. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Filling {
  /** Field of the specification → column. */
  readonly fields: Readonly<Record<string, string>>;
  readonly strings: Readonly<Record<string, string>>;
  /** How people call columns whose names are ids. */
  readonly labels?: Readonly<Record<string, string>>;
}

const PLACEHOLDER = /\$\{(field|string):([^}]+)\}/g;
const WHOLE = /^\$\{(field|string):([^}]+)\}$/;
/** Members whose value is read by people, where a column's name stands as it is. */
const WORDS: ReadonlySet<string> = new Set(['title', 'text', 'labelExpr', 'description']);

/**
 * A specification with its placeholders `${field:name}` and `${string:name}` filled. A channel whose field has no
 * column is left out, so that a preset serves tables with and without it. Dots and brackets in names of columns are
 * escaped where they would mean a path. Source: the client's public documentation of custom charts.
 */
export function fillSpec(spec: Json, filling: Filling): Json {
  return fill(spec, filling, '') ?? {};
}

/** Names of the placeholders of a specification, in the order they stand. */
export function placeholdersOf(spec: Json): {
  readonly fields: readonly string[];
  readonly strings: readonly string[];
} {
  const found = { field: new Set<string>(), string: new Set<string>() };
  for (const [, kind, name] of JSON.stringify(spec).matchAll(PLACEHOLDER)) {
    if ((kind === 'field' || kind === 'string') && name !== undefined) found[kind].add(name);
  }
  return { fields: [...found.field], strings: [...found.string] };
}

/** Reads the text of a specification. Throws an Error in words. */
export function parseSpec(text: string): Json {
  let spec: Json;
  try {
    spec = JSON.parse(text) as Json;
  } catch (error) {
    throw new Error(strings.faults.noJson(error instanceof Error ? error.message : String(error)), { cause: error });
  }
  if (!isObject(spec)) throw new Error(strings.faults.noSpec);
  return spec;
}

/** Vega, when it says so or has marks; else Vega-Lite. */
export function isVega(spec: Json): boolean {
  if (!isObject(spec)) return false;
  const schema = spec['$schema'];
  if (typeof schema === 'string' && schema.includes('/schema/')) return !schema.includes('vega-lite');
  return Array.isArray(spec['marks']);
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** undefined: to be left out. */
function fill(value: Json, filling: Filling, member: string): Json | undefined {
  if (typeof value === 'string') return fillText(value, filling, member);
  if (Array.isArray(value)) return value.flatMap((one: Json) => fill(one, filling, member) ?? []);
  if (!isObject(value)) return value;
  if (isUnfilled(value['field'], filling)) return undefined;
  const members =
    member === '' || value['title'] !== undefined ? value : { ...value, ...titleOf(value['field'], filling) };
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, one]): [string, Json][] => {
      const filled = fill(one, filling, name);
      return filled === undefined ? [] : [[name, filled]];
    }),
  );
}

/** Vega-Lite would write the escaped path of a column as the title of its axis. */
function titleOf(field: Json | undefined, { fields, labels }: Filling): { readonly title?: Json } {
  const name = typeof field === 'string' ? WHOLE.exec(field)?.[2] : undefined;
  const column = name === undefined ? '' : (fields[name] ?? '');
  return escapePath(column) === column && labels?.[column] === undefined ? {} : { title: field ?? '' };
}

function isUnfilled(field: Json | undefined, { fields }: Filling): boolean {
  const name = typeof field === 'string' ? WHOLE.exec(field)?.[2] : undefined;
  return name !== undefined && (fields[name] ?? '') === '';
}

function fillText(text: string, { fields, strings, labels }: Filling, member: string): string | undefined {
  const whole = WHOLE.exec(text);
  if (whole !== null) {
    const [, kind, name = ''] = whole;
    if (kind === 'string') return (strings[name] ?? '') === '' && WORDS.has(member) ? undefined : (strings[name] ?? '');
    const column = fields[name] ?? '';
    return WORDS.has(member) ? (labels?.[column] ?? column) : escapePath(column);
  }
  return text.replaceAll(PLACEHOLDER, (_all, kind: string, name: string) => {
    const found = (kind === 'string' ? strings[name] : fields[name]) ?? '';
    return found.replace(/['"\\]/g, '\\$&');
  });
}

/** Vega reads `a.b` and `a[0]` as paths. */
function escapePath(column: string): string {
  return column.replace(/[.[\]\\']/g, '\\$&');
}
