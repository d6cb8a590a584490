import type { Decoded } from '../log/protobuf.ts';
import { decodeMessage } from '../log/protobuf.ts';
import { RECORD } from '../log/schema.ts';
import { Console } from '../log/terminal.ts';
import { readAlert, readArtifact, readFiles, readUse } from './artifacts.ts';
import { ConfigDocument, shiftSummary, SummaryDocument } from './documents.ts';
import { eventLine, RowReader } from './rows.ts';
import { isNoShift, NO_SHIFT, type Shift } from './shift.ts';
import { isoMicros, timestampMs } from './times.ts';
import type {
  LineSpan,
  LogAlert,
  LogArtifact,
  LogBatch,
  LogFields,
  LogFile,
  LogIdentity,
  LogRest,
  LogUse,
} from './types.ts';
import { configYaml } from './yaml.ts';

type Lines = Omit<LogBatch, 'position' | 'sizeBytes' | 'rest' | 'made'>;
type RestOfRun = Omit<LogRest, 'isTorn' | 'damage'>;

/** The year 2100: what a log dates later is damage. */
const LATEST_MS = 4.1e12;

/**
 * The records of one log, taken one by one, as what an online client would send for the same script.
 * Source: protocol 11.4 and the client's core (0.31).
 */
export class RunLog {
  identity: LogIdentity | undefined;
  /** Set before the first history record is taken. */
  shift: Shift = NO_SHIFT;
  readonly #rows = new RowReader();
  readonly #config = new ConfigDocument();
  readonly #summary = new SummaryDocument();
  readonly #console = new Console();
  #fields: LogFields = { tags: [] };
  #history: string[] = [];
  #events: string[] = [];
  #alerts: LogAlert[] = [];
  #artifacts: LogArtifact[] = [];
  #uses: LogUse[] = [];
  #files: LogFile[] = [];
  #historyCount = 0;
  #eventCount = 0;
  #recordCount = 0;
  #configFaults = 0;
  #lastAtMs = 0;
  #exitCode: number | undefined;
  #isPreempting = false;
  readonly #alertCounts = new Map<string, number>();
  readonly #notUnderstood = new Map<string, number>();

  /** Takes one whole record. One that is no message is counted and left out. */
  add(payload: Uint8Array): void {
    this.#recordCount += 1;
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    try {
      const line = this.#rows.history(bytes, this.shift);
      if (line !== undefined) return this.#addHistory(line);
      if (this.#rows.summary(bytes, this.#summary)) return;
      this.#take(decodeMessage(RECORD, bytes));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#notUnderstood.set(reason, (this.#notUnderstood.get(reason) ?? 0) + 1);
    }
  }

  /** Everything that came since the last call. */
  takeLines(): Lines {
    const lines: Lines = {
      history: { from: this.#historyCount - this.#history.length, lines: this.#history },
      events: { from: this.#eventCount - this.#events.length, lines: this.#events },
      console: this.#consoleSpans(),
      alerts: this.#alerts,
      artifacts: this.#artifacts,
      uses: this.#uses,
      files: this.#files,
    };
    [this.#history, this.#events, this.#alerts, this.#artifacts, this.#uses, this.#files] = [[], [], [], [], [], []];
    return lines;
  }

  get fields(): LogFields {
    return this.#fields;
  }

  rest(): RestOfRun {
    const summary = this.#summary.toText();
    const isShifted = !isNoShift(this.shift);
    const config = this.#config.toText();
    const metadata = this.#config.environments.newest();
    return {
      fields: this.#fields,
      config,
      summary: isShifted ? shiftSummary(summary, this.shift.step, this.shift.seconds) : summary,
      configYaml: configYaml(config),
      ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata, undefined, 2) }),
      ...(this.#exitCode === undefined ? {} : { exitCode: this.#exitCode }),
      isPreempting: this.#isPreempting,
      lastAtMs: this.#lastAtMs,
      historyCount: this.#historyCount,
      eventCount: this.#eventCount,
      consoleCount: this.#console.lineCount,
      recordCount: this.#recordCount,
      notUnderstood: this.#faults(),
    };
  }

  #faults(): Readonly<Record<string, number>> {
    const values = this.#configFaults + this.#summary.faults;
    return { ...Object.fromEntries(this.#notUnderstood), ...(values === 0 ? {} : { 'a value is not JSON': values }) };
  }

  #addHistory(line: string): void {
    this.#history.push(line);
    this.#historyCount += 1;
    const at = /"_timestamp":([0-9.e+]+)/.exec(line)?.[1];
    if (at !== undefined) this.#sawTime(Number(at) * 1000);
  }

  #take(record: Decoded): void {
    if (record.run !== undefined) this.#takeRun(record.run as Decoded);
    else if (record.config !== undefined) this.#configFaults += this.#config.apply(record.config as Decoded);
    else if (record.metric !== undefined) this.#config.metrics.add(record.metric as Decoded);
    else if (record.telemetry !== undefined) this.#config.telemetry.add(record.telemetry as Decoded);
    else if (record.environment !== undefined) this.#takeEnvironment(record.environment as Decoded);
    else if (record.stats !== undefined) this.#takeStats(record.stats as Decoded);
    else if (record.outputRaw !== undefined) this.#takeOutput(record.outputRaw as Decoded);
    else if (record.output !== undefined) this.#takeOutput(record.output as Decoded);
    else if (record.outputLogger !== undefined)
      this.#console.append(textOf(record.outputLogger as Decoded, 'line'), this.#lastAtMs);
    else if (record.alert !== undefined) this.#takeAlert(record.alert as Decoded);
    else if (record.artifact !== undefined)
      this.#artifacts.push(readArtifact(record.artifact as Decoded, this.#lastAtMs));
    else if (record.useArtifact !== undefined) this.#uses.push(readUse(record.useArtifact as Decoded));
    else if (record.files !== undefined) this.#files.push(...readFiles(record.files as Decoded));
    else if (record.preempting !== undefined) this.#isPreempting = true;
    else if (record.exit !== undefined) this.#exitCode = Number((record.exit as Decoded).exitCode ?? 0);
    else if (record.header !== undefined) this.#takeHeader(record.header as Decoded);
  }

  #takeHeader(header: Decoded): void {
    const producer = textOf((header.versionInfo as Decoded | undefined) ?? {}, 'producer').split('+')[0] ?? '';
    if (producer !== '') this.#config.telemetry.setCore(producer);
  }

