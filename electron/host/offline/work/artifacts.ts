import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { callerFor, type HostContext } from '#host/base';
import type { BlobStore, fileWrites } from '#host/files';
import { asProblem } from '#shared/errors';
import { isJsonObject, parseExtended, stringifyExtended } from '#shared/wire';
import { readBytes } from '../disk/bytes.ts';
import { reasonOf } from '../disk/find.ts';
import type { BegunArtifact } from '../records/artifacts.ts';
import type { offlineWrites } from '../records/index.ts';
import type { LogArtifact, LogArtifactEntry, LogUse } from '#sdk/journal';

/** Saves the artifacts of a log: their files lie where the script's client staged them. One that cannot be had is reported. */
export function makeArtifactSender(host: HostContext, blobs: BlobStore) {
  const writer = callerFor<typeof offlineWrites & typeof fileWrites>(host.writer);

  const sendFile = async (begun: BegunArtifact, entry: LogArtifactEntry): Promise<void> => {
    if (entry.localPath === undefined) throw new Error('the log does not say where its bytes are');
    const body = readBytes(entry.localPath);
    const received = await blobs.receive(body, { name: entry.path, md5: entry.digest });
    try {
      const args = { artifactId: begun.artifactId, name: entry.path, blob: received.blob };
      await writer.call('files.commitArtifactFile', args);
    } finally {
      received.release();
    }
  };

  const sendManifest = async ({ manifest, manifestId }: BegunArtifact): Promise<void> => {
    if (manifestId === undefined) return;
    const received = await blobs.receive(Readable.from([Buffer.from(manifest)]), { name: 'the manifest' });
    try {
      await writer.call('files.commitManifest', { manifestId, text: manifest, blob: received.blob });
    } finally {
      received.release();
    }
  };

  /** Returns whether it was not here before. */
  const save = async (id: number, log: LogArtifact): Promise<boolean> => {
    const artifact = log.manifestFile === undefined ? log : { ...log, entries: await readEntries(log.manifestFile) };
    const { username } = host.settings;
    const begun = await writer.call('offline.beginArtifact', { id, username, artifact });
    const wanted = new Set(begun.wanted);
    for (const entry of artifact.entries) {
      if (!wanted.has(entry.path)) continue;
      try {
        await sendFile(begun, entry);
      } catch (error) {
        throw new Error(`${entry.path}: ${wordsOf(error)}`, { cause: error });
      }
    }
    if (!begun.isCommitted) await sendManifest(begun);
    const { isFinal, isUsedAfterCommit: isUsed } = artifact;
    await writer.call('offline.commitArtifact', { id, artifactId: begun.artifactId, isFinal, isUsed });
    return !begun.isCommitted;
  };

  return async (id: number, artifacts: readonly LogArtifact[], uses: readonly LogUse[]): Promise<void> => {
    const missing: string[] = [];
    let count = 0;
    for (const artifact of artifacts) {
      try {
        if (await save(id, artifact)) count += 1;
      } catch (error) {
        const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
        const { code } = asProblem(cause);
        if (code.startsWith('store.') || code.startsWith('host.') || code === 'run.unknown') throw cause;
        missing.push(`artifact ${artifact.name}: ${wordsOf(error)}`);
      }
    }
    for (const use of uses) {
      const isKnown = await writer.call('offline.useArtifact', { id, use });
      if (!isKnown) missing.push(`artifact ${use.name}, which the run read: it is not here`);
    }
    if (count + missing.length > 0) await writer.call('offline.report', { id, missing, files: 0, artifacts: count });
  };
}

/** A large manifest's entries: gzip, one JSON object per line. Source: protocol 11.3. */
async function readEntries(path: string): Promise<LogArtifactEntry[]> {
  const text = gunzipSync(await readFile(path)).toString('utf8');
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const value = parseExtended(line);
    if (!isJsonObject(value)) return [];
    const textOf = (...names: string[]): string | undefined => {
      const found = names.map((name) => value[name]).find((member) => typeof member === 'string' && member !== '');
      return typeof found === 'string' ? found : undefined;
    };
    const ref = textOf('ref');
    const localPath = textOf('local_path', 'localPath');
    const birthArtifactId = textOf('birthArtifactID', 'birth_artifact_id');
    const extra = isJsonObject(value.extra) ? stringifyExtended(value.extra) : undefined;
    const entry: LogArtifactEntry = {
      path: textOf('path') ?? '',
      digest: textOf('digest') ?? '',
      sizeBytes: Number(value.size ?? 0),
      ...(ref === undefined ? {} : { ref }),
      ...(localPath === undefined ? {} : { localPath }),
      ...(birthArtifactId === undefined ? {} : { birthArtifactId }),
      ...(extra === undefined ? {} : { extra }),
    };
    return [entry];
  });
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'its staged file is gone';
  return reasonOf(error);
}
