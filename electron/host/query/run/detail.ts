import { consoleLineCount, readConfig, readSummary, type ReadableDb, type RunRow } from '#host/store';
import type { ApiValue, Refusal, RunDetail } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { isJsonObject, type JsonObject, type JsonValue, parseExtended, setMember, toApiValue } from '#shared/wire';
import { readAlertsOf } from '../alerts.ts';
import { readHeads } from '../runs/heads.ts';
import { statement } from '../sql.ts';
import { readRunMetrics } from './metrics.ts';
import { readSegments } from './segments.ts';

type ApiObject = Record<string, ApiValue>;

/** Everything a run's page shows at once; `metadata` here is what the config says, see readMetadataFile in the api room. */
export function readRunDetail(db: ReadableDb, run: RunRow): RunDetail {
  const config = objectOf(readConfig(db, run.id));
  const client = at(config, '_wandb', 'value');
  const head = readHeads(db, { entity: run.entity, project: run.project }, [run.id]).get(run.id);
  if (head === undefined) throw new Error(`run ${run.id} vanished within one read`);
  const clientVersion = textOf(client.cli_version);
  const pythonVersion = textOf(client.python_version);
  return {
    head,
    config: configValues(config),
    summary: apiObject(objectOf(readSummary(db, run.id))),
    metadata: environmentOf(client),
    historyLineCount: historyLineCount(db, run.id),
    consoleLineCount: consoleLineCount(db, run.id),
    ...filesOf(db, run.id),
    ...readRunMetrics(db, run.id),
    refusals: readRefusals(db, run.id),
    alerts: readAlertsOf(db, run.id),
    segments: readSegments(db, run, client),
    ...(clientVersion === undefined ? {} : { clientVersion }),
    ...(pythonVersion === undefined ? {} : { pythonVersion }),
    ...(run.program === undefined ? {} : { program: run.program }),
    ...(run.repo === undefined ? {} : { gitRemote: run.repo }),
    ...(run.commit === undefined ? {} : { gitCommit: run.commit }),
    ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }),
  };
}

function objectOf(text: string): JsonObject {
  const value = parseExtended(text);
  return isJsonObject(value) ? value : {};
}

function at(object: JsonObject, ...path: readonly string[]): JsonObject {
  let value: JsonValue | undefined = object;
  for (const name of path) value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isJsonObject(value) ? value : {};
}

/** Config members without their `{"value": …}` wrapping and without the client's own part. */
function configValues(config: JsonObject): ApiObject {
  const values: ApiObject = {};
  for (const [key, member] of Object.entries(config)) {
    const isWrapped = isJsonObject(member) && Object.hasOwn(member, 'value');
    const value = isWrapped ? member.value : member;
    if (key !== '_wandb' && value !== undefined) setMember<ApiValue>(values, key, toApiValue(value));
  }
  return values;
}

function apiObject(object: JsonObject): ApiObject {
  const values: ApiObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (key !== '_wandb') setMember<ApiValue>(values, key, toApiValue(value));
  }
  return values;
}

/** What the newest process that wrote to the run said of its machine. */
function environmentOf(client: JsonObject): ApiObject {
  const newest = Object.values(at(client, 'e')).at(-1);
  return newest !== undefined && isJsonObject(newest) ? apiObject(newest) : {};
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function historyLineCount(db: ReadableDb, run: RunRowId): number {
  const sql = "SELECT sum(line_count) AS n FROM streams WHERE run_id = ? AND kind = 'history'";
  return (statement(db, sql).get(run) as { n: number | null }).n ?? 0;
}

function filesOf(db: ReadableDb, run: RunRowId): { readonly fileCount: number; readonly sizeBytes: number } {
  const sql = `SELECT (SELECT count(*) FROM run_files WHERE run_id = z.run_id) AS fileCount,
    z.file_bytes + z.row_bytes AS sizeBytes FROM run_sizes z WHERE z.run_id = ?`;
  return (statement(db, sql).get(run) as { fileCount: number; sizeBytes: number } | undefined) ?? NO_FILES;
}

const NO_FILES = { fileCount: 0, sizeBytes: 0 } as const;

function readRefusals(db: ReadableDb, run: RunRowId): Refusal[] {
  const sql = 'SELECT at, file, line_no AS line, reason, excerpt FROM refusals WHERE run_id = ? ORDER BY id';
  return statement(db, sql).all(run) as Refusal[];
}
