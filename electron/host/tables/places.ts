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
import type { RunsTableSource, TableFile, TableSource, VersionsTableSource } from '#shared/api';
import type { ProjectPath, RunPath } from '#shared/units';

/** Where the bytes of one source lie: SHA-256 of its parts, in order; or why they are not here. */
export type TablePlace = WholePlace | DescribedPlace | LivePlace | { readonly reason: string };

/** A table of no bytes: the thread makes it from the store. */
interface LivePlace {
  readonly kind: 'live';
  readonly live: RunsTableSource | VersionsTableSource;
}

interface WholePlace {
  readonly kind: 'whole';
  readonly parts: readonly string[];
  readonly artifact?: ArtifactId;
  /** SHA-256 of the files with arrays of its columns, by their path in the artifact. */
  readonly arrays?: Readonly<Record<string, string>>;
}

/** A file that says of which other files of its artifact the table is made. */
export interface DescribedPlace {
  readonly kind: 'partitioned' | 'joined';
  readonly sha256: string;
  readonly artifact: ArtifactId;
}

/** A media file of a cell: which artifact or run holds it, and its path there. */
export type WantedFile = { readonly source: number; readonly path: string } & (
  | { readonly artifact: ArtifactId }
  | { readonly run: RunPath }
);

/** What the reader threads answer about tables. Errors: `project.unknown`. */
export const tableReads = {
  'tables.places': (
    { db }: ReadContext,
    args: { readonly path: ProjectPath; readonly sources: readonly TableSource[] },
  ): TablePlace[] => args.sources.map((source) => placeOf(db, args.path, source)),

  /** Files of one artifact by path. */
  'tables.inArtifact': (
    { db }: ReadContext,
    args: { readonly artifact: ArtifactId; readonly paths: readonly string[] },
  ): TablePlace[] => args.paths.map((path) => fileAt(db, args.artifact, path) ?? gone(path)),

  /** The tables of a folder of an artifact as one, by name. */
  'tables.inFolder': (
    { db }: ReadContext,
    args: { readonly artifact: ArtifactId; readonly folder: string },
  ): TablePlace => folderAt(db, args.artifact, args.folder),

  'tables.files': ({ db }: ReadContext, args: { readonly files: readonly WantedFile[] }): TableFile[] =>
    args.files.flatMap((file) => fileOf(db, file) ?? []),
} as const;

/** The whole table of the artifact where it is here, else the run's own file, which holds at most 10,000 rows. */
function placeOf(db: ReadableDb, project: ProjectPath, source: TableSource): TablePlace {
  if ('runs' in source || 'artifacts' in source) return { kind: 'live', live: source };
  if ('artifact' in source) {
    const artifact = decodeArtifactId(source.artifact);
    return (artifact === undefined ? undefined : fileAt(db, artifact, source.path)) ?? gone(source.path);
  }
  const whole = source.artifactPath === undefined ? undefined : atAddress(db, source.artifactPath);
  if (whole !== undefined) return whole;
  const sql = `SELECT b.sha256 FROM ${RUN_FILES}`;
  const sha256 = prepared(db, sql).pluck().get(project.entity, project.project, source.run, source.file);
  return typeof sha256 === 'string' ? { kind: 'whole', parts: [sha256] } : { reason: 'its file has not arrived' };
}

function gone(path: string): TablePlace {
  return { reason: `the file ${path} is not here` };
}

/** `wandb-client-artifact://<id of the client>/<path>` or `wandb-artifact://<id in hex>/<path>`. Source: protocol 9.5. */
function addressOf(
  db: ReadableDb,
  address: string,
): { readonly artifact: ArtifactId; readonly path: string } | undefined {
  const match = /^wandb-(client-)?artifact:\/\/([^/]+)\/(.+)$/.exec(address);
  if (match === null) return undefined;
  const [, client, id = '', path = ''] = match;
  const artifact =
    client === undefined
      ? decodeArtifactId(Buffer.from(id, 'hex').toString('base64'))
      : findByClientId(db, id)?.artifactId;
  return artifact === undefined ? undefined : { artifact, path };
}

