import type { SummaryArray } from '#sdk/media';
import { Aggregate, type MetricBook } from '#sdk/metrics';
import { isBranch, isTypedArray, leaves, type TypedArray, valueText } from '#sdk/values';
import type { Item } from '#sdk/worker';
import { mergeRow, snapshot } from './row.ts';

/** @internal Sends a change of the summary; see SendChange. */
export type SendSummary = (
  set: readonly (readonly [path: readonly string[], text: string])[],
  remove: readonly (readonly string[])[],
  isPinned: boolean,
  arrays: readonly SummaryArray[],
) => void;

/** Numbers of a typed array that are kept one by one. Source: the Python client. */
const MOST_LISTED = 32;

/** One value per key: the last logged one, what `defineMetric` asks for, or what was set by hand; the last writer wins. */
export class Summary {
  readonly #values: Record<string, unknown> = {};
  readonly #pinned = new Set<string>();
  readonly #aggregates = new Map<string, Aggregate<unknown>>();
  readonly #book: MetricBook;
  readonly #send: SendSummary;

  /** @internal */
  constructor(book: MetricBook, values: Readonly<Record<string, unknown>>, send: SendSummary) {
    this.#book = book;
    this.#send = send;
    Object.assign(this.#values, values);
  }

  /** The value of a key; a dotted name also reaches into objects. */
  get<T = unknown>(key: string): T | undefined {
    if (Object.hasOwn(this.#values, key)) return snapshot(this.#values[key]) as T;
    let value: unknown = this.#values;
    for (const part of key.split('.')) value = isBranch(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    return snapshot(value) as T | undefined;
  }

  /**
   * Replaces the value; `pin` keeps it against later rows. A typed array of more than 32 numbers is kept as a file, with
   * its range, mean, variance and percentiles in its place. Errors: UsageError for what cannot be stored.
   */
  set(key: string, value: unknown, options: { readonly pin?: boolean } = {}): void {
    const { items, arrays } = parted({ [key]: value });
    const removed = isBranch(this.#values[key]) ? [[key]] : [];
    this.#values[key] = snapshot(value);
    if (options.pin === true) this.#pinned.add(key);
    else this.#pinned.delete(key);
    this.#send(items, removed, options.pin === true, arrays);
  }

  /** Objects are merged member by member. */
  update(values: Readonly<Record<string, unknown>>): void {
    const { items, arrays } = parted(values);
    mergeRow(this.#values, snapshot(values) as Record<string, unknown>);
    this.#send(items, [], false, arrays);
  }

  /** True when there was such a key. */
  delete(key: string): boolean {
    if (!Object.hasOwn(this.#values, key)) return false;
    delete this.#values[key];
    this.#pinned.delete(key);
    this.#send([], [[key]], false, []);
    return true;
  }

  toJSON(): Record<string, unknown> {
    return snapshot(this.#values) as Record<string, unknown>;
  }

  /** @internal A row was written. */
  take(row: Readonly<Record<string, unknown>>, step: number): void {
    const values = this.#values;
    const hasRules = this.#book.version > 0;
    for (const key in row) {
      const value = row[key];
      if (value === undefined || value === null || this.#pinned.has(key)) continue;
      if (hasRules) this.#takeByRule(key, value);
      else if (isBranch(value)) mergeRow(values, { [key]: snapshot(value) });
      else values[key] = typeof value === 'object' ? snapshot(value) : value;
    }
    values['_step'] = step;
  }

  #takeByRule(key: string, value: unknown): void {
    const definition = this.#book.find(key);
    if (definition === undefined || definition.summary.size === 0) {
      if (isBranch(value)) {
        for (const [name, member] of Object.entries(value)) this.#takeMember(key, [name], member);
      } else this.#values[key] = snapshot(value);
      return;
    }
    if (definition.summary.has('none')) return;
    const aggregate = this.#aggregates.get(key) ?? new Aggregate<unknown>();
    this.#aggregates.set(key, aggregate);
    aggregate.add(snapshot(value), typeof value === 'number' ? value : undefined);
    this.#values[key] = Object.fromEntries(aggregate.members(definition));
  }

  #takeMember(key: string, path: readonly string[], value: unknown): void {
    const definition = this.#book.find([key, ...path].join('.'));
    if (definition?.summary.has('none') === true) return;
    if (isBranch(value)) {
      for (const [name, member] of Object.entries(value)) this.#takeMember(key, [...path, name], member);
      return;
    }
    let kept: unknown = snapshot(value);
    if (definition !== undefined && definition.summary.size > 0) {
      const id = [key, ...path].join('\u0000');
      const aggregate = this.#aggregates.get(id) ?? new Aggregate<unknown>();
      this.#aggregates.set(id, aggregate);
      aggregate.add(kept, typeof value === 'number' ? value : undefined);
      kept = Object.fromEntries(aggregate.members(definition));
    }
    let nested = kept;
    for (const name of [...path].reverse()) nested = { [name]: nested };
    mergeRow(this.#values, { [key]: nested });
  }
}

/** Values by their places: texts, and long arrays, of which the recording thread tells. */
function parted(values: Readonly<Record<string, unknown>>): {
  readonly items: readonly Item[];
  readonly arrays: readonly SummaryArray[];
} {
  const items: Item[] = [];
  const arrays: SummaryArray[] = [];
  let long: TypedArray | undefined;
  const textOf = (value: unknown, key: string): string => {
    if (!isTypedArray(value) || value.length === 0) return valueText(value, key);
    if (value.length === 1) return valueText(value[0], key);
    if (value.length <= MOST_LISTED) return valueText(value, key);
    long = value;
    return '';
  };
  const take = (path: readonly string[], text: string): void => {
    if (long === undefined) items.push([path, text]);
    else arrays.push({ path, values: long });
    long = undefined;
  };
  for (const [key, value] of Object.entries(values)) leaves(value, [key], take, textOf);
  return { items, arrays };
}
