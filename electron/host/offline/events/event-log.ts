import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { stringifyExtended } from '#shared/wire';
import { isEventFile } from '../disk/find.ts';
import type { ByteSource, DamagedSpan } from '#sdk/journal';
import { decodeMessage, type Decoded } from '#sdk/journal';
import { fileSource } from '#sdk/journal';
import type { LogBatch, LogFields, LogHead, MadeFile, OpenLog } from '#sdk/journal';
import { type EventValues, SummaryConverter } from './convert.ts';
import { readEventRecords } from './records.ts';
import { EVENT } from './schema.ts';

const BATCH_BYTES = 1024 * 1024;
/** The year 2100: what an event dates later is damage. */
const LATEST_S = 4.1e9;

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
      files: [],
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
  /** The row that the next event may belong to. */
  #row: { readonly step: number; readonly values: Map<string, string> } | undefined;
  #rows: ReadonlyMap<string, string>[] = [];
  #from = 0;
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
    const wall = Number(event.wallTime ?? 0);
    const at = wall >= 0 && wall < LATEST_S ? wall : 0;
    if (at > 0) this.#firstAt ??= at;
    this.#lastAt = Math.max(this.#lastAt, at);
    const { values, config, files } = this.#converter.convert(event);
    for (const [key, json] of config) this.#config.set(key, json);
    if (values.length === 0) return;
    for (const [tag, json] of values) this.#summary.set(tag, json);
    this.#put(Number(event.step ?? 0), at, values);
    this.#made.push(...files);
  }

  /** Writers make an event for each tag; those of one step that come together are one row, as the client makes them. */
  #put(step: number, at: number, values: EventValues['values']): void {
    const row = this.#row;
    if (row !== undefined && row.step === step && values.every(([tag]) => !row.values.has(tag))) {
      for (const [tag, json] of values) row.values.set(tag, json);
      if (this.#rows.length > 0) return;
      // It was handed out already and goes out again.
      this.#from = this.#lineCount - 1;
      this.#rows.push(row.values);
    } else {
      const counters = new Map([
        ['_step', String(step)],
        ['global_step', String(step)],
        ['_timestamp', this.#timeOf(step, at)],
        ['_runtime', stringifyExtended(Math.max(0, at - (this.#firstAt ?? at)))],
      ]);
      for (const [key, json] of counters) this.#summary.set(key, json);
      this.#row = { step, values: new Map([...counters, ...values]) };
      if (this.#rows.length === 0) this.#from = this.#lineCount;
      this.#rows.push(this.#row.values);
      this.#lineCount += 1;
    }
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
    const lines = this.#rows.map(lineOf);
    const taken = { history: { from: this.#from, lines, isOpen: true }, made: this.#made };
    this.#from = this.#lineCount;
    [this.#rows, this.#made] = [[], []];
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

function lineOf(values: ReadonlyMap<string, string>): string {
  const parts = [...values].map(([key, json]) => `${JSON.stringify(key)}:${json}`);
  return `{${parts.join(',')}}`;
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
  const place = placeOf(folder);
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
      project: basename(place) || 'tensorboard',
      startedAtMs,
      isResumed: false,
    },
    fields: {
      displayName: relative(place, folder).split(sep).join('/'),
      tags: [],
      ...(host === undefined ? {} : { host }),
    },
    ...(values === undefined ? {} : { firstRow: { step: values._step, timestamp: values._timestamp } }),
  };
}

/** The folder above all that belong together: TensorBoard writers put parts of a trial (hparams, one tag) below it. */
function placeOf(folder: string): string {
  let place = dirname(folder);
  while (place !== dirname(place) && hasEvents(place)) place = dirname(place);
  return place;
}

function hasEvents(folder: string): boolean {
  try {
    return namesIn(folder).length > 0;
  } catch {
    // A folder above that may not be listed ends the search.
    return false;
  }
}

/** Event files in the order in which they were begun: their names hold the time. */
function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => isEventFile(name) && statSync(join(folder, name)).isFile())
    .sort();
}
