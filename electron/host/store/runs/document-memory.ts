import type { TypedValue } from '../values.ts';

/** One config or summary taken apart: raw text and leaves of each top-level member, and all leaves together. */
export interface ParsedDocument {
  readonly text: string;
  readonly parts: ReadonlyMap<string, { readonly raw: string; readonly values: ReadonlyMap<string, TypedValue> }>;
  readonly values: ReadonlyMap<string, TypedValue>;
}

/** Characters of document text remembered over all runs; with the parsed values some 100 MB at the very most. */
const LIMIT_CHARS = 16 * 1024 * 1024;

/** The documents written last, least recently used out first; a document over the whole limit is not kept. */
export class DocumentMemory {
  readonly #documents = new Map<string, ParsedDocument>();
  #chars = 0;

  get(key: string): ParsedDocument | undefined {
    const document = this.#documents.get(key);
    if (document === undefined) return undefined;
    this.#documents.delete(key);
    this.#documents.set(key, document);
    return document;
  }

  set(key: string, document: ParsedDocument): void {
    this.forget(key);
    this.#documents.set(key, document);
    this.#chars += document.text.length;
    for (const oldest of this.#documents.keys()) {
      if (this.#chars <= LIMIT_CHARS) break;
      this.forget(oldest);
    }
  }

  forget(key: string): void {
    const document = this.#documents.get(key);
    if (document === undefined) return;
    this.#documents.delete(key);
    this.#chars -= document.text.length;
  }
}