  #takeRun(run: Decoded): void {
    if (run.config !== undefined) this.#configFaults += this.#config.apply(run.config as Decoded);
    if (run.summary !== undefined) this.#summary.apply(run.summary as Decoded);
    if (run.telemetry !== undefined) this.#config.telemetry.add(run.telemetry as Decoded);
    this.#sawTime(timestampMs(run.startTime as Decoded | undefined) ?? 0);
    const startedAtMs = this.#lastAtMs;
    this.identity ??= {
      runId: textOf(run, 'runId'),
      startedAtMs,
      isResumed: run.mustResume === true,
      ...given('entity', run.entity),
      ...given('project', run.project),
    };
    const git = (run.git as Decoded | undefined) ?? {};
    this.#fields = {
      ...this.#fields,
      ...given('displayName', run.displayName),
      ...given('notes', run.notes),
      ...given('group', run.group),
      ...given('jobType', run.jobType),
      ...given('host', run.host),
      ...given('sweep', run.sweepId),
      ...given('repo', git.remoteUrl),
      ...given('commit', git.commit),
      tags: (run.tags as string[] | undefined) ?? [],
    };
  }

  #takeEnvironment(environment: Decoded): void {
    this.#config.environments.add(environment);
    this.#fields = { ...this.#fields, ...given('program', environment.program) };
  }

  #takeStats(stats: Decoded): void {
    this.#events.push(eventLine(stats, this.identity?.startedAtMs, this.shift));
    this.#eventCount += 1;
    this.#sawTime(timestampMs(stats.timestamp as Decoded | undefined) ?? 0);
  }

  #takeOutput(output: Decoded): void {
    const atMs = timestampMs(output.timestamp as Decoded | undefined) ?? this.#lastAtMs;
    this.#sawTime(atMs);
    this.#console.write(output.type === 1 ? 'stdout' : 'stderr', textOf(output, 'line'), atMs);
  }

  #takeAlert(record: Decoded): void {
    const alert = readAlert(record, this.#lastAtMs);
    const key = `${alert.title}\u0000${alert.text}`;
    const ordinal = this.#alertCounts.get(key) ?? 0;
    this.#alertCounts.set(key, ordinal + 1);
    this.#alerts.push({ ...alert, ordinal });
  }

  #sawTime(atMs: number): void {
    if (atMs > this.#lastAtMs && atMs < LATEST_MS) this.#lastAtMs = atMs;
  }

  #consoleSpans(): LineSpan[] {
    const spans: { from: number; lines: string[] }[] = [];
    for (const { number, text, atMs, stream } of this.#console.takeChanged()) {
      const line = `${stream === 'stderr' ? 'ERROR ' : ''}${isoMicros(atMs)} ${text}`;
      const last = spans.at(-1);
      if (last !== undefined && last.from + last.lines.length === number) last.lines.push(line);
      else spans.push({ from: number, lines: [line] });
    }
    return spans;
  }
}

function textOf(record: Decoded, name: string): string {
  const value = record[name];
  return typeof value === 'string' ? value : '';
}

/** `{name: value}` unless the client left it out. */
function given<K extends string>(name: K, value: unknown): { readonly [name in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { readonly [name in K]?: string }) : {};
}
