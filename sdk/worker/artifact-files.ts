import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { artifactDigest, type Draft, type DraftEntry } from '#sdk/artifacts';
import { randomId, UsageError } from '#sdk/base';
import { artifactForm, type MediaData } from '#sdk/media';
import { artifactFolder } from '#sdk/wire';

interface Entry {
  readonly path: string;
  readonly digest: string;
  readonly size?: number;
  readonly ref?: string;
  readonly localPath?: string;
}

/**
 * Copies what a draft holds into the run's folder and makes the journal's record of the version.
 * `folder`: of the run. Errors: UsageError `artifact.file` for a file that cannot be read; those of the file system.
 */
export async function artifactRecord(
  folder: string,
  run: { readonly runId: string; readonly entity?: string | undefined; readonly project: string },
  version: {
    readonly clientId: string;
    readonly sequenceClientId?: string;
    readonly draft: Draft;
    readonly aliases: readonly string[];
  },
): Promise<Record<string, unknown>> {
  const { clientId, draft, aliases } = version;
  const place = artifactFolder(resolve(folder), clientId);
  const contents = new Map<string, Entry>();
  for (const entry of draft.entries) for (const kept of await keep(place, entry)) contents.set(kept.path, kept);
  const entries = [...contents.values()];
  const { name, type, description, metadata } = draft;
  return {
    artifact: {
      ...run,
      type,
      name,
      digest: artifactDigest(entries),
      ...(description === undefined ? {} : { description }),
      ...(metadata === undefined ? {} : { metadata }),
      aliases: ['latest', ...aliases.filter((alias) => alias !== 'latest')],
      finalize: true,
      clientId,
      sequenceClientId: version.sequenceClientId ?? randomId(128),
      manifest: {
        version: 1,
        storagePolicy: 'wandb-storage-policy-v1',
        storagePolicyConfig: [{ key: 'storageLayout', valueJson: '"V2"' }],
        contents: entries,
      },
    },
  };
}

async function keep(place: string, entry: DraftEntry): Promise<readonly Entry[]> {
  const { path } = entry;
  // Nobody has looked at what lies there: the address is all that is known of it, as with the client's checksum=False.
  if ('reference' in entry) return [{ path, digest: entry.reference, ref: entry.reference }];
  if ('bytes' in entry) return [await keepBytes(place, path, entry.bytes)];
  if ('media' in entry) return keepMedia(place, path, entry.media);
  const copy = join(place, ...path.split('/'));
  await mkdir(dirname(copy), { recursive: true });
  await copyFile(entry.file, copy, constants.COPYFILE_FICLONE).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('artifact.file', `${path} cannot be read: ${reason}`);
  });
  return [await entryOf(path, copy)];
}

async function keepBytes(place: string, path: string, bytes: Uint8Array): Promise<Entry> {
  const copy = join(place, ...path.split('/'));
  await mkdir(dirname(copy), { recursive: true });
  await writeFile(copy, bytes);
  return entryOf(path, copy);
}

async function keepMedia(place: string, name: string, media: MediaData): Promise<readonly Entry[]> {
  const files = new Map<string, Uint8Array>();
  const { kind, text } = artifactForm(media, {
    put: (folder, ending, bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const path = `media/${folder}/${sha256.slice(0, 20)}${ending}`;
      files.set(path, bytes);
      return { path, sha256, size: bytes.length };
    },
    // The labels of a run's own media stand in its config; a version has no place for them.
    labels: () => undefined,
  });
  files.set(`${name}.${kind}.json`, Buffer.from(text));
  return Promise.all([...files].map(([path, bytes]) => keepBytes(place, path, bytes)));
}

async function entryOf(path: string, copy: string): Promise<Entry> {
  const hash = createHash('md5');
  let size = 0;
  for await (const chunk of createReadStream(copy) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  // Whole, as the client's own sync wants it; the sender also finds it where the folder was moved.
  return { path, digest: hash.digest('base64'), size, localPath: copy };
}
