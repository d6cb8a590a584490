import { closeSync, fdatasync, fstatSync, openSync, writeSync } from 'node:fs';
import { FrameWriter } from './frame-writer.ts';
import { ItemWriter } from './item-writer.ts';
import { type Decoded, encodeMessage } from './protobuf.ts';
import { RECORD } from './schema.ts';

/**
 * A `.wandb` file that is being written. Records are framed in memory; `write` puts them into the file, from where they
 * survive the end of this process, `sync` onto the disk, from where they survive the end of the machine.
 */
export class LogAppender {
  readonly path: string;
  readonly #file: number;
  readonly #frames: FrameWriter;
  readonly #items: ItemWriter;
  #count = 0;

  /** Makes the file, or goes on at the end of one. Errors: those of the file system. */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'a');
    this.#frames = new FrameWriter(fstatSync(this.#file).size);
    this.#items = new ItemWriter(this.#frames);
  }

  /** How many records were added. */
  get recordCount(): number {
    return this.#count;
  }

  /** Size of the file once everything is written, in bytes. */
  get position(): number {
    return this.#frames.position;
  }

  get pendingBytes(): number {
    return this.#frames.pending.length;
  }

  /** Adds a record of any kind; members as in the schema, for example `{ exit: { exitCode: 1 } }`. */
  add(record: Decoded): void {
    this.#count += 1;
    this.#frames.add(encodeMessage(RECORD, { num: this.#count, ...record }));
  }

  /** Gathers one item of the next history or summary record; `text` is extended JSON. */
  item(prefix: Uint8Array, text: string): void {
    this.#items.item(prefix, text);
  }

  endHistory(step: number): void {
    this.#items.endHistory(++this.#count, step);
  }

  /** Adds the gathered items as a summary record; none when nothing was gathered. */
  endSummary(): void {
    if (!this.#items.isEmpty) this.#items.endSummary(++this.#count);
  }

  /** Puts everything into the file. Errors: those of the file system; what is not written stays pending. */
  write(): void {
    const { pending } = this.#frames;
    let at = 0;
    while (at < pending.length) at += writeSync(this.#file, pending, at);
    this.#frames.written();
  }

  /** Asks the disk to keep what is written. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) =>
      fdatasync(this.#file, (error) => (error === null ? resolve() : reject(error))),
    );
  }

  close(): void {
    closeSync(this.#file);
  }
}
