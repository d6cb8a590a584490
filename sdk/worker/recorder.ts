import { itemPrefix, type LogAppender, protoTime } from '#sdk/journal';
import { Aggregate, AGGREGATIONS, type Definition, MetricBook, type MetricOptions } from '#sdk/metrics';
import { numberToExtended } from '#shared/wire';
import type { Item } from './messages.ts';

/** One key of rows and summary. */
interface Slot {
  readonly name: string;
  readonly path: readonly string[];
  readonly prefix: Uint8Array;
  /** Last value of a row, extended JSON. */
  text: string;
  isPinned: boolean;
  isDirty: boolean;
  /** What the definitions of `version` say of this key. */
  definition: Definition | undefined;
  version: number;
  aggregate: Aggregate<string> | undefined;
}

/**
 * Turns what a script logs into records of the journal. The summary is written as changes: what many rows in a row
 * have changed is one record, in the same write as those rows.
 */
export class Recorder {
  readonly #log: LogAppender;
  readonly #startedAt: number;
  readonly #book = new MetricBook();
  readonly #slots = new Map<string, Slot>();
  readonly #byId: (Slot | undefined)[] = [];
  #dirty: Slot[] = [];
  readonly #step = this.#slot(['_step']);
  readonly #runtime = this.#slot(['_runtime']);
  readonly #timestamp = this.#slot(['_timestamp']);
  #hasStepSync = false;

  /** `startedAt`: when the run began, milliseconds since 1970. */
  constructor(log: LogAppender, startedAt: number) {
    this.#log = log;
    this.#startedAt = startedAt;
  }

  /** Gives the key with this path a number for rows. */
  key(id: number, path: readonly string[]): void {
    this.#byId[id] = this.#slot(path);
  }

  /** One row: from `parts[from]` on, ids and values by turns. */
  row(step: number, at: number, parts: readonly string[], from: number): void {
    const log = this.#log;
    let isDated = false;
    let isTimed = false;
    for (let i = from; i + 1 < parts.length; i += 2) {
      const slot = this.#byId[Number(parts[i])];
      if (slot === undefined) throw new Error(`key ${parts[i]} was not told`);
      const text = parts[i + 1] ?? 'null';
      log.item(slot.prefix, text);
      this.#sum(slot, text);
      if (slot === this.#timestamp) isDated = numberIn(text) !== undefined;
      else if (slot === this.#runtime) isTimed = numberIn(text) !== undefined;
    }
    if (this.#hasStepSync) this.#addSteps(parts, from);
    this.#own(this.#step, String(step));
    if (!isTimed) this.#own(this.#runtime, seconds(Math.max(0, at - this.#startedAt)));
    // A row that says when it was is not dated anew. Source: the core.
    if (!isDated) this.#own(this.#timestamp, seconds(at));
    log.endHistory(step);
  }

  define(name: string, options: MetricOptions): void {
    this.#book.define(name, options);
    const { stepMetric = '', stepSync, hidden, summary = [], objective, overwrite } = options;
    this.#hasStepSync ||= stepMetric !== '' && stepSync !== false;
    const flags = [...(stepMetric !== '' && stepSync !== false ? [1] : []), ...(hidden === true ? [2] : []), 3];
    const wanted = (typeof summary === 'string' ? [summary] : summary).map((one) => AGGREGATIONS[one]);
    const isGlob = name.endsWith('*');
    this.#log.add({
      metric: {
        ...(isGlob ? { globName: name } : { name }),
        ...(stepMetric === '' ? {} : { stepMetric }),
        options: isGlob ? flags.filter((flag) => flag !== 3) : flags,
        ...(wanted.length === 0 ? {} : { summary: wanted }),
        ...(objective === undefined ? {} : { goal: objective === 'minimize' ? 1 : 2 }),
        ...(overwrite === true ? { control: { overwrite } } : {}),
      },
    });
  }

  /** Changes that the script makes by itself; `isPinned` keeps them against later rows. */
  summary(set: readonly Item[], remove: readonly (readonly string[])[], isPinned: boolean): void {
    if (remove.length > 0) {
      // In one record changes come before removals.
      this.endSummary();
      this.#log.add({ summary: { remove: remove.map((path) => ({ nestedKey: path })) } });
    }
    for (const [path, text] of set) {
      const slot = this.#slot(path);
      slot.isPinned = isPinned;
      slot.isDirty = false;
      this.#log.item(slot.prefix, text);
    }
    this.#log.endSummary();
  }

  config(set: readonly Item[], remove: readonly (readonly string[])[]): void {
    if (remove.length > 0) this.#log.add({ config: { remove: remove.map((path) => ({ nestedKey: path })) } });
    if (set.length > 0) this.#log.add({ config: { update: set.map(configItem) } });
  }

  output(stream: 'stdout' | 'stderr', text: string, at: number): void {
    this.#log.add({ outputRaw: { type: stream === 'stdout' ? 1 : undefined, timestamp: protoTime(at), line: text } });
  }

  /** One sample of system metrics: extended JSON by names; `at`: milliseconds since 1970. */
  system(values: readonly (readonly [key: string, text: string])[], at: number): void {
    const item = values.map(([key, valueJson]) => ({ key, valueJson }));
    if (item.length > 0) this.#log.add({ stats: { timestamp: protoTime(at), item } });
  }

  /** Writes what rows have changed in the summary since the last time. */
  endSummary(): void {
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const slot of dirty) {
      // Set by hand meanwhile: the later one stands.
      if (!slot.isDirty) continue;
      slot.isDirty = false;
      const { definition, aggregate } = slot;
      if (aggregate === undefined || definition === undefined) this.#log.item(slot.prefix, slot.text);
      else {
        for (const [name, value] of aggregate.members(definition)) {
          const text = typeof value === 'number' ? numberToExtended(value) : value;
          this.#log.item(itemPrefix([...slot.path, name]), text);
        }
      }
    }
    this.#log.endSummary();
  }

