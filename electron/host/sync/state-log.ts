import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { Problem } from '#shared/errors';

/** Lines that nobody needs any more, before the file is written anew. */
const SPARE_LINES = 1000;

/**
 * Records by name in one file, each line one change: what is kept of ten thousand runs is not written anew for every
 * post of one. The last line of a name counts; a line without a value takes it away.
 */
export class StateLog {
  readonly #path: string;
  readonly #records = new Map<string, unknown>();
  #handle: number | undefined;
  #lines = 0;

  /** Nothing is written before the first change. `onDamage` hears the number of a line that cannot be read; the others count. Errors: those of the file system. */
  constructor(path: string, onDamage: (line: number) => void) {
    this.#path = path;
    for (const [i, line] of textOf(path).split('\n').entries()) {
      if (line === '') continue;
      const change = parsed(line);
      if (change === undefined) onDamage(i + 1);
      else this.#apply(change);
    }
  }

  /** The records whose names begin with `prefix`, in the order they were first put. */
  all<T>(prefix: string): T[] {
    return [...this.#records].filter(([name]) => name.startsWith(prefix)).map(([, value]) => value as T);
  }

  get<T>(name: string): T | undefined {
    return this.#records.get(name) as T | undefined;
  }

  /** A number that no record had before. */
  newId(): number {
    const id = (this.get<number>('last id') ?? 0) + 1;
    this.put('last id', id);
    return id;
  }

  /**
   * Keeps a record; undefined takes it away. `isDurable`: it is on the disk when this returns. Errors: `store.full`, those of
   * the file system; the record counts all the same, and is on the disk with the next that can be written.
   */
  put(name: string, value: unknown, { isDurable = false }: { readonly isDurable?: boolean } = {}): void {
    const change = value === undefined ? { name } : { name, value };
    this.#apply(change);
    try {
      this.#write(change, isDurable);
    } catch (error) {
      // Half a line may have been written: the next time the file is written anew.
      this.#handle = undefined;
      if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
        throw new Problem('store.full', {}, { cause: error });
      }
      throw error;
    }
  }

  close(): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  #write(change: Change, isDurable: boolean): void {
    if (this.#handle === undefined || this.#lines > 2 * this.#records.size + SPARE_LINES) {
      this.close();
      this.#handle = this.#writeAnew();
      return;
    }
    writeSync(this.#handle, lineOf(change));
    this.#lines += 1;
    if (isDurable) fsyncSync(this.#handle);
  }

  #apply({ name, value }: Change): void {
    if (value === undefined) this.#records.delete(name);
    else this.#records.set(name, value);
  }

  /** Whole or not at all, readable by this user only; returns the handle to go on with. */
  #writeAnew(): number {
    const temporary = `${this.#path}.new`;
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, [...this.#records].map(([name, value]) => lineOf({ name, value })).join(''));
      fsyncSync(handle);
      renameSync(temporary, this.#path);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
    this.#lines = this.#records.size;
    return handle;
  }
}

interface Change {
  readonly name: string;
  readonly value?: unknown;
}

function lineOf(change: Change): string {
  return `${JSON.stringify(change)}\n`;
}

function parsed(line: string): Change | undefined {
  try {
    const change = JSON.parse(line) as Partial<Change> | null;
    return typeof change?.name === 'string' ? { ...change, name: change.name } : undefined;
  } catch {
    return undefined;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
