import {
  findStreams,
  historyKeys,
  lastRows,
  readRows,
  type RowQuery,
  rowToExtendedJson,
  rowToStrictObject,
  type RunRow,
  type StreamKind,
} from '#host/store';
import { Problem } from '#shared/errors';
import { isJsonObject, type JsonValue, parseExtended } from '#shared/wire';
import type { ResolverMap, Scope } from '../scope.ts';
import { INHERITED_WRITER } from './fork.ts';

interface HistoryArgs {
  readonly minStep?: number | null;
  readonly maxStep?: number | null;
  readonly samples?: number | null;
}

/** Rows of a sampled answer when the client does not say; its own default. */
const DEFAULT_SAMPLES = 500;

export const runHistoryResolvers: ResolverMap = {
  Run: {
    historyLineCount: (run: RunRow, _: unknown, scope) => lineCount(scope, run, 'history'),
    eventsLineCount: (run: RunRow, _: unknown, scope) => lineCount(scope, run, 'events'),
    historyTail: (run: RunRow, _: unknown, scope) => JSON.stringify(tailOf(scope, run, 'history')),
    eventsTail: (run: RunRow, _: unknown, scope) => JSON.stringify(tailOf(scope, run, 'events')),
    systemMetrics: (run: RunRow, _: unknown, scope) => tailOf(scope, run, 'events').at(-1) ?? '{}',
    historyKeys: (run: RunRow, _: unknown, scope) => keysOf(scope, run),
    history: (run: RunRow, args: HistoryArgs, scope) => textsOf(scope, run, 'history', queryOf(args)),
    events: (run: RunRow, args: HistoryArgs, scope) => textsOf(scope, run, 'events', queryOf(args)),
    sampledHistory: (run: RunRow, args: { specs: readonly string[] }, scope) =>
      args.specs.map((spec) => Array.from(readRows(scope.db, run.id, 'history', specOf(spec)), rowToStrictObject)),
    // No files: the client then reads everything through the pages above.
    parquetHistory: () => ({ parquetUrls: [], liveData: [] }),
  },
};

/**
 * What the client goes on from: lines its own processes sent. In shared mode each process counts its own lines; a reader, which names no process,
 * sees the sum over them.
 */
function lineCount(scope: Scope, run: RunRow, kind: StreamKind): number {
  const streams = findStreams(scope.db, run.id, kind).filter((stream) => stream.writer !== INHERITED_WRITER);
  const own = streams.find((stream) => stream.writer === (scope.request.writer ?? ''));
  if (own !== undefined) return own.lineCount;
  if (scope.request.writer !== undefined) return 0;
  return streams.reduce((sum, stream) => sum + stream.lineCount, 0);
}

/** Infinite last values as words: the answer is strict JSON. */
function keysOf(scope: Scope, run: RunRow): object {
  const { lastStep, keys } = historyKeys(scope.db, run.id);
  const shown = Object.entries(keys).map(([name, facts]) => {
    const last = facts.previousValue;
    return [name, last === undefined || Number.isFinite(last) ? facts : { ...facts, previousValue: String(last) }];
  });
  return { sets: [], lastStep, keys: Object.fromEntries(shown) as unknown };
}

/** The newest row of each stream as JSON text, the newest of all last. */
function tailOf(scope: Scope, run: RunRow, kind: 'history' | 'events'): string[] {
  const rows = findStreams(scope.db, run.id, kind).flatMap((stream) => lastRows(scope.db, stream, 1));
  const stepOf = (row: (typeof rows)[number]): number => {
    const step = row.get(kind === 'history' ? '_step' : '_timestamp');
    return typeof step === 'number' ? step : -1;
  };
  return rows.sort((a, b) => stepOf(a) - stepOf(b)).map(rowToExtendedJson);
}

function textsOf(scope: Scope, run: RunRow, kind: 'history' | 'events', query: RowQuery): string[] {
  return Array.from(readRows(scope.db, run.id, kind, query), rowToExtendedJson);
}

/** With steps given, every row between them is wanted: several rows may share a step, and cutting would lose some. */
function queryOf(args: HistoryArgs): RowQuery {
  const { minStep, maxStep } = args;
  if (typeof minStep !== 'number' && typeof maxStep !== 'number') return { samples: args.samples ?? DEFAULT_SAMPLES };
  return {
    ...(typeof minStep === 'number' ? { minStep } : {}),
    ...(typeof maxStep === 'number' ? { maxStepExclusive: maxStep } : {}),
  };
}

/** A spec of sampledHistory: `{"keys": [...], "samples": N, "minStep"?, "maxStep"?}`, both steps inclusive. */
function specOf(text: string): RowQuery {
  const spec = parsedSpec(text);
  const keys = Array.isArray(spec.keys) ? spec.keys.filter((key) => typeof key === 'string') : [];
  const { minStep, maxStep, samples } = spec;
  const isRange = typeof minStep === 'number' || typeof maxStep === 'number';
  return {
    keys: [...new Set(keys)],
    ...(typeof minStep === 'number' ? { minStep } : {}),
    ...(typeof maxStep === 'number' ? { maxStepExclusive: maxStep + 1 } : {}),
    ...(isRange ? {} : { samples: typeof samples === 'number' ? samples : DEFAULT_SAMPLES }),
  };
}

function parsedSpec(text: string): Readonly<Record<string, JsonValue>> {
  let spec: JsonValue | undefined;
  try {
    spec = parseExtended(text);
  } catch {
    spec = undefined;
  }
  if (isJsonObject(spec)) return spec;
  throw new Problem('input.invalid', { field: 'specs', expected: 'JSON objects', got: text.slice(0, 60) });
}
