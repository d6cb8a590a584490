import { artifactUrl } from '#host/files';
import {
  type ArtifactFileRow,
  artifactFiles,
  type ArtifactId,
  decodeArtifactId,
  findArtifactById,
  findByClientId,
  findCollectionById,
  prepared,
  type ReadableDb,
  type ReadContext,
} from '#host/store';
import type { TableFile, TableSource } from '#shared/api';
import type { ProjectPath } from '#shared/units';

/** Where the bytes of one source lie: SHA-256 of its parts, in order; or why they are not here. */
export type TablePlace =
  | { readonly parts: readonly string[]; readonly artifact?: ArtifactId }
  | { readonly reason: string };

/** A media file of a cell: which artifact holds it, and its path there. */
export interface WantedFile {
  readonly source: number;
  readonly artifact: ArtifactId;
  readonly path: string;
}

/** What the reader threads answer about tables. Errors: `project.unknown`. */
export const tableReads = {
  'tables.places': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly sources: readonly TableSource[] },
  ): TablePlace[] => args.sources.map((source) => placeOf(db, args.path, source)),

  'tables.files': ({ db }: ReadContext, args: { readonly files: readonly WantedFile[] }): TableFile[] =>
    args.files.flatMap((file) => fileOf(db, file) ?? []),
} as const;

/** The whole table of the artifact where it is here, else the run's own file, which holds at most 10,000 rows. */
function placeOf(db: ReadableDb, project: ProjectPath, source: TableSource): TablePlace {
  const whole = source.artifactPath === undefined ? undefined : inArtifact(db, source.artifactPath);
  if (whole !== undefined) return whole;
  const sql = `SELECT b.sha256 FROM run_files f JOIN blobs b ON b.id = f.blob_id JOIN runs r ON r.id = f.run_id
    JOIN projects p ON p.id = r.project_id JOIN entities e ON e.id = p.entity_id
    WHERE e.name = ? AND p.name = ? AND r.name = ? AND f.name = ?`;
  const sha256 = prepared(db, sql).pluck().get(project.entity, project.project, source.run, source.file);
  return typeof sha256 === 'string' ? { parts: [sha256] } : { reason: 'its file has not arrived' };
}

/** `wandb-client-artifact://<id of the client>/<path>` or `wandb-artifact://<id in hex>/<path>`. Source: protocol 9.5. */
function inArtifact(db: ReadableDb, address: string): TablePlace | undefined {
  const match = /^wandb-(client-)?artifact:\/\/([^/]+)\/(.+)$/.exec(address);
  if (match === null) return undefined;
  const [, client, id = '', path = ''] = match;
  const artifact =
    client === undefined
      ? decodeArtifactId(Buffer.from(id, 'hex').toString('base64'))
      : findByClientId(db, id)?.artifactId;
  if (artifact === undefined) return undefined;
  const files = artifactFiles(db, artifact);
  const exact = files.find((file) => file.path === path);
  const increments = incrementsOf(files);
  const parts = increments.length > 0 ? increments : exact === undefined ? [] : [exact];
  const blobs = parts.flatMap((file) => sha256Of(db, artifact, file.path) ?? []);
  return blobs.length === 0 || blobs.length < parts.length ? undefined : { parts: blobs, artifact };
}

/** The parts of an incremental table, oldest first. The client names the first one `None-…`. Source: protocol 9.5. */
function incrementsOf(files: readonly ArtifactFileRow[]): ArtifactFileRow[] {
  const numbered = files.flatMap((file) => {
    const match = /^(None|\d+)-(\d+)\..+\.table\.json$/.exec(file.path);
    return match === null
      ? []
      : [{ file, order: [match[1] === 'None' ? -1 : Number(match[1]), Number(match[2])] as const }];
  });
  return numbered.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]).map(({ file }) => file);
}

function sha256Of(db: ReadableDb, artifact: ArtifactId, path: string): string | undefined {
  const sql = `SELECT b.sha256 FROM artifact_files f JOIN blobs b ON b.id = f.blob_id
    WHERE f.artifact_id = ? AND f.path = ?`;
  return prepared(db, sql).pluck().get(artifact, path) as string | undefined;
}

function fileOf(db: ReadableDb, { source, artifact, path }: WantedFile): TableFile | undefined {
  const [file] = artifactFiles(db, artifact, { names: [path] });
  const row = findArtifactById(db, artifact);
  const collection = row === undefined ? undefined : findCollectionById(db, row.collectionId);
  if (file === undefined || collection === undefined || sha256Of(db, artifact, path) === undefined) return undefined;
  const { entity, project, name } = collection;
  const target = {
    kind: 'file',
    entity,
    project,
    collection: name,
    artifactId: artifact,
    digest: file.digest,
    path,
  } as const;
  return { source, path, href: artifactUrl('', target), sizeBytes: file.sizeBytes };
}
