import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { stringifyExtended } from '#shared/wire';
import { isEventFile } from '../disk/find.ts';
import type { ByteSource, DamagedSpan } from '../log/framing.ts';
import { decodeMessage, type Decoded } from '../log/protobuf.ts';
import { fileSource } from '../log/source.ts';
import type { LogBatch, LogFields, LogHead, MadeFile, OpenLog } from '../run/types.ts';
import { SummaryConverter } from './convert.ts';
import { readEventRecords } from './records.ts';
import { EVENT } from './schema.ts';

const BATCH_BYTES = 1024 * 1024;

interface EventFile {
  readonly name: string;
  readonly handle: number;
  readonly source: ByteSource;
  records: ReturnType<typeof readEventRecords>;
  position: number;
}

/**
 * The event files of one folder as one log: a row for each event that holds values, as the client's own TensorBoard
 * sync makes them, with the event's step as the row's. The run's id follows from the folder's name and its first file.
 */
export function openEventLog(folder: string): OpenLog {
  const files = new Map<string, EventFile>();
  const rows = new EventRows();
  let damage: DamagedSpan[] = [];
  let fields: LogFields | undefined;
  const refresh = (): void => {
    for (const name of namesIn(folder)) {
      if (files.has(name)) continue;
      const handle = openSync(join(folder, name), 'r');
      const source = fileSource(handle);
      files.set(name, { name, handle, source, records: readEventRecords(source), position: 0 });
    }
  };
  return {
    head: () => readHead(folder),
    next(): LogBatch {
      refresh();
      fields ??= readHead(folder)?.fields;
      let isTorn = false;
      let bytes = 0;
      for (const file of files.values()) {
        for (;;) {
          const step = file.records.next();
          if (step.done === true) {
            const offset = file.position;
            damage = [
              ...damage,
              ...step.value.damage.map((span) => ({ ...span, reason: `${file.name}: ${span.reason}` })),
            ];
            file.position = Math.max(offset, step.value.position);
            isTorn ||= step.value.isTorn;
            file.records = readEventRecords(file.source, file.position);
            break;
          }
          rows.add(step.value.payload);
          bytes += step.value.end - file.position;
          file.position = step.value.end;
          if (bytes >= BATCH_BYTES) return batch();
        }
      }
      return { ...batch(), rest: { ...rows.rest(), ...(fields === undefined ? {} : { fields }), isTorn, damage } };
    },
    close() {
      for (const file of files.values()) closeSync(file.handle);
      files.clear();
    },
  };

  function batch(): LogBatch {
    const { history, made } = rows.take();
    const all = [...files.values()];
    return {
      history,
      made,
      events: { from: 0, lines: [] },
      console: [],
      alerts: [],
      artifacts: [],
      uses: [],
      position: all.reduce((sum, file) => sum + file.position, 0),
      sizeBytes: all.reduce((sum, file) => sum + fstatSync(file.handle).size, 0),
    };
  }
}

/** Rows, documents and files of the events so far. */
class EventRows {
  readonly #converter = new SummaryConverter();
  readonly #summary = new Map<string, string>();
  readonly #config = new Map<string, string>();
  #lines: string[] = [];
  #made: MadeFile[] = [];
  #lineCount = 0;
  #recordCount = 0;
  #firstAt: number | undefined;
  #lastAt = 0;
  #step = Number.NaN;
  readonly #timesOfStep = new Set<number>();
  readonly #notUnderstood = new Map<string, number>();

  add(payload: Uint8Array): void {
    this.#recordCount += 1;
    try {
      this.#take(decodeMessage(EVENT, payload));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#notUnderstood.set(reason, (this.#notUnderstood.get(reason) ?? 0) + 1);
    }
  }

