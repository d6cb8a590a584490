import type { ApiValue, RunDetail } from '#shared/api';
import { localTime } from '#ui/widgets';
import { strings } from './strings.ts';

export const SECTIONS = ['run', 'config', 'summary', 'environment', 'packages'] as const;
export type SectionId = (typeof SECTIONS)[number];

/** One key over all compared runs. */
export interface CompareRow {
  /** Section and key; unique. */
  readonly id: string;
  readonly section: SectionId;
  /** Nested keys joined by dots. */
  readonly key: string;
  /** One for each run; undefined where the run has no such key, which is not the same as null, false, 0 or ''. */
  readonly values: readonly (ApiValue | undefined)[];
  readonly isDifferent: boolean;
}

/** What is compared of one run. */
export interface ComparedRun {
  readonly detail: RunDetail;
  /** Text of its requirements.txt; undefined where it has none (yet). */
  readonly requirements: string | undefined;
}

const byName = new Intl.Collator('en', { numeric: true });

/** Every key that some run has, section by section, keys in natural order. */
export function toCompareRows(runs: readonly ComparedRun[]): readonly CompareRow[] {
  const flat = runs.map(flatten);
  return SECTIONS.flatMap((section) => {
    const keys = [...new Set(flat.flatMap((one) => [...one[section].keys()]))];
    // What a run is called and where it ran reads best in the order it is given.
    const ordered = section === 'run' ? keys : keys.sort(byName.compare);
    return ordered.map((key): CompareRow => {
      const values = flat.map((one) => one[section].get(key));
      const isDifferent = values.some((value) => !isSame(value, values[0]));
      return { id: `${section}/${key}`, section, key, values, isDifferent };
    });
  });
}

/** Whether two runs have the same there; a missing value is no null, and `0` no `false`. */
export function isSame(a: ApiValue | undefined, b: ApiValue | undefined): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}

type Flat = Readonly<Record<SectionId, ReadonlyMap<string, ApiValue>>>;

function flatten({ detail, requirements }: ComparedRun): Flat {
  return {
    run: runFacts(detail),
    config: flattenTree(detail.config),
    summary: flattenTree(withoutInner(detail.summary)),
    environment: flattenTree(detail.metadata),
    packages: packagesOf(requirements ?? ''),
  };
}

function withoutInner(summary: RunDetail['summary']): RunDetail['summary'] {
  return Object.fromEntries(Object.entries(summary).filter(([key]) => key !== '_wandb'));
}

/** Nested objects as dotted keys; lists, media and empty objects stay whole. */
function flattenTree(root: Readonly<Record<string, ApiValue>>): ReadonlyMap<string, ApiValue> {
  const flat = new Map<string, ApiValue>();
  const visit = (prefix: string, value: ApiValue): void => {
    const isBranch = typeof value === 'object' && value !== null && !Array.isArray(value) && !('_type' in value);
    const entries = isBranch ? Object.entries(value as Readonly<Record<string, ApiValue>>) : [];
    if (entries.length === 0) flat.set(prefix, value);
    else for (const [key, inner] of entries) visit(prefix === '' ? key : `${prefix}.${key}`, inner);
  };
  for (const [key, value] of Object.entries(root)) visit(key, value);
  return flat;
}

const names = strings.facts;

function runFacts({ head, ...detail }: RunDetail): ReadonlyMap<string, ApiValue> {
  const facts: readonly (readonly [string, ApiValue | undefined])[] = [
    [names.state, head.state],
    [names.created, new Date(head.createdAt).toISOString()],
    [names.runtime, Math.round(head.durationMs / 1000)],
    // -1 stands for no step at all; as a number it would be compared with.
    [names.lastStep, head.lastStep < 0 ? undefined : head.lastStep],
    [names.user, head.username],
    [names.host, head.host],
    [names.group, head.group],
    [names.jobType, head.jobType],
    [names.tags, head.tags.length === 0 ? undefined : head.tags.join(', ')],
    [names.notes, head.notes === '' ? undefined : head.notes],
    [names.sweep, head.sweep],
    [names.program, detail.program],
    [names.gitRemote, detail.gitRemote],
    [names.gitCommit, detail.gitCommit],
    [names.python, detail.pythonVersion],
    [names.client, detail.clientVersion],
    [names.exitCode, detail.exitCode],
  ];
  return new Map(facts.filter((fact): fact is readonly [string, ApiValue] => fact[1] !== undefined));
}

/** Names and versions of a requirements.txt as pip freeze writes it; what has no `==` stands by itself. */
function packagesOf(text: string): ReadonlyMap<string, ApiValue> {
  const found = new Map<string, ApiValue>();
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('==');
    if (at > 0) found.set(line.slice(0, at).trim(), line.slice(at + 2).trim());
    else found.set(line.split(/\s*@\s*|[<>~!=\s;]/)[0] ?? line, line);
  }
  return found;
}

/** The rows that a person wants to see: only those that differ, or all; those whose key or value has every word. */
export function filterRows(rows: readonly CompareRow[], isAll: boolean, search: string): readonly CompareRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (!isAll && !row.isDifferent) return false;
    if (words.length === 0) return true;
    const text = searchedText(row);
    return words.every((word) => text.includes(word));
  });
}

/** Kept with the row: with 500 keys of 50 runs, making them anew for each letter that is typed takes longer than a frame. */
const searchedTexts = new WeakMap<CompareRow, string>();

function searchedText(row: CompareRow): string {
  let text = searchedTexts.get(row);
  if (text === undefined) {
    const values = row.values.map((value) => {
      const at = instantOf(row, value);
      return at === undefined ? textOfValue(value ?? '') : localTime(at);
    });
    searchedTexts.set(row, (text = [row.key, ...values].join('\n').toLowerCase()));
  }
  return text;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** A time that host or client has written down in UTC, which is shown as it was here. What a script has set stays as it is. */
export function instantOf({ section }: CompareRow, value: ApiValue | undefined): number | undefined {
  if (section !== 'run' && section !== 'environment') return undefined;
  return typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : undefined;
}

/** A value as it is compared and copied: texts as they are, all else as JSON. */
export function textOfValue(value: ApiValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
