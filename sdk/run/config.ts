import { isPlainObject, valueText } from '#sdk/values';
import { snapshot } from './row.ts';

/** What a change of a document sends: values with their places, and places to clear before. */
export type SendChange = (
  set: readonly (readonly [path: readonly string[], text: string])[],
  remove: readonly (readonly string[])[],
) => void;

/** Input parameters of a run. Reads like an object; what is written is recorded at once. */
export class Config {
  readonly #values = new Map<string, unknown>();
  readonly #send: SendChange;

  constructor(values: Readonly<Record<string, unknown>>, send: SendChange) {
    for (const [key, value] of Object.entries(values)) if (value !== undefined) this.#values.set(key, snapshot(value));
    this.#send = send;
  }

  get<T = unknown>(key: string): T | undefined {
    return this.#values.get(key) as T | undefined;
  }

  /** Replaces the value as a whole. Errors: UsageError for what cannot be stored. */
  set(key: string, value: unknown): void {
    this.update({ [key]: value });
  }

  /** As `set`, for each member. */
  update(values: Readonly<Record<string, unknown>>): void {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    const items = entries.map(([key, value]) => [[key], valueText(value, key)] as const);
    // An object would be put into the one that is there, member by member.
    const removed = entries.flatMap(([key]) => (isPlainObject(this.#values.get(key)) ? [[key]] : []));
    for (const [key, value] of entries) this.#values.set(key, snapshot(value));
    this.#send(items, removed);
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries([...this.#values].map(([key, value]) => [key, snapshot(value)]));
  }
}
