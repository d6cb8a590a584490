import type { ReadableDb } from '#host/store';
import type { ApiValue, ArtifactDiff, ArtifactFileChange, MetadataChange } from '#shared/api';
import { statement } from '../sql.ts';
import { refOf, type Place } from './places.ts';
import { metadataOf } from './versions.ts';

const MOST_CHANGES = 20_000;

interface RawFile {
  readonly path: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

/** What became of files and metadata from `before` to `after`. Cost: one walk over both lists of files. */
export function diffVersions(db: ReadableDb, before: Place, after: Place): ArtifactDiff {
  const { counts, files } = diffFiles(filesOf(db, before), filesOf(db, after));
  return {
    before: refOf(before),
    after: refOf(after),
    counts,
    beforeBytes: before.artifact.sizeBytes,
    afterBytes: after.artifact.sizeBytes,
    files: files.slice(0, MOST_CHANGES),
    metadata: diffMetadata(metadataOf(before.artifact.metadata), metadataOf(after.artifact.metadata)),
  };
}

function filesOf(db: ReadableDb, { artifact }: Place): RawFile[] {
  const sql = 'SELECT path, digest, size_bytes AS sizeBytes FROM artifact_files WHERE artifact_id = ? ORDER BY path';
  return statement(db, sql).all(artifact.id) as RawFile[];
}

/** Files are the same when path and digest are; in the order of paths. */
export function diffFiles(
  before: readonly RawFile[],
  after: readonly RawFile[],
): { readonly counts: ArtifactDiff['counts']; readonly files: readonly ArtifactFileChange[] } {
  const old = new Map(before.map((file) => [file.path, file]));
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  const files: ArtifactFileChange[] = [];
  for (const { path, digest, sizeBytes: afterBytes } of after) {
    const known = old.get(path);
    old.delete(path);
    if (known === undefined) files.push({ kind: 'added', path, afterBytes });
    else if (known.digest === digest) counts.same += 1;
    else files.push({ kind: 'changed', path, beforeBytes: known.sizeBytes, afterBytes });
  }
  for (const { path, sizeBytes: beforeBytes } of old.values()) files.push({ kind: 'removed', path, beforeBytes });
  for (const { kind } of files) counts[kind] += 1;
  return { counts, files: files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)) };
}

type Metadata = Readonly<Record<string, ApiValue>>;

/** Leaves that differ, objects entered, lists taken whole; by path. */
export function diffMetadata(before: Metadata, after: Metadata): MetadataChange[] {
  const changes: MetadataChange[] = [];
  const visit = (left: Metadata, right: Metadata, parent: readonly string[]): void => {
    for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
      const path = [...parent, key];
      const [was, is] = [own(left, key), own(right, key)];
      if (isObject(was) && isObject(is)) visit(was, is, path);
      else if (was === undefined && is !== undefined) changes.push({ kind: 'added', path, after: is });
      else if (is === undefined && was !== undefined) changes.push({ kind: 'removed', path, before: was });
      else if (was !== undefined && is !== undefined && !isEqual(was, is)) {
        changes.push({ kind: 'changed', path, before: was, after: is });
      }
    }
  };
  visit(before, after, []);
  return changes;
}

function own(object: Metadata, key: string): ApiValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: ApiValue | undefined): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEqual(a: ApiValue, b: ApiValue): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** With the members of objects in one order. */
function sorted(value: ApiValue): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(own(value, key) ?? null)]),
  );
}
