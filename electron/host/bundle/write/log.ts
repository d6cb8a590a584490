import {
  type Decoded,
  environmentRecord,
  itemPrefix,
  LogAppender,
  metricRecords,
  protoTime,
  telemetryRecord,
} from '#sdk/journal';
import { JsonText, readRows, type ReadableDb, type Row, type RunRow, splitObject } from '#host/store';
import { isJsonObject, type JsonObject, numberToExtended, parseExtended } from '#shared/wire';
import type { RunFacts } from '../format/schema.ts';
import { consoleRecords } from './console.ts';
import { protoSeconds, startOf } from './times.ts';

/** Records wait in memory until there are so many bytes of them. */
const WRITE_BYTES = 1024 * 1024;
const FILES_PER_RECORD = 1000;
/** The client makes these itself when a log is synced. */
const MADE_BY_CLIENT = new Set(['config.yaml', 'output.log', 'wandb-metadata.json', 'wandb-summary.json']);
const EVENT_PREFIX = 'system.';

export interface LogParts {
  readonly run: RunRow;
  readonly facts: RunFacts;
  /** Left out when the client is to use the one it logs as. */
  readonly entity?: string;
  /** Records of the versions that the run made. */
  readonly artifacts: readonly Decoded[];
  readonly program: string;
}

/**
 * Writes what is stored of a run as the log that an offline run of the client would have left: the other side of the
 * offline room. Errors: those of the file system.
 */
export function writeRunLog(db: ReadableDb, path: string, parts: LogParts): void {
  const log = new LogAppender(path);
  try {
    const add = (record: Decoded): void => {
      log.add(record);
      if (log.pendingBytes > WRITE_BYTES) log.write();
    };
    add({ header: { versionInfo: { producer: parts.program, minConsumer: '0.1.0' } } });
    add({ run: runRecord(db, parts) });
    for (const record of clientRecords(parts.facts.config)) add(record);
    writeHistory(db, log, parts.run);
    for (const row of readRows(db, parts.run.id, 'events')) add({ stats: statsRecord(row) });
    for (const record of consoleRecords(db, parts.run.id)) add(record);
    for (const { title, text, severity } of parts.facts.alerts) add({ alert: { title, text, level: severity } });
    for (const record of fileRecords(parts.facts)) add(record);
    for (const record of parts.artifacts) add({ artifact: record });
    for (const [key, text] of splitObject(parts.facts.summary)) log.item(itemPrefix([key]), text);
    log.endSummary();
    if (parts.facts.exitCode !== undefined) add({ exit: exitRecord(parts.facts) });
    log.write();
  } finally {
    log.close();
  }
}

function runRecord(db: ReadableDb, { run, facts, entity }: LogParts): Decoded {
  const update = [...splitObject(facts.config)]
    .filter(([key]) => key !== '_wandb')
    .map(([key, text]) => ({ nestedKey: [key], valueJson: unwrapped(text) }));
  const text = (name: string, value: string | undefined): Decoded => (value === undefined ? {} : { [name]: value });
  return {
    runId: facts.run,
    project: facts.project,
    ...text('entity', entity),
    config: { update },
    displayName: facts.displayName,
    ...text('notes', facts.notes === '' ? undefined : facts.notes),
    ...text('group', facts.group),
    ...text('jobType', facts.jobType),
    ...text('sweepId', facts.sweep),
    ...text('host', facts.host),
    tags: facts.tags,
    startTime: startTime(db, run, facts),
    ...(facts.repo === undefined && facts.commit === undefined
      ? {}
      : { git: { ...text('remoteUrl', facts.repo), ...text('commit', facts.commit) } }),
  };
}

/** The value of a config member, which stands in an object of its own. */
function unwrapped(text: string): string {
  if (!text.startsWith('{')) return text;
  return splitObject(text).get('value') ?? text;
}

/** When the script began by its own clock: its rows count from there. */
function startTime(db: ReadableDb, run: RunRow, facts: RunFacts): Decoded {
  for (const kind of ['events', 'history'] as const) {
    for (const row of readRows(db, run.id, kind, { samples: 1 })) {
      const [timestamp, runtime] = [row.get('_timestamp'), row.get('_runtime')];
      if (typeof timestamp === 'number' && typeof runtime === 'number' && timestamp > runtime) {
        return startOf(timestamp, runtime);
      }
    }
  }
  return protoTime(facts.createdAt);
}

/** What the client told of itself, as it told it: telemetry, metric definitions, its environments. */
function clientRecords(config: string): Decoded[] {
  const client = parseExtended(splitObject(config).get('_wandb') ?? 'null');
  const value = isJsonObject(client) && isJsonObject(client.value) ? client.value : {};
  const records: Decoded[] = [];
  const telemetry = telemetryRecord(objectAt(value, 't'));
  const versions = { python_version: 'pythonVersion', cli_version: 'cliVersion' } as const;
  for (const [name, field] of Object.entries(versions)) {
    if (typeof value[name] === 'string') telemetry[field] ??= value[name];
  }
  if (Object.keys(telemetry).length > 0) records.push({ telemetry });
  if (Array.isArray(value.m)) {
    for (const metric of metricRecords(value.m as readonly unknown[])) records.push({ metric });
  }
  for (const [writerId, environment] of Object.entries(objectAt(value, 'e'))) {
    if (isJsonObject(environment)) records.push({ environment: { ...environmentRecord(environment), writerId } });
  }
  return records;
}

function objectAt(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  return isJsonObject(member) ? member : {};
}

function writeHistory(db: ReadableDb, log: LogAppender, run: RunRow): void {
  const prefixes = new Map<string, Uint8Array>();
  for (const row of readRows(db, run.id, 'history')) {
    for (const [key, cell] of row) {
      let prefix = prefixes.get(key);
      if (prefix === undefined) prefixes.set(key, (prefix = itemPrefix([key])));
      log.item(prefix, cell instanceof JsonText ? cell.text : numberToExtended(cell));
    }
    const step = row.get('_step');
    log.endHistory(typeof step === 'number' && Number.isSafeInteger(step) ? Math.max(0, step) : 0);
    if (log.pendingBytes > WRITE_BYTES) log.write();
  }
}

function statsRecord(row: Row): Decoded {
  const timestamp = row.get('_timestamp');
  const item = [...row].flatMap(([key, cell]) =>
    key.startsWith(EVENT_PREFIX)
      ? [
          {
            key: key.slice(EVENT_PREFIX.length),
            valueJson: cell instanceof JsonText ? cell.text : numberToExtended(cell),
          },
        ]
      : [],
  );
  return { timestamp: protoSeconds(typeof timestamp === 'number' ? timestamp : 0), item };
}

function* fileRecords(facts: RunFacts): Generator<Decoded> {
  const names = facts.files.map((file) => file.name).filter((name) => !MADE_BY_CLIENT.has(name));
  for (let at = 0; at < names.length; at += FILES_PER_RECORD) {
    yield { files: { files: names.slice(at, at + FILES_PER_RECORD).map((path) => ({ path })) } };
  }
}

function exitRecord(facts: RunFacts): Decoded {
  const exitCode = facts.exitCode ?? 0;
  return { ...(exitCode === 0 ? {} : { exitCode }), runtime: Math.floor(facts.runtimeS) };
}