  #own(slot: Slot, text: string): void {
    this.#log.item(slot.prefix, text);
    slot.text = text;
    this.#mark(slot);
  }

  #sum(slot: Slot, text: string): void {
    slot.text = text;
    if (slot.version !== this.#book.version) this.#look(slot);
    // The core's summary knows no null from rows. Source: wandb core, internal/runsummary (0.31).
    if (slot.isPinned || text === 'null') return;
    const { definition } = slot;
    if (definition !== undefined && definition.summary.size > 0) {
      if (definition.summary.has('none')) return;
      slot.aggregate ??= new Aggregate();
      slot.aggregate.add(text, numberIn(text));
    }
    this.#mark(slot);
  }

  #mark(slot: Slot): void {
    if (slot.isDirty) return;
    slot.isDirty = true;
    this.#dirty.push(slot);
  }

  #look(slot: Slot): void {
    slot.definition = this.#book.find(slot.name);
    slot.version = this.#book.version;
    if (slot.definition === undefined || slot.definition.summary.size === 0) slot.aggregate = undefined;
  }

  /** The step metrics of the row's metrics join it with their last values, where it lacks them. */
  #addSteps(parts: readonly string[], from: number): void {
    const present = new Set<Slot | undefined>();
    for (let i = from; i + 1 < parts.length; i += 2) present.add(this.#byId[Number(parts[i])]);
    // A step metric that joins is looked at too: it may have one of its own.
    for (const slot of present) {
      const { stepMetric, isStepSynced } = slot?.definition ?? {};
      if (stepMetric === undefined || isStepSynced !== true || stepMetric === '_step') continue;
      const step = this.#named(stepMetric);
      if (step === undefined || step.text === '' || present.has(step)) continue;
      present.add(step);
      this.#log.item(step.prefix, step.text);
    }
  }

  #named(name: string): Slot | undefined {
    return this.#slots.get(name) ?? [...this.#slots.values()].find((slot) => slot.name === name);
  }

  #slot(path: readonly string[]): Slot {
    const id = path.join('\u0000');
    const known = this.#slots.get(id);
    if (known !== undefined) return known;
    const slot: Slot = {
      name: path.join('.'),
      path,
      prefix: itemPrefix(path),
      text: '',
      isPinned: false,
      isDirty: false,
      definition: undefined,
      version: 0,
      aggregate: undefined,
    };
    this.#slots.set(id, slot);
    return slot;
  }
}

/** Milliseconds as seconds, to the microsecond. */
function seconds(ms: number): string {
  return String(Math.round(ms * 1000) / 1e6);
}

/** One item of a config record. */
export function configItem([path, text]: Item): Record<string, unknown> {
  return path.length === 1 ? { key: path[0], valueJson: text } : { nestedKey: path, valueJson: text };
}

/** The number that extended JSON spells; undefined for any other value. */
function numberIn(text: string): number | undefined {
  const first = text.charCodeAt(0);
  const isDigit = first >= 0x30 && first <= 0x39;
  if (isDigit || first === 0x2d || text === 'NaN' || text === 'Infinity') return Number(text);
  return undefined;
}
