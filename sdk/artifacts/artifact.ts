import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '#sdk/base';
import { type Media, type MediaData, mediaIn } from '#sdk/media';
import { valueText } from '#sdk/values';

/** One entry of a draft: a file to be copied, bytes, or something that lies elsewhere. */
export type DraftEntry = { readonly path: string } & (
  | { readonly file: string }
  | { readonly bytes: Uint8Array }
  /** Becomes an entry of its kind, and the files that it needs. */
  | { readonly media: MediaData }
  | { readonly reference: string }
);

/** A version as it is handed to the recording thread. */
export interface Draft {
  readonly name: string;
  readonly type: string;
  readonly description: string | undefined;
  /** JSON text of an object. */
  readonly metadata: string | undefined;
  readonly entries: readonly DraftEntry[];
}

/** Source: the Python client. */
const NAME = /^[A-Za-z0-9_.-]+$/;
const MOST_NAME_CHARS = 128;

const drafts = new WeakMap<Artifact, () => Draft>();

/** A new version of an artifact: data or models with a name and a type. Nothing is read before it is logged. */
export class Artifact {
  readonly name: string;
  readonly type: string;
  readonly #entries = new Map<string, DraftEntry>();

  /** `name`: 1 to 128 of letters, digits, `_`, `-`, `.`. Errors: UsageError `artifact.name`, `artifact.metadata`. */
  constructor(
    name: string,
    type: string,
    options: { readonly description?: string; readonly metadata?: Readonly<Record<string, unknown>> } = {},
  ) {
    if (!NAME.test(name) || name.length > MOST_NAME_CHARS) {
      const reason = `has 1 to ${MOST_NAME_CHARS} letters, digits, "_", "-" and "."`;
      throw new UsageError('artifact.name', `the name of an artifact ${reason}: "${name}"`);
    }
    if (type.trim() === '') throw new UsageError('artifact.type', 'the type of an artifact is empty');
    this.name = name;
    this.type = type;
    const { description, metadata } = options;
    const text = metadata === undefined ? undefined : valueText(metadata, 'metadata');
    drafts.set(this, () => ({ name, type, description, metadata: text, entries: [...this.#entries.values()] }));
  }

  /** A file, under its own name unless another is given. Errors: UsageError `artifact.file` when it is not there. */
  addFile(path: string | URL, name?: string): this {
    const file = resolve(pathOf(path));
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
      throw new UsageError('artifact.file', `there is no file ${file}`);
    return this.#add({ path: name ?? basename(file), file });
  }

  /** All files below a folder, under their names within it. Errors: UsageError `artifact.file`. */
  addDirectory(path: string | URL, prefix = ''): this {
    const folder = resolve(pathOf(path));
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new UsageError('artifact.file', `there is no folder ${folder}`);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      // Links are followed to files only, so that a loop of folders ends.
      if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
      const inside = relative(folder, file).split(sep).join('/');
      this.#add({ path: prefix === '' ? inside : `${prefix.replace(/\/+$/, '')}/${inside}`, file });
    }
    return this;
  }

  /** Bytes, or a text as UTF-8, as they are now. */
  addBytes(name: string, bytes: Uint8Array | ArrayBuffer | string): this {
    const copy = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : new Uint8Array(bytes).slice();
    return this.#add({ path: name, bytes: copy });
  }

  /** Something that stays where it is: an address with its scheme. The last part of it is the name unless one is given. */
  addReference(uri: string | URL, name?: string): this {
    const address = String(uri);
    if (!URL.canParse(address)) throw new UsageError('artifact.reference', `"${address}" is no address with a scheme`);
    return this.#add({ path: name ?? basename(new URL(address).pathname), reference: address });
  }

  /**
   * A table or another medium, under a name to which its kind is added: `results` becomes `results.table.json`. Files that
   * it needs come along. Errors: UsageError for what is no medium.
   */
  add(name: string, value: Media): this {
    const [media, ...others] = mediaIn(value, name) ?? [];
    if (media === undefined || others.length > 0)
      throw new UsageError('artifact.entry', `${name}: a table, an image or another single medium can be added`);
    return this.#add({ path: name, media });
  }

  #add(entry: DraftEntry): this {
    const parts = entry.path.split('/');
    if (entry.path === '' || entry.path.includes('\\') || parts.some((part) => ['', '.', '..'].includes(part)))
      throw new UsageError('artifact.entry', `"${entry.path}" is no name of a file within an artifact`);
    if (this.#entries.has(entry.path)) throw new UsageError('artifact.entry', `the artifact has ${entry.path} already`);
    this.#entries.set(entry.path, entry);
    return this;
  }
}

/** What was put together so far. */
export function draftOf(artifact: Artifact): Draft {
  const make = drafts.get(artifact);
  if (make === undefined) throw new UsageError('artifact', 'that is no Artifact');
  return make();
}

function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
