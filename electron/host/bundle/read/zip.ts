import { crc32 } from 'node:zlib';
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { nameFault, NameSet } from '../format/names.ts';
import { headSchema, type Manifest, MANIFEST, manifestSchema, README, VERSION } from '../format/schema.ts';
import { BundleFault, NewerBundle } from './fault.ts';

const MOST_ENTRIES = 3_000_010;
const MOST_MANIFEST_BYTES = 512 * 1024 * 1024;
/** Deflate cannot do better than 1 : 1032. */
const MOST_RATIO = 1100;
const LOCAL_HEADER_BYTES = 30;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** A bundle's zip file whose list of files was read and is sound; the bytes of the files are not checked yet. */
export interface OpenBundle {
  readonly manifest: Manifest;
  /** The bytes of a file that the manifest names. Fails when they are not as many as the zip says. */
  stream(path: string): Promise<Readable>;
  close(): void;
}

/** Opens a bundle. Errors: `BundleFault` and `NewerBundle`; those of the file system for the file itself. */
export async function openBundle(path: string): Promise<OpenBundle> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(wrapped);
  try {
    const entries = await readEntries(zip).catch(wrapped);
    const manifest = await readManifest(zip, entries).catch(wrapped);
    checkAgainst(entries, manifest);
    return {
      manifest,
      stream: async (file) => {
        const entry = entries.get(file);
        if (entry === undefined) throw new BundleFault(`it lacks ${file}`);
        return zip.openReadStreamPromise(entry).catch(wrapped);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw new BundleFault('it holds too many files');
  const entries = new Map<string, Entry>();
  const names = new NameSet();
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    const isFolder = fileName.endsWith('/');
    const fault = nameFault(isFolder ? fileName.slice(0, -1) : fileName);
    if (fault !== undefined) throw new BundleFault(`it holds the name ${shown(fileName)}: ${fault}`);
    const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
    if (isFolder) continue;
    if (type !== 0 && type !== REGULAR) throw new BundleFault(`${shown(fileName)} is a link or no plain file`);
    if (entry.isEncrypted()) throw new BundleFault(`${shown(fileName)} is encrypted`);
    if (entry.uncompressedSize > entry.compressedSize * MOST_RATIO + LOCAL_HEADER_BYTES)
      throw new BundleFault(`${shown(fileName)} says it is larger than its bytes can be`);
    const twice = names.add(fileName);
    if (twice !== undefined) throw new BundleFault(`it holds the name ${shown(fileName)}: ${twice}`);
    entries.set(fileName, entry);
  }
  checkOverlap([...entries.values()]);
  return entries;
}

/** Entries that share bytes make a small file grow without end. */
function checkOverlap(entries: Entry[]): void {
  entries.sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const { relativeOffsetOfLocalHeader: at, compressedSize, fileName } of entries) {
    if (at < end) throw new BundleFault(`${shown(fileName)} shares its bytes with another file`);
    end = at + LOCAL_HEADER_BYTES + compressedSize;
  }
}

async function readManifest(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Promise<Manifest> {
  const entry = entries.get(MANIFEST);
  if (entry === undefined) throw new BundleFault(`it has no ${MANIFEST}, so it is no bundle of Taffrail`);
  if (entry.uncompressedSize > MOST_MANIFEST_BYTES) throw new BundleFault(`its ${MANIFEST} is too large`);
  const bytes = await bytesOf(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) throw new BundleFault(`its ${MANIFEST} was altered`);
  const value = jsonOf(MANIFEST, bytes);
  const head = headSchema.safeParse(value);
  if (!head.success) throw new BundleFault(`its ${MANIFEST} is not that of a bundle`);
  if (head.data.version > VERSION) throw new NewerBundle(head.data.version, VERSION);
  return parsed(MANIFEST, manifestSchema, value);
}

/** Every file is in the list, and every file of the list is here. */
function checkAgainst(entries: ReadonlyMap<string, Entry>, manifest: Manifest): void {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  if (listed.size !== manifest.files.length) throw new BundleFault(`its ${MANIFEST} names a file twice`);
  for (const { path, sizeBytes } of listed.values()) {
    const entry = entries.get(path);
    if (entry === undefined) throw new BundleFault(`it lacks ${shown(path)}`);
    if (entry.uncompressedSize !== sizeBytes)
      throw new BundleFault(`${shown(path)} has another size than its list says`);
  }
  for (const path of entries.keys()) {
    if (path !== MANIFEST && path !== README && !listed.has(path))
      throw new BundleFault(`it holds ${shown(path)}, which its list does not name`);
  }
}

/** A JSON file of a bundle as its schema describes it. */
export function parsed<T>(
  name: string,
  schema: {
    safeParse(
      value: unknown,
    ):
      | { success: true; data: T }
      | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
  },
  value: unknown,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BundleFault(`${issue?.path.map(String).join('.') ?? ''} of ${name} is not valid: ${issue?.message ?? ''}`);
}

export function jsonOf(name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Where it breaks says nothing to a person.
    throw new BundleFault(`${name} is no JSON`);
  }
}

export async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 200));
}

/** What the zip reader and the decompressor say, as faults of the bundle; what the disk says stays what it is. */
export function wrapped(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof BundleFault || error instanceof NewerBundle || !(error instanceof Error)) throw error;
  if (/^E[A-Z]+$/.test(code)) throw error;
  const isCut = /end of central directory|unexpected EOF|unexpected end of file|premature/i.test(error.message);
  throw new BundleFault(isCut ? 'it ends too early, or is no zip file' : error.message, { cause: error });
}
