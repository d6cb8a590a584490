import { prepared, type ReadableDb, type WriteContext } from '#host/store';
import type { ImportCounts, ImportItem, ImportReport, ImportState, LogKind, RunState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunRowId } from '#shared/units';
import type { LogFields } from '#sdk/journal';

/** Where the lines of a log belong in its run. */
export interface Mapping {
  /** Line of the run's stream at which the log's first line lies. */
  readonly history: number;
  readonly events: number;
  /** Undefined until the log's first console line was looked for. */
  readonly console: number;
  readonly stepShift: number;
  readonly secondsShift: number;
  /** The run came into being with this import. */
  readonly isNew: boolean;
  /** This import keeps the run alive; else it is its own client. */
  readonly isKeeper?: boolean;
  /** Lines came in since the documents were last stored. */
  readonly hasNews: boolean;
  /** What the log said of its run when that was last stored: a person's change stays until the log says something new. */
  readonly fields?: LogFields;
  /** Lines of the log from these numbers on are not in the store yet. */
  readonly from: { readonly history: number; readonly events: number; readonly console: number };
}

/** One row of `imports`. */
export interface ImportRow {
  readonly id: number;
  readonly path: string;
  readonly kind: LogKind;
  readonly isAsked: boolean;
  readonly runId?: RunRowId;
  readonly state: ImportState;
  readonly reason: string;
  readonly startedAt?: number;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
  readonly position: number;
  readonly mapping?: Mapping;
  readonly counts: ImportCounts;
  readonly report: ImportReport;
}

export const NO_COUNTS: ImportCounts = { historyLines: 0, eventLines: 0, consoleLines: 0, files: 0, artifacts: 0 };
export const EMPTY_REPORT: ImportReport = { damage: [], isTorn: false, notUnderstood: {}, missing: [] };

interface ImportRecord {
  readonly id: number;
  readonly path: string;
  readonly kind: LogKind;
  readonly is_asked: number;
  readonly run_id: RunRowId | null;
  readonly state: ImportState;
  readonly reason: string;
  readonly started_at: number | null;
  readonly size_bytes: number;
  readonly modified_at: number;
  readonly position: number;
  readonly mapping_json: string | null;
  readonly counts_json: string;
  readonly report_json: string;
  readonly created_at: number;
  readonly updated_at: number;
}

export function findImport(db: ReadableDb, id: number): ImportRow | undefined {
  const record = prepared(db, 'SELECT * FROM imports WHERE id = ?').get(id) as ImportRecord | undefined;
  return record === undefined ? undefined : toRow(record);
}

/** The import with this id. Errors: `import.unknown`. */
export function importById(db: ReadableDb, id: number): ImportRow {
  const row = findImport(db, id);
  if (row === undefined) throw new Problem('import.unknown', { id });
  return row;
}

export function findImportByPath(db: ReadableDb, path: string): ImportRow | undefined {
  const record = prepared(db, 'SELECT * FROM imports WHERE path = ?').get(path) as ImportRecord | undefined;
  return record === undefined ? undefined : toRow(record);
}

/** Changes members of an import; what is left out stays. */
export function updateImport(
  ctx: WriteContext,
  id: number,
  change: {
    readonly state?: ImportState;
    readonly reason?: string;
    readonly runId?: RunRowId;
    readonly startedAt?: number;
    readonly sizeBytes?: number;
    readonly modifiedAt?: number;
    readonly position?: number;
    readonly mapping?: Mapping;
    readonly counts?: ImportCounts;
    readonly report?: ImportReport;
  },
): void {
  prepared(
    ctx.db,
    `UPDATE imports SET state = coalesce(@state, state), reason = coalesce(@reason, reason),
       run_id = coalesce(@runId, run_id), started_at = coalesce(@startedAt, started_at),
       size_bytes = coalesce(@sizeBytes, size_bytes), modified_at = coalesce(@modifiedAt, modified_at),
       position = coalesce(@position, position), mapping_json = coalesce(@mapping, mapping_json),
       counts_json = coalesce(@counts, counts_json), report_json = coalesce(@report, report_json), updated_at = @now
     WHERE id = @id`,
  ).run({
    id,
    now: ctx.now(),
    state: change.state ?? null,
    reason: change.reason ?? null,
    runId: change.runId ?? null,
    startedAt: change.startedAt === undefined ? null : Math.round(change.startedAt),
    sizeBytes: change.sizeBytes ?? null,
    modifiedAt: change.modifiedAt === undefined ? null : Math.round(change.modifiedAt),
    position: change.position ?? null,
    mapping: jsonOf(change.mapping),
    counts: jsonOf(change.counts),
    report: jsonOf(change.report),
  });
  ctx.emit({ kind: 'import' });
}

/** All imports for the list, the newest first. */
export function listImports(db: ReadableDb): ImportItem[] {
  const sql = `SELECT i.*, r.name, r.display_name, r.state AS run_state, p.name AS project, e.name AS entity
    FROM imports i LEFT JOIN runs r ON r.id = i.run_id LEFT JOIN projects p ON p.id = r.project_id
    LEFT JOIN entities e ON e.id = p.entity_id ORDER BY i.id DESC`;
  return (prepared(db, sql).all() as (ImportRecord & RunPart)[]).map(toItem);
}

interface RunPart {
  readonly name: string | null;
  readonly display_name: string;
  readonly run_state: RunState;
  readonly project: string;
  readonly entity: string;
}

function toItem(record: ImportRecord & RunPart): ImportItem {
  const { name, project, entity } = record;
  const run = name === null ? {} : { run: { entity, project, run: name } };
  return {
    id: record.id,
    path: record.path,
    kind: record.kind,
    state: record.state,
    reason: record.reason,
    ...run,
    ...(name === null ? {} : { displayName: record.display_name, runState: record.run_state }),
    positionBytes: record.position,
    sizeBytes: record.size_bytes,
    startedAt: record.created_at,
    updatedAt: record.updated_at,
    counts: readCounts(record),
    report: readReport(record),
  };
}

function toRow(record: ImportRecord): ImportRow {
  return {
    id: record.id,
    path: record.path,
    kind: record.kind,
    isAsked: record.is_asked === 1,
    state: record.state,
    reason: record.reason,
    sizeBytes: record.size_bytes,
    modifiedAt: record.modified_at,
    position: record.position,
    counts: readCounts(record),
    report: readReport(record),
    ...(record.run_id === null ? {} : { runId: record.run_id }),
    ...(record.started_at === null ? {} : { startedAt: record.started_at }),
    ...(record.mapping_json === null ? {} : { mapping: JSON.parse(record.mapping_json) as Mapping }),
  };
}

function readCounts(record: ImportRecord): ImportCounts {
  return { ...NO_COUNTS, ...(JSON.parse(record.counts_json) as Partial<ImportCounts>) };
}

function readReport(record: ImportRecord): ImportReport {
  return { ...EMPTY_REPORT, ...(JSON.parse(record.report_json) as Partial<ImportReport>) };
}

function jsonOf(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
