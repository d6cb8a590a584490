import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable as NodeReadable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConnectionError, NotFoundError, randomId, SdkError, UsageError, type Wait } from '#sdk/base';
import type { Bytes, Readable } from '#sdk/media';
import { createRunFiles } from '#sdk/wire';
import { allOf, type Connection } from './pages.ts';
import { askRun, type RunSource } from './record/node.ts';

const PAGE = 50;
const FILES = `query RunFiles($project: String!, $entity: String!, $name: String!, $fileCursor: String,
  $fileLimit: Int = 50, $fileNames: [String] = [], $pattern: String) {
  project(name: $project, entityName: $entity) {
    run(name: $name) {
      projectId
      files(names: $fileNames, after: $fileCursor, first: $fileLimit, pattern: $pattern) {
        edges { node { id name url sizeBytes mimetype updatedAt md5 } cursor }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
}`;
const MARK = `mutation MarkRunFilesUploaded($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  markRunFilesUploaded(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) { success }
}`;
const DELETE = `mutation deleteFiles($files: [ID!]!, $projectId: Int) {
  deleteFiles(input: {files: $files, projectId: $projectId}) { success }
}`;

interface FileNode {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly sizeBytes: number | string | null;
  readonly mimetype: string | null;
  readonly updatedAt: string | null;
  readonly md5: string | null;
}

interface FilesAnswer {
  readonly projectId: number | string | null;
  readonly files: Connection<FileNode> | null;
}

export interface FilesOptions extends Wait {
  /** Only files with these names. */
  readonly names?: readonly string[];
  /** Only files whose name is like it; `%` stands for any text, `_` for one character. */
  readonly pattern?: string;
  /** Files asked for at once, 50 unless given. */
  readonly pageSize?: number;
}

