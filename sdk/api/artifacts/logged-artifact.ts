import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { Readable as NodeReadable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConnectionError, NotFoundError, randomId, SdkError, UsageError, type Wait } from '#sdk/base';
import type { RunRecord } from '../record/run-record.ts';
import { objectIn, type RunKey } from '../record/node.ts';
import type { Requests } from '../requests.ts';
import { CREATED_BY, MANIFEST, USED_BY } from './documents.ts';

/** @internal A version as a server tells it; see ArtifactFragment. */
export interface ArtifactNode {
  readonly id: string;
  readonly versionIndex: number | null;
  readonly description: string | null;
  readonly metadata: string | null;
  readonly digest: string;
  readonly size: number | string | null;
  readonly createdAt: string;
  readonly artifactType: { readonly name: string };
  readonly artifactSequence: { readonly name: string; readonly project: ProjectNode | null };
  readonly aliases: readonly {
    readonly alias: string;
    readonly artifactCollection: { readonly name: string } | null;
  }[];
}

interface ProjectNode {
  readonly name: string;
  readonly entity: { readonly name: string };
}

/** One entry of a version. */
export interface ArtifactFile {
  readonly name: string;
  /** Bytes; 0 where nobody has looked. */
  readonly size: number;
  /** Base64 MD5 of a stored file; of a reference, whatever its maker knew. */
  readonly digest: string;
  /** Where the content lies, when it is not stored with the version. */
  readonly reference?: string;
}

interface ManifestEntry {
  readonly digest: string;
  readonly size?: number;
  readonly ref?: string;
  readonly birthArtifactID?: string;
}

/** @internal Where a version can be asked for more. */
export interface ArtifactSource {
  readonly requests: Requests;
  readonly openRun: (key: RunKey, wait: Wait) => Promise<RunRecord>;
}

/** `v3`: not an alias that somebody gave. */
const VERSION = /^v\d+$/;

/**
 * A version of an artifact that a server has. Errors of all calls: ConnectionError when nobody answers in time,
 * NotFoundError when it is gone.
 */
export class LoggedArtifact {
  readonly #source: ArtifactSource;
  readonly #node: ArtifactNode;
  #entries: Promise<ReadonlyMap<string, ManifestEntry>> | undefined;

  /** @internal */
  constructor(source: ArtifactSource, node: ArtifactNode) {
    this.#source = source;
    this.#node = node;
  }

  /** @internal The server's own id. */
  get storageId(): string {
    return this.#node.id;
  }

  /** `name:v3` */
  get name(): string {
    return `${this.#node.artifactSequence.name}:v${this.version}`;
  }

  get type(): string {
    return this.#node.artifactType.name;
  }

  get version(): number {
    return this.#node.versionIndex ?? 0;
  }

  get aliases(): readonly string[] {
    const { name } = this.#node.artifactSequence;
    return this.#node.aliases
      .filter(({ alias, artifactCollection }) => !VERSION.test(alias) && (artifactCollection?.name ?? name) === name)
      .map(({ alias }) => alias);
  }

  get description(): string | undefined {
    return this.#node.description ?? undefined;
  }

