import { isPlainObject, valueText } from '#sdk/values';
import { mergeRow, snapshot } from './row.ts';

/** What a change of a document sends: values with their places, and places to clear before. */
export type SendChange = (
  set: readonly (readonly [path: readonly string[], text: string])[],
  remove: readonly (readonly string[])[],
) => void;

/** Input parameters of a run. Reads like an object; what is written is recorded at once. */
export class Config {
  readonly #values: Record<string, unknown> = {};
  readonly #send: SendChange;

  constructor(values: Readonly<Record<string, unknown>>, send: SendChange) {
    for (const [key, value] of Object.entries(values)) if (value !== undefined) this.#values[key] = snapshot(value);
    this.#send = send;
  }

  get<T = unknown>(key: string): T | undefined {
    return (Object.hasOwn(this.#values, key) ? this.#values[key] : undefined) as T | undefined;
  }

  /** Replaces the value as a whole. Errors: UsageError for what cannot be stored. */
  set(key: string, value: unknown): void {
    if (value === undefined) return;
    const items = [[[key], valueText(value, key)]] as const;
    // An object would be put into the one that is there, member by member.
    const removed = isPlainObject(this.#values[key]) ? [[key]] : [];
    this.#values[key] = snapshot(value);
    this.#send(items, removed);
  }

  /**
   * Objects are put into those that are there, member by member, as from Python; anything else is replaced. Errors: as `set`.
   */
  update(values: Readonly<Record<string, unknown>>): void {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    const items = entries.map(([key, value]) => [[key], valueText(value, key)] as const);
    mergeRow(this.#values, snapshot(values) as Record<string, unknown>);
    this.#send(items, []);
  }

  toJSON(): Record<string, unknown> {
    return snapshot(this.#values) as Record<string, unknown>;
  }
}
