import type { SpanReader } from './span-reader.ts';

/** Where the rows of an answer lie, 14 bytes each: a long run has millions, most of which a sample leaves out. */
export class RowPlaces {
  readonly #spans: SpanReader[] = [];
  #spanIndex = new Uint32Array(1024);
  #rows = new Uint16Array(1024);
  #steps = new Float64Array(1024);
  #order: Uint32Array | undefined;
  /** True while each step is above the one before: then nothing can repeat and the order is right. */
  isAscending = true;
  length = 0;

  push(span: SpanReader, row: number, step: number): void {
    const at = this.length;
    if (at === this.#rows.length) this.#grow();
    if (this.#spans.at(-1) !== span) this.#spans.push(span);
    this.#spanIndex[at] = this.#spans.length - 1;
    this.#rows[at] = row;
    this.#steps[at] = step;
    if (at > 0 && !(step > (this.#steps[at - 1] ?? 0))) this.isAscending = false;
    this.length = at + 1;
  }

  span(at: number): SpanReader {
    const span = this.#spans[this.#spanIndex[this.#at(at)] ?? -1];
    if (span === undefined) throw new Error(`no row ${at}`);
    return span;
  }

  row(at: number): number {
    return this.#rows[this.#at(at)] ?? 0;
  }

  step(at: number): number {
    return this.#steps[this.#at(at)] ?? 0;
  }

  /** Sorts by the comparison of two places (numbers as they stand before); equal ones keep their order. */
  sort(compare: (a: number, b: number) => number): void {
    const order = Uint32Array.from({ length: this.length }, (_, i) => i);
    this.#order = order.sort((a, b) => compare(a, b) || a - b);
  }

  /** The places for which `keeps` holds, in the same order. */
  filter(keeps: (at: number) => boolean): RowPlaces {
    const kept = new RowPlaces();
    for (let at = 0; at < this.length; at++) {
      if (keeps(at)) kept.push(this.span(at), this.row(at), this.step(at));
    }
    return kept;
  }

  #at(at: number): number {
    return this.#order === undefined ? at : (this.#order[at] ?? 0);
  }

  #grow(): void {
    const size = this.#rows.length * 2;
    const [spanIndex, rows, steps] = [new Uint32Array(size), new Uint16Array(size), new Float64Array(size)];
    spanIndex.set(this.#spanIndex);
    rows.set(this.#rows);
    steps.set(this.#steps);
    [this.#spanIndex, this.#rows, this.#steps] = [spanIndex, rows, steps];
  }
}