  get metadata(): Readonly<Record<string, unknown>> {
    return objectIn(this.#node.metadata);
  }

  /** Of the whole content, hexadecimal. */
  get digest(): string {
    return this.#node.digest;
  }

  /** Bytes of all files. */
  get size(): number {
    return Number(this.#node.size ?? 0);
  }

  get createdAt(): Date {
    return new Date(this.#node.createdAt);
  }

  /** Everything in it, by name. */
  async *files(wait: Wait = {}): AsyncGenerator<ArtifactFile> {
    for (const [name, { digest, size = 0, ref }] of await this.#manifest(wait)) {
      yield { name, size, digest, ...(ref === undefined ? {} : { reference: ref }) };
    }
  }

  /** The content of one stored file as it comes. Errors: NotFoundError; UsageError `artifact.reference`. */
  async open(name: string, wait: Wait = {}): Promise<ReadableStream<Uint8Array>> {
    const entry = (await this.#manifest(wait)).get(name);
    if (entry === undefined) throw new NotFoundError('artifact.file', `${this.name} has no file ${name}`);
    if (entry.ref !== undefined)
      throw new UsageError('artifact.reference', `${name} lies elsewhere: ${entry.ref} is not read by the server`);
    const { body } = await this.#source.requests.get(this.#address(name, entry), wait);
    return body ?? new Blob([]).stream();
  }

  /**
   * Writes all stored files below `directory` and returns its path; each file is compared with its digest before it gets
   * its name. References are left out. Errors: SdkError `artifact.digest` for content that is not what it should be;
   * those of the file system.
   */
  async download(directory: string, wait: Wait = {}): Promise<string> {
    const root = resolve(directory);
    for (const [name, entry] of await this.#manifest(wait)) {
      const path = resolve(root, ...name.split('/'));
      if (!path.startsWith(root.endsWith(sep) ? root : root + sep))
        throw new UsageError('artifact.entry', `${name} lies outside of ${directory}`);
      if (entry.ref === undefined) await this.#fetch(name, entry, path, wait);
    }
    return root;
  }

  /** The run that logged it; undefined when it was made otherwise, or the run is gone. */
  async loggedBy(wait: Wait = {}): Promise<RunRecord | undefined> {
    type Maker = { readonly __typename: string; readonly name?: string; readonly project?: ProjectNode | null } | null;
    type Answer = { readonly artifact: { readonly createdBy: Maker } | null };
    const { artifact } = await this.#source.requests.query<Answer>(CREATED_BY, { id: this.#node.id }, wait);
    const maker = artifact?.createdBy;
    if (maker?.name === undefined || maker.project === null || maker.project === undefined) return undefined;
    return this.#source.openRun(keyOf(maker.name, maker.project), wait);
  }

  /** The runs that have read it. */
  async *usedBy(wait: Wait = {}): AsyncGenerator<RunRecord> {
    type Node = { readonly name: string; readonly project: ProjectNode };
    type Answer = { readonly artifact: { readonly usedBy: { readonly edges: readonly { node: Node }[] } } | null };
    const { artifact } = await this.#source.requests.query<Answer>(USED_BY, { id: this.#node.id }, wait);
    for (const { node } of artifact?.usedBy.edges ?? []) {
      yield await this.#source.openRun(keyOf(node.name, node.project), wait);
    }
  }

  async #fetch(name: string, entry: ManifestEntry, path: string, wait: Wait): Promise<void> {
    const part = `${path}.${randomId(6)}.part`;
    const hash = createHash('md5');
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await mkdir(dirname(path), { recursive: true });
    try {
      const body = await this.open(name, wait);
      await pipeline(NodeReadable.fromWeb(body as never), meter, createWriteStream(part));
      const digest = hash.digest('base64');
      if (digest !== entry.digest)
        throw new SdkError('artifact.digest', `${name} of ${this.name} is damaged: its MD5 is not ${entry.digest}`);
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
  }

  #manifest(wait: Wait): Promise<ReadonlyMap<string, ManifestEntry>> {
    this.#entries ??= this.#askManifest(wait).catch((error: unknown) => {
      this.#entries = undefined;
      throw error;
    });
    return this.#entries;
  }

  async #askManifest(wait: Wait): Promise<ReadonlyMap<string, ManifestEntry>> {
    type Answer = {
      readonly artifact: { readonly currentManifest: { readonly file: { readonly directUrl: string } } | null } | null;
    };
    const { requests } = this.#source;
    const { artifact } = await requests.query<Answer>(MANIFEST, { id: this.#node.id }, wait);
    const url = artifact?.currentManifest?.file.directUrl;
    if (url === undefined) throw new NotFoundError('artifact.unknown', `${this.name} is gone`);
    const text = await (await requests.get(url, wait)).text();
    const { contents } = JSON.parse(text) as { readonly contents?: Readonly<Record<string, ManifestEntry>> };
    if (contents === undefined) throw new ConnectionError('host.refused', `${this.name} has no readable manifest`, 200);
    return new Map(Object.entries(contents));
  }

  /** Source: protocol 6.6, the address by convention. */
  #address(name: string, { digest, birthArtifactID = this.#node.id }: ManifestEntry): string {
    const { name: collection, project } = this.#node.artifactSequence;
    const place = [project?.entity.name ?? '', project?.name ?? '', collection, birthArtifactID];
    const hex = Buffer.from(digest, 'base64').toString('hex');
    const last = name.slice(name.lastIndexOf('/') + 1);
    return `/artifactsV2/default/${[...place, hex, last].map(encodeURIComponent).join('/')}`;
  }
}

function keyOf(name: string, project: ProjectNode): RunKey {
  return { entity: project.entity.name, project: project.name, name };
}
