import type { Charts } from './charts.ts';
import { mergeRow, type RowWriter, snapshot } from './row.ts';
import type { Watches } from './watch.ts';

/** The row that a script puts together: what it logs without committing waits here for what joins it. */
export class OpenRow {
  readonly #writer: RowWriter;
  readonly #charts: Charts;
  readonly #watches: Watches;
  #values: Record<string, unknown> | undefined;

  constructor(writer: RowWriter, charts: Charts, watches: Watches) {
    this.#writer = writer;
    this.#charts = charts;
    this.#watches = watches;
  }

  /** Adds values. Returns the whole row when it is to be written now. Errors: as `valueText`; nothing is kept then. */
  add(data: Readonly<Record<string, unknown>>, commit: boolean): Readonly<Record<string, unknown>> | undefined {
    const values = this.#charts.without(data);
    if (commit && this.#values === undefined) return this.#watched(values);
    // Written in any case, so that a value that cannot be logged is refused before it is kept.
    this.#writer.check(values);
    this.#values ??= {};
    mergeRow(this.#values, snapshot(values) as Record<string, unknown>);
    return commit ? this.end() : undefined;
  }

  /** The row so far, which is to be written now; undefined when there is none. */
  end(): Readonly<Record<string, unknown>> | undefined {
    const values = this.#values;
    this.#values = undefined;
    return values === undefined ? undefined : this.#watched(values);
  }

  /** A copy of the row so far. */
  copy(): Readonly<Record<string, unknown>> {
    return snapshot(this.#values ?? {}) as Record<string, unknown>;
  }

  #watched(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const joined = this.#watches.due();
    return joined === undefined ? row : { ...row, ...joined };
  }
}