/** One file of a run. */
export class RunFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly updatedAt: Date;
  /** In base64. */
  readonly md5?: string;
  readonly mediaType: string | undefined;
  readonly #source: RunSource;
  readonly #node: FileNode;
  readonly #projectId: number | undefined;

  /** @internal */
  constructor(source: RunSource, node: FileNode, projectId: number | undefined) {
    this.#source = source;
    this.#node = node;
    this.#projectId = projectId;
    this.name = node.name;
    this.size = Number(node.sizeBytes ?? 0);
    this.updatedAt = new Date(node.updatedAt ?? Number.NaN);
    if (node.md5 !== null) this.md5 = node.md5;
    this.mediaType = node.mimetype ?? undefined;
  }

  /** The content as it comes. Errors: NotFoundError when it was deleted meanwhile; ConnectionError. */
  async stream(wait: Wait = {}): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#get(wait);
    return body ?? new Blob([]).stream();
  }

  /** The whole content. Errors: as stream. */
  async bytes(wait: Wait = {}): Promise<Uint8Array> {
    const response = await this.#get(wait);
    return whole(this.name, async () => new Uint8Array(await response.arrayBuffer()));
  }

  /** The whole content as UTF-8. Errors: as stream. */
  async text(wait: Wait = {}): Promise<string> {
    return new TextDecoder().decode(await this.bytes(wait));
  }

  /**
   * Writes the content to `directory`, under the file's own name with its folders, and returns the path. Half a file is
   * never there. Errors: UsageError `file.exists` unless `replace`; those of the file system; as stream.
   */
  async download(directory: string, options: Wait & { readonly replace?: boolean } = {}): Promise<string> {
    const root = resolve(directory);
    const path = resolve(root, ...this.name.split('/'));
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
      throw new UsageError('file.name', `${this.name} lies outside of ${directory}`);
    if (options.replace !== true && (await isThere(path)))
      throw new UsageError('file.exists', `${path} exists; replace: true writes over it`);
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.${randomId(6)}.part`;
    try {
      const body = await this.stream(options);
      await whole(this.name, () => pipeline(NodeReadable.fromWeb(body as never), createWriteStream(part)));
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
    return path;
  }

  /** Removes it from the run. Errors: SdkError `file.kept` when the host does not. */
  async delete(wait: Wait = {}): Promise<void> {
    const { deleteFiles } = await this.#source.requests.change<{ deleteFiles: { success: boolean } | null }>(
      DELETE,
      { files: [this.#node.id], projectId: this.#projectId },
      wait,
    );
    if (deleteFiles?.success !== true) throw new SdkError('file.kept', `the host did not delete ${this.name}`);
  }

  async #get(wait: Wait): Promise<Response> {
    const { url } = this.#node;
    if (url === null) throw new NotFoundError('file.unknown', `the host gives no address for ${this.name}`);
    return this.#source.requests.get(url, wait);
  }
}

/** @internal The files of a run, by name. Errors: UsageError when both names and a pattern are given. */
export async function* listFiles(source: RunSource, options: FilesOptions): AsyncGenerator<RunFile> {
  const { names = [], pattern, pageSize = PAGE } = options;
  if (names.length > 0 && pattern !== undefined)
    throw new UsageError('files.choice', 'files are chosen by names or by a pattern, not by both');
  let projectId: number | undefined;
  const nodes = allOf(async (cursor) => {
    const variables = { fileNames: names, pattern, fileLimit: pageSize, fileCursor: cursor };
    const { files, projectId: id } = await askRun<FilesAnswer>(source, FILES, variables, options);
    projectId = id === null ? undefined : Number(id);
    return files ?? { edges: [], pageInfo: { endCursor: null, hasNextPage: false } };
  });
  // Asked for by name, a file that is missing has a place all the same.
  for await (const node of nodes) if (node.updatedAt !== null) yield new RunFile(source, node, projectId);
}

/** @internal One file by its name. Errors: NotFoundError. */
export async function findFile(source: RunSource, name: string, wait: Wait): Promise<RunFile> {
  for await (const file of listFiles(source, { ...wait, names: [name] })) return file;
  throw new NotFoundError('file.unknown', `the run ${source.key.name} has no file ${name}`);
}

/** @internal Puts a file into a run and returns it. A stream waits in a temporary file first: servers want to know its length. */
export async function putFile(
  source: RunSource,
  name: string,
  content: Bytes | Readable | string,
  wait: Wait,
): Promise<RunFile> {
  const { key, requests } = source;
  if (name === '' || name.startsWith('/') || name.split(/[/\\]/).includes('..'))
    throw new UsageError('file.name', `"${name}" is no name inside of a run`);
  const isInMemory = typeof content === 'string' || content instanceof ArrayBuffer || content instanceof Uint8Array;
  const folder = isInMemory ? undefined : await mkdtemp(join(tmpdir(), 'taffrail-upload-'));
  try {
    const body = folder === undefined ? bytesOf(content as Bytes | string) : join(folder, 'content');
    if (typeof body === 'string')
      await pipeline(streamOf(content as Readable), createWriteStream(body), { signal: wait.signal });
    const run = { entity: key.entity, project: key.project, run: key.name };
    await requests.use(async (link, signal) => {
      const { headers, urls } = await createRunFiles(link, run, [name], signal);
      const [url] = urls;
      if (url === undefined) throw new ConnectionError('host.refused', `the host does not take ${name}`, 200);
      await link.put(url, headers, body, signal);
    }, wait);
    // Servers that keep files elsewhere do not see them come.
    if (await requests.hasFeature('MARK_RUN_FILES_UPLOADED'))
      await requests.change(MARK, { ...run, files: [name] }, wait);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  return findFile(source, name, wait);
}

function bytesOf(content: Bytes | string): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof ArrayBuffer ? new Uint8Array(content) : content;
}

function streamOf(content: Readable): NodeReadable {
  const source = content instanceof Blob ? content.stream() : content;
  return NodeReadable.from(source as AsyncIterable<Uint8Array>, { objectMode: false });
}

/** Reads a body to its end; one that is cut off is trouble with the connection. */
async function whole<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isCut =
      error instanceof TypeError || (error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET');
    if (!isCut) throw error;
    throw new ConnectionError('host.absent', `${name} broke off on its way`, undefined, { cause: error });
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
