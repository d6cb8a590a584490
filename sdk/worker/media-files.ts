import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { randomId } from '#sdk/base';
import type { LogAppender } from '#sdk/journal';
import { type MediaData, mediaPath, storedForm, type MediaSink, type StoredFile } from '#sdk/media';
import { stringifyExtended } from '#shared/wire';
import type { Command } from './messages.ts';
import type { Recorder } from './recorder.ts';

/** Type of a file record. Source: the client's protocol, `FilesItem.FileType.MEDIA`. */
const MEDIA = 2;

type MediaCommand = Extract<Command, { readonly kind: 'media' }>;

/** A logged table as a version of an artifact. */
export interface TableVersion {
  readonly clientId: string;
  readonly sequenceClientId: string;
  readonly key: string;
  readonly table: MediaData;
}

/** Encodes media of rows, keeps their files in the run's folder, and has them sent. */
export class MediaFiles {
  readonly #folder: string;
  readonly #log: LogAppender;
  readonly #recorder: Recorder;
  readonly #forms = new Map<string, string>();
  readonly #labels = new Map<string, string>();
  /** What the versions of one key's tables have in common. */
  readonly #sequences = new Map<string, string>();

  /** `folder`: the run's `files`. */
  constructor(folder: string, log: LogAppender, recorder: Recorder) {
    this.#folder = folder;
    this.#log = log;
    this.#recorder = recorder;
  }

  /**
   * Makes files and form; a row that holds `@id` gets it. Returns what is to be a version of an artifact besides: a table,
   * as from Python. Errors: those of the file system; the row gets null then.
   */
  take({ id, key, step, media, isList }: MediaCommand): TableVersion | undefined {
    this.#forms.set(`@${id}`, 'null');
    const form = storedForm(media, isList, this.#sink(key, step));
    const [first] = media;
    const version = !isList && first?.kind === 'table' ? this.#versionOf(key, first) : undefined;
    const paths = version === undefined ? {} : pathsOf(key, version);
    this.#forms.set(`@${id}`, stringifyExtended((isList ? form : { ...form, ...paths }) as never));
    return version;
  }

  #versionOf(key: string, table: MediaData): TableVersion {
    const sequenceClientId = this.#sequences.get(key) ?? randomId(128);
    this.#sequences.set(key, sequenceClientId);
    return { clientId: randomId(128), sequenceClientId, key, table };
  }

  /** Puts forms in place of the marks in the values of a row, `parts[from]` and every second one behind it. */
  fill(parts: string[], from: number): void {
    if (this.#forms.size === 0) return;
    for (let i = from; i < parts.length; i += 2) {
      const form = this.#forms.get(parts[i] ?? '');
      if (form === undefined) continue;
      this.#forms.delete(parts[i] ?? '');
      parts[i] = form;
    }
  }

  #sink(key: string, step: number): MediaSink {
    return {
      put: (folder, ending, bytes) => this.#put(folder, { key, step }, ending, bytes),
      labels: (kind, name, labels) => this.#tellLabels(kind, `${key}_wandb_delimeter_${name}`, labels),
    };
  }

  #put(
    folder: string,
    { key, step }: { readonly key: string; readonly step: number },
    ending: string,
    bytes: Uint8Array,
  ): StoredFile {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = mediaPath({ folder, key, step, sha256, ending });
    const place = join(this.#folder, ...path.split('/'));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
    this.#log.add({ files: { files: [{ path, type: MEDIA }] } });
    return { path, sha256, size: bytes.length };
  }

  /** Classes by name, in the config, where the client keeps them. Source: the Python client's `_add_singleton`. */
  #tellLabels(kind: string, name: string, labels: object): void {
    const text = JSON.stringify({ type: kind, key: name, value: labels });
    if (this.#labels.get(`${kind} ${name}`) === text) return;
    this.#labels.set(`${kind} ${name}`, text);
    this.#recorder.config([[['_wandb', kind, name], text]], []);
  }
}

/** Where the version is found. Source: protocol 6.7. */
function pathsOf(key: string, { clientId, sequenceClientId }: TableVersion): Readonly<Record<string, string>> {
  return {
    artifact_path: `wandb-client-artifact://${clientId}/${key}.table.json`,
    _latest_artifact_path: `wandb-client-artifact://${sequenceClientId}:latest/${key}.table.json`,
  };
}

/** Name of the artifact that holds the tables of a key. Source: the Python client's `sanitize_artifact_name`. */
export function tableArtifactName(runId: string, key: string): string {
  const name = `run-${runId}-${key}`;
  const safe = name.replaceAll(/[^\w.-]+/g, '');
  if (safe === name) return name;
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(name));
  return `${safe}-${sum.toString('base64url')}`;
}
