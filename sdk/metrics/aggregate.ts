import type { Definition } from './book.ts';

/**
 * What the summary keeps of one metric over its rows. Only numbers have a smallest, a largest and a mean; NaN counts
 * for none of them. Source: wandb core, internal/runsummary (0.31); `best` is the SDK's own.
 */
export class Aggregate<T> {
  #first: T | undefined;
  #last: T | undefined;
  #hasValue = false;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #sum = 0;
  #count = 0;

  add(value: T, number: number | undefined): void {
    if (!this.#hasValue) this.#first = value;
    this.#hasValue = true;
    this.#last = value;
    if (number === undefined || Number.isNaN(number)) return;
    this.#min = Math.min(this.#min, number);
    this.#max = Math.max(this.#max, number);
    this.#sum += number;
    this.#count += 1;
  }

  /** The wanted members in a fixed order; numbers as such, first and last as they were given. */
  members({ summary, objective }: Definition): (readonly [name: string, value: number | T])[] {
    const members: (readonly [string, number | T])[] = [];
    const put = (name: string, value: number | T | undefined): void => {
      if (value !== undefined) members.push([name, value]);
    };
    const numbers = this.#count > 0;
    if (summary.has('min') && numbers) put('min', this.#min);
    if (summary.has('max') && numbers) put('max', this.#max);
    if (summary.has('mean') && numbers) put('mean', this.#sum / this.#count);
    if (summary.has('first')) put('first', this.#first);
    if (summary.has('last')) put('last', this.#last);
    if (summary.has('best') && numbers) put('best', objective === 'maximize' ? this.#max : this.#min);
    return members;
  }
}
