import type { ProjectRow, ReadableDb } from '#host/store';
import { MOST_LIVE_COLUMNS, MOST_LIVE_ROWS, type VersionsTableSource } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { isJsonObject, parseExtended, type JsonObject, type JsonValue } from '#shared/wire';
import { IS_THERE } from '../artifacts/places.ts';
import type { ValueDoc } from '../columns.ts';
import { statement } from '../sql.ts';
import { commonest, cutOf, plain, timeText, wordsText, type LiveTable } from './table.ts';
import { keysOf, readColumn } from './values.ts';

interface Version {
  readonly type: string;
  readonly collection: string;
  readonly version: number;
  readonly aliases: string;
  readonly tags: string;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly createdAt: number;
  readonly runRow: RunRowId | null;
  readonly run: string | null;
  readonly runName: string | null;
  readonly runEntity: string | null;
  readonly runProject: string | null;
  readonly username: string;
  readonly description: string | null;
  readonly digest: string;
  readonly metadata: string;
}

const FROM = `FROM artifact_memberships m JOIN artifact_collections c ON c.id = m.collection_id
  JOIN artifact_types t ON t.id = c.type_id JOIN artifacts a ON a.id = m.artifact_id
  WHERE c.project_id = @project AND (@type IS NULL OR t.name = @type) AND (@collection IS NULL OR c.name = @collection)`;
const SELECT = `SELECT t.name AS type, c.name AS collection, m.version, a.size_bytes AS sizeBytes, a.file_count AS fileCount,
    a.created_at AS createdAt, a.username, a.description, a.digest, a.metadata_json AS metadata,
    r.id AS runRow, r.name AS run, r.display_name AS runName, re.name AS runEntity, rp.name AS runProject,
    (SELECT json_group_array(alias) FROM (SELECT alias FROM artifact_aliases WHERE membership_id = m.id ORDER BY alias)) AS aliases,
    (SELECT json_group_array(tag) FROM (SELECT tag FROM artifact_tags WHERE artifact_id = a.id ORDER BY tag)) AS tags
  ${FROM.replace(
    ' WHERE',
    ` LEFT JOIN runs r ON r.id = a.run_id AND ${IS_THERE} LEFT JOIN projects rp ON rp.id = r.project_id
  LEFT JOIN entities re ON re.id = rp.entity_id WHERE`,
  )}
  ORDER BY a.created_at DESC, m.id DESC LIMIT @limit`;

type Field = readonly [name: string, read: (version: Version, project: ProjectRow) => JsonValue];

/** What is looked for first stands before the metadata, the rest behind it. */
const FIRST_FIELDS: readonly Field[] = [
  ['name', ({ collection, version }) => `${collection}:v${version}`],
  ['type', ({ type }) => type],
  ['aliases', ({ aliases }) => wordsText(JSON.parse(aliases) as string[])],
  ['tags', ({ tags }) => wordsText(JSON.parse(tags) as string[])],
  ['size_bytes', ({ sizeBytes }) => sizeBytes],
  ['created', ({ createdAt }) => timeText(createdAt)],
  ['run', ({ runName }) => runName],
];
const LAST_FIELDS: readonly Field[] = [
  ['collection', ({ collection }) => collection],
  ['version', ({ version }) => version],
  ['files', ({ fileCount }) => fileCount],
  ['user', ({ username }) => username || null],
  ['description', ({ description }) => description || null],
  ['digest', ({ digest }) => digest],
  ['run_id', runIdOf],
];

/** Versions of a project's artifacts as rows of a table; see VersionsTableSource. */
export function readVersionsTable(
  db: ReadableDb,
  project: ProjectRow,
  { type, collection, ofRun = [] }: VersionsTableSource['artifacts'],
): LiveTable {
  const wanted = { project: project.id, type: type ?? null, collection: collection ?? null };
  const versions = statement(db, SELECT).all({ ...wanted, limit: MOST_LIVE_ROWS }) as Version[];
  const { total } = statement(db, `SELECT count(*) AS total ${FROM}`).get(wanted) as { total: number };
  const found = [...metadataColumns(versions), ...runColumns(db, project, versions, ofRun)];
  const kept = new Set(commonest(found, MOST_LIVE_COLUMNS - FIRST_FIELDS.length - LAST_FIELDS.length));
  const columns = found.filter((column) => kept.has(column)).map(({ name, read }) => ({ name, cells: read() }));
  return {
    columns: [
      ...FIRST_FIELDS.map(([name]) => name),
      ...columns.map(({ name }) => name),
      ...LAST_FIELDS.map(([name]) => name),
    ],
    rows: versions.map((version, i) => [
      ...FIRST_FIELDS.map(([, read]) => read(version, project)),
      ...columns.map(({ cells }) => cells[i] ?? null),
      ...LAST_FIELDS.map(([, read]) => read(version, project)),
    ]),
    ...cutOf([versions.length, total], [kept.size, found.length]),
  };
}

interface Offered {
  readonly name: string;
  /** Rows that have it, or runs. */
  readonly count: number;
  /** Its cells by row. */
  readonly read: () => readonly JsonValue[];
}

function metadataColumns(versions: readonly Version[]): readonly Offered[] {
  const metadata = versions.map((version) => flat(version.metadata));
  const counts = new Map<string, number>();
  for (const one of metadata) for (const name of one.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => ({
      name: `metadata.${name}`,
      count,
      read: () => metadata.map((one) => one.get(name) ?? null),
    }));
}

/** Config and summary of the run that made each version; a run may have made many. */
function runColumns(
  db: ReadableDb,
  project: ProjectRow,
  versions: readonly Version[],
  docs: readonly ValueDoc[],
): readonly Offered[] {
  const makers = new Set(versions.flatMap(({ runRow }) => runRow ?? []));
  const places = new Map([...makers].map((run, place) => [run, place]));
  return docs
    .flatMap((doc) => keysOf(db, project.id, doc))
    .map((key) => ({
      name: `${key.doc}.${key.name}`,
      count: key.count,
      read: () => {
        const { cells } = readColumn(db, project.id, key, places);
        return versions.map(({ runRow }) => cells[(runRow === null ? undefined : places.get(runRow)) ?? -1] ?? null);
      },
    }));
}

/** The short id; of a run of another project its whole path. */
function runIdOf({ run, runEntity, runProject }: Version, project: ProjectRow): string | null {
  if (run === null) return null;
  const isHere = runEntity === project.entity && runProject === project.name;
  return isHere ? run : `${runEntity ?? ''}/${runProject ?? ''}/${run}`;
}

/** Deeper metadata is one cell of JSON; nobody filters by such a path. */
const MAX_DEPTH = 16;

/** Metadata by names with dots, as configs of runs are. */
function flat(text: string): ReadonlyMap<string, JsonValue> {
  const out = new Map<string, JsonValue>();
  const add = (prefix: string, fields: JsonObject, depth: number): void => {
    for (const [name, member] of Object.entries(fields)) {
      if (isNested(member) && depth < MAX_DEPTH) add(`${prefix}${name}.`, member, depth + 1);
      else out.set(`${prefix}${name}`, plain(member));
    }
  };
  const value = parseExtended(text);
  if (isJsonObject(value)) add('', value, 0);
  return out;
}

function isNested(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && Object.keys(value).length > 0 && !Object.hasOwn(value, '_type');
}