  #take(event: Decoded): void {
    const at = Number(event.wallTime ?? 0);
    if (at > 0) this.#firstAt ??= at;
    this.#lastAt = Math.max(this.#lastAt, at);
    const { values, config, files } = this.#converter.convert(event);
    for (const [key, json] of config) this.#config.set(key, json);
    if (values.length === 0) return;
    const step = Number(event.step ?? 0);
    const parts = [`"_step":${step}`, `"global_step":${step}`, `"_timestamp":${this.#timeOf(step, at)}`];
    parts.push(`"_runtime":${stringifyExtended(Math.max(0, at - (this.#firstAt ?? at)))}`);
    for (const [tag, json] of values) {
      parts.push(`${JSON.stringify(tag)}:${json}`);
      this.#summary.set(tag, json);
    }
    for (const part of parts.slice(0, 4))
      this.#summary.set(JSON.parse(part.slice(0, part.indexOf(':'))) as string, part.slice(part.indexOf(':') + 1));
    this.#lines.push(`{${parts.join(',')}}`);
    this.#lineCount += 1;
    this.#made.push(...files);
  }

  /** Two events of one step and time are two rows all the same: a row is known by both. */
  #timeOf(step: number, at: number): string {
    if (step !== this.#step) this.#timesOfStep.clear();
    this.#step = step;
    let micros = Math.round(at * 1e6);
    while (this.#timesOfStep.has(micros)) micros += 1;
    this.#timesOfStep.add(micros);
    return stringifyExtended(micros / 1e6);
  }

  take(): Pick<LogBatch, 'history' | 'made'> {
    const taken = { history: { from: this.#lineCount - this.#lines.length, lines: this.#lines }, made: this.#made };
    [this.#lines, this.#made] = [[], []];
    return taken;
  }

  rest(): Omit<NonNullable<LogBatch['rest']>, 'isTorn' | 'damage'> {
    const config = [...this.#config].map(([key, json]) => `${JSON.stringify(key)}:{"value":${json}}`);
    const summary = [...this.#summary].map(([key, json]) => `${JSON.stringify(key)}:${json}`);
    return {
      fields: { tags: [] },
      config: `{${config.join(',')}}`,
      summary: `{${summary.join(',')}}`,
      configYaml: '',
      isPreempting: false,
      lastAtMs: this.#lastAt * 1000,
      historyCount: this.#lineCount,
      eventCount: 0,
      consoleCount: 0,
      recordCount: this.#recordCount,
      notUnderstood: Object.fromEntries(this.#notUnderstood),
    };
  }
}

function readHead(folder: string): LogHead | undefined {
  const names = namesIn(folder);
  const [first] = names;
  if (first === undefined) return undefined;
  const rows = new EventRows();
  let startedAtMs = statSync(join(folder, first)).mtimeMs;
  let row: string | undefined;
  for (const name of names) {
    const handle = openSync(join(folder, name), 'r');
    try {
      for (const { payload } of readEventRecords(fileSource(handle))) {
        rows.add(payload);
        if (rows.rest().recordCount === 1) startedAtMs = rows.rest().lastAtMs || startedAtMs;
        row = rows.take().history.lines[0];
        if (row !== undefined) break;
      }
    } finally {
      closeSync(handle);
    }
    if (row !== undefined) break;
  }
  const host = /tfevents\.\d+\.(.+?)(\.\d+)*(\.v2)?$/.exec(first)?.[1];
  const runId = createHash('sha256')
    .update(`${basename(folder)}/${first}`)
    .digest('hex')
    .slice(0, 12);
  const values =
    row === undefined
      ? undefined
      : (JSON.parse(/^\{("_step":.*?"_timestamp":[^,]+)/.exec(row)?.[0].concat('}') ?? '{}') as {
          _step: number;
          _timestamp: number;
        });
  return {
    identity: {
      runId: `tb-${runId}`,
      project: basename(dirname(folder)) || 'tensorboard',
      startedAtMs,
      isResumed: false,
    },
    fields: { displayName: basename(folder), tags: [], ...(host === undefined ? {} : { host }) },
    ...(values === undefined ? {} : { firstRow: { step: values._step, timestamp: values._timestamp } }),
  };
}

/** Event files in the order in which they were begun: their names hold the time. */
function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => isEventFile(name) && statSync(join(folder, name)).isFile())
    .sort();
}
