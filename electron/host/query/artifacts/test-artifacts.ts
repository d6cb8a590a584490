import { createHash } from 'node:crypto';
import {
  announceArtifactFile,
  commitArtifact,
  createArtifact,
  ensureProject,
  findRun,
  putManifest,
  recordUse,
  storeArtifactFile,
  storeManifest,
  type ArtifactId,
  type WriteContext,
} from '#host/store';
import { PROJECT, type TestStore } from '../test-store.ts';

export interface LoggedArtifact {
  readonly collection?: string;
  readonly run?: string;
  readonly type?: string;
  readonly aliases?: readonly string[];
  readonly tags?: readonly string[];
  readonly metadata?: object;
  /** Content by path; `ref:` begins the address of a reference. */
  readonly files: Readonly<Record<string, string>>;
}

/** Logs a version as a client does: draft, files, manifest, commit. */
export function logArtifact(store: TestStore, logged: LoggedArtifact): ArtifactId {
  return store.write((ctx) => {
    const { project } = ensureProject(ctx, PROJECT);
    const run = logged.run === undefined ? undefined : findRun(ctx.db, { ...PROJECT, run: logged.run });
    const draft = createArtifact(ctx, {
      projectId: project.id,
      typeName: logged.type ?? 'model',
      collectionName: logged.collection ?? 'net',
      digest: createHash('md5').update(JSON.stringify(logged.files)).digest('hex'),
      username: 'ada',
      metadata: JSON.stringify(logged.metadata ?? {}),
      aliases: logged.aliases ?? [],
      tags: logged.tags ?? [],
      isDeduplicated: true,
      ...(run === undefined ? {} : { run }),
    });
    if (draft.state === 'COMMITTED') return draft.id;
    const contents: Record<string, object> = {};
    for (const [path, text] of Object.entries(logged.files)) {
      const blob = blobOf(ctx, text);
      if (text.startsWith('ref:')) {
        contents[path] = { digest: blob.md5, size: 0, ref: text.slice(4) };
        continue;
      }
      contents[path] = { digest: blob.md5, size: text.length };
      if (announceArtifactFile(ctx, draft, { name: path, digest: blob.md5 }).isStored) continue;
      storeArtifactFile(ctx, draft.id, path, blob);
    }
    const manifest = putManifest(ctx, { artifactId: draft.id, name: 'm', type: 'FULL', digest: '' });
    const text = JSON.stringify({ version: 1, contents });
    storeManifest(ctx, manifest.id, blobOf(ctx, text).id, text);
    return commitArtifact(ctx, draft).id;
  });
}

export function useArtifact(store: TestStore, run: string, artifact: ArtifactId): void {
  store.write((ctx) => {
    const row = findRun(ctx.db, { ...PROJECT, run });
    if (row !== undefined) recordUse(ctx, row, artifact, 'input');
  });
}

function blobOf(ctx: WriteContext, text: string): { id: number; md5: string } {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const md5 = createHash('md5').update(text).digest('base64');
  const known = ctx.db.prepare('SELECT id FROM blobs WHERE sha256 = ?').get(sha256) as { id: number } | undefined;
  if (known !== undefined) return { id: known.id, md5 };
  const sql = 'INSERT INTO blobs (sha256, md5, size_bytes, created_at) VALUES (?, ?, ?, 0)';
  return { id: Number(ctx.db.prepare(sql).run(sha256, md5, text.length).lastInsertRowid), md5 };
}
