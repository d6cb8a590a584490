import { CustomChart } from '#sdk/plot';
import { valueText } from '#sdk/values';
import type { SendChange } from './config.ts';

/** Charts of rows: each is a table of its row, and a definition in the config that is told when it is new. */
export class Charts {
  /** Definitions as they were told. */
  readonly #told = new Map<string, string>();
  readonly #send: SendChange;

  constructor(send: SendChange) {
    this.#send = send;
  }

  /** The row with tables in place of its charts; anything else stays as it is. */
  without(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    let values: Record<string, unknown> | undefined;
    for (const key in data) {
      const value = data[key];
      if (!(value instanceof CustomChart)) continue;
      values ??= { ...data };
      delete values[key];
      values[value.tableKey(key)] = value.table;
      const text = valueText(value.definition(key), key);
      if (this.#told.get(key) === text) continue;
      this.#told.set(key, text);
      this.#send([[['_wandb', 'visualize', key], text]], []);
    }
    return values ?? data;
  }
}