/** What a logged value points at: of an incremental table all parts. */
function atAddress(db: ReadableDb, address: string): TablePlace | undefined {
  const place = addressOf(db, address);
  if (place === undefined) return undefined;
  const { artifact, path } = place;
  const increments = incrementsOf(artifactFiles(db, artifact));
  if (increments.length === 0) return fileAt(db, artifact, path);
  const parts = increments.flatMap((file) => sha256Of(db, artifact, file.path) ?? []);
  return parts.length < increments.length ? undefined : { kind: 'whole', parts, artifact, ...arraysOf(db, artifact) };
}

/** How often a reference may lead to another one. */
const LONGEST_WAY = 4;

/** A file of an artifact, also where it is a reference to a file of another one. */
function fileAt(db: ReadableDb, artifact: ArtifactId, path: string, ways = LONGEST_WAY): TablePlace | undefined {
  const [file] = artifactFiles(db, artifact, { names: [path] });
  const sha256 = sha256Of(db, artifact, path);
  if (sha256 === undefined) {
    const target = file?.ref === undefined || ways === 0 ? undefined : addressOf(db, file.ref);
    return target === undefined ? undefined : fileAt(db, target.artifact, target.path, ways - 1);
  }
  const described = /\.(partitioned|joined)-table\.json$/.exec(path)?.[1];
  if (described === 'partitioned' || described === 'joined') return { kind: described, sha256, artifact };
  return { kind: 'whole', parts: [sha256], artifact, ...arraysOf(db, artifact) };
}

const ARRAYS = 'media/serialized_data/';
/** A table has one file for each of its columns of arrays. */
const MOST_ARRAYS = 500;

/** Where the client puts columns of matrices. */
function arraysOf(db: ReadableDb, artifact: ArtifactId): Pick<WholePlace, 'arrays'> {
  const files = artifactFiles(db, artifact, { after: ARRAYS, limit: MOST_ARRAYS });
  const arrays = files.flatMap(({ path }): [string, string][] => {
    const sha256 = path.startsWith(ARRAYS) && path.endsWith('.npz') ? sha256Of(db, artifact, path) : undefined;
    return sha256 === undefined ? [] : [[path, sha256]];
  });
  return arrays.length === 0 ? {} : { arrays: Object.fromEntries(arrays) };
}

function folderAt(db: ReadableDb, artifact: ArtifactId, folder: string): TablePlace {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  const files = artifactFiles(db, artifact).filter(
    ({ path }) => path.startsWith(prefix) && path.endsWith('.table.json'),
  );
  files.sort((a, b) => byName.compare(a.path, b.path));
  const places = files.map(({ path }) => fileAt(db, artifact, path));
  const parts = places.flatMap((place) => (place !== undefined && 'parts' in place ? place.parts : []));
  if (files.length === 0) return { reason: `there are no tables in ${folder}` };
  return parts.length < files.length
    ? { reason: `not all tables of ${folder} are here` }
    : { kind: 'whole', parts, artifact, ...arraysOf(db, artifact) };
}

const byName = new Intl.Collator('en', { numeric: true });

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

function fileOf(db: ReadableDb, wanted: WantedFile): TableFile | undefined {
  if ('run' in wanted) return fileOfRun(db, wanted.run, wanted);
  const { source, artifact, path } = wanted;
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

/** A run's own file, by the address that the browser keeps for ever. */
function fileOfRun(
  db: ReadableDb,
  run: RunPath,
  { source, path }: { readonly source: number; readonly path: string },
): TableFile | undefined {
  const sql = `SELECT b.sha256, b.size_bytes AS sizeBytes FROM ${RUN_FILES}`;
  const found = prepared(db, sql).get(run.entity, run.project, run.run, path) as
    | { readonly sha256: string; readonly sizeBytes: number }
    | undefined;
  if (found === undefined) return undefined;
  const parts = [run.entity, run.project, run.run, ...path.split('/')];
  const href = `/files/${parts.map(encodeURIComponent).join('/')}?sha256=${found.sha256}`;
  return { source, path, href, sizeBytes: found.sizeBytes };
}

/** Files of a run by entity, project, run and name. */
const RUN_FILES = `run_files f JOIN blobs b ON b.id = f.blob_id JOIN runs r ON r.id = f.run_id
    JOIN projects p ON p.id = r.project_id JOIN entities e ON e.id = p.entity_id
    WHERE e.name = ? AND p.name = ? AND r.name = ? AND f.name = ?`;
