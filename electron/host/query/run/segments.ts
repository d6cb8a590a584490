import { readLine, readRewinds, type ReadableDb, type RunRow } from '#host/store';
import type { RunSegment } from '#shared/api';
import type { RunRowId } from '#shared/units';
import { clientTime, isJsonObject, type JsonObject, type JsonValue } from '#shared/wire';
import { statement } from '../sql.ts';

/** A process as its environment record in the config tells it. */
interface Process {
  readonly id: string;
  readonly startedAt: number;
  readonly host?: string;
}

interface Steps {
  readonly firstStep?: number;
  readonly lastStep?: number;
}

interface WriterRow {
  readonly writer: string;
  readonly label: string | null;
  readonly firstStep: number | null;
  readonly lastStep: number | null;
  readonly firstTime: number | null;
}

/** The most points of which readLine gives every one. */
const EXACT_POINTS = 10_000;

const WRITERS = `SELECT t.writer, w.label, step.min AS firstStep, step.max AS lastStep, time.min AS firstTime
  FROM streams t LEFT JOIN run_writers w ON w.run_id = t.run_id AND w.writer = t.writer
  LEFT JOIN series step ON step.stream_id = t.id AND step.key_id = (SELECT id FROM keys WHERE name = '_step')
  LEFT JOIN series time ON time.stream_id = t.id AND time.key_id = (SELECT id FROM keys WHERE name = '_timestamp')
  WHERE t.run_id = ? AND t.kind = 'history' ORDER BY t.id`;

/**
 * The processes that wrote to a run, from what each told of itself (`_wandb.e` of the config, given as `client`) and
 * from the times of the rows. A run that tells nothing has one segment.
 * Cost: one read of a few rows; for a run of several lives two small ranges of the `_step` line per life.
 */
export function readSegments(db: ReadableDb, run: RunRow, client: JsonObject): RunSegment[] {
  const writers = statement(db, WRITERS).all(run.id) as WriterRow[];
  const own = writers.find((row) => row.writer === '');
  const shared = writers.filter((row) => row.writer !== '' && (row.label !== null || own === undefined));
  const processes = processesOf(client);
  if (own === undefined && shared.length > 1) return joinedSegments(run, shared, processes);
  const [first = { id: '', startedAt: run.createdAt }, ...later] = processes;
  const branch = at(client, 'branch_point');
  // A rewound run names itself.
  const parent = branch.run_id === run.name ? undefined : branch.run_id;
  const begin: RunSegment =
    typeof parent === 'string'
      ? {
          kind: 'fork',
          ...factsOf(first),
          fromRun: parent,
          ...(typeof branch.step === 'number' ? { fromStep: branch.step } : {}),
        }
      : { kind: 'start', ...factsOf(first) };
  if (later.length === 0) return [{ ...begin, ...stepsOf(own ?? shared[0]) }];
  return livesOf(db, run.id, begin, [first, ...later]);
}

/** Processes one after the other: each has the rows logged from its start to the start of the next. */
function livesOf(db: ReadableDb, run: RunRowId, begin: RunSegment, processes: readonly Process[]): RunSegment[] {
  const rewinds = readRewinds(db, run).map((rewind) => ({ ...rewind, process: nearest(processes, rewind.at) }));
  let highest = -1;
  return processes.map((process, i) => {
    const steps = stepsBetween(db, run, process.startedAt, processes[i + 1]?.startedAt);
    const rewind = rewinds.findLast((cut) => cut.process === process);
    const isAnew = steps.firstStep !== undefined && steps.firstStep <= highest;
    highest = Math.max(highest, steps.lastStep ?? -1);
    if (i === 0) return { ...begin, ...steps };
    const facts = { ...factsOf(process), ...steps };
    if (rewind !== undefined) return { kind: 'rewind', fromStep: rewind.step, ...facts };
    return { kind: isAnew ? 'restart' : 'resume', ...facts };
  });
}

/** Processes at the same time, each with a line space of its own. Secondaries may tell nothing but their rows. */
function joinedSegments(run: RunRow, writers: readonly WriterRow[], processes: readonly Process[]): RunSegment[] {
  const segments = writers.map((row): RunSegment => {
    const process = processes.find(({ id }) => id === row.writer);
    const startedAt = process?.startedAt ?? (row.firstTime === null ? run.createdAt : row.firstTime * 1000);
    return {
      kind: 'join',
      startedAt,
      ...(process?.host === undefined ? {} : { host: process.host }),
      ...(row.label === null || row.label === '' ? {} : { label: row.label }),
      ...stepsOf(row),
    };
  });
  return segments.sort((a, b) => a.startedAt - b.startedAt);
}

/** A log that is synced again comes under a new id each time, but began when it began. */
function processesOf(client: JsonObject): Process[] {
  const processes = Object.entries(at(client, 'e'))
    .flatMap(([id, told]) => {
      const startedAt = isJsonObject(told) && typeof told.startedAt === 'string' ? clientTime(told.startedAt) : NaN;
      if (!isJsonObject(told) || Number.isNaN(startedAt)) return [];
      return [{ id, startedAt, ...(typeof told.host === 'string' ? { host: told.host } : {}) }];
    })
    .sort((a, b) => a.startedAt - b.startedAt);
  const isSame = (a: Process, b: Process): boolean => a.startedAt === b.startedAt && a.host === b.host;
  return processes.filter((process, i) => processes.findIndex((other) => isSame(other, process)) === i);
}

function factsOf({ startedAt, host }: Process): { readonly startedAt: number; readonly host?: string } {
  return { startedAt, ...(host === undefined ? {} : { host }) };
}

function stepsOf(row: WriterRow | undefined): Steps {
  if (row === undefined || row.firstStep === null || row.lastStep === null) return {};
  return { firstStep: row.firstStep, lastStep: row.lastStep };
}

/** Steps of the first and the last row logged in `[from, to)`, ms. */
function stepsBetween(db: ReadableDb, run: RunRowId, from: number, to: number | undefined): Steps {
  const range = { from: from / 1000, to: to === undefined ? Number.MAX_VALUE : to / 1000 };
  const firstStep = stepAt(db, run, range, 'first');
  const lastStep = stepAt(db, run, range, 'last');
  return firstStep === undefined || lastStep === undefined ? {} : { firstStep, lastStep };
}

function stepAt(
  db: ReadableDb,
  runId: RunRowId,
  range: { readonly from: number; readonly to: number },
  end: 'first' | 'last',
): number | undefined {
  const line = readLine(db, { runId, stream: 'history', key: '_step', x: '_timestamp', range, buckets: EXACT_POINTS });
  if (line === undefined) return undefined;
  if (line.mode === 'exact') {
    // A line has a neighbour on each side of its range.
    const isInside = (x: number): boolean => x >= range.from && x < range.to;
    const index = end === 'first' ? line.x.findIndex(isInside) : line.x.findLastIndex(isInside);
    return index === -1 ? undefined : line.value[index];
  }
  // The two buckets at the end, point by point: the outermost may hold nothing but the neighbour.
  const narrow =
    end === 'first'
      ? { from: range.from, to: Math.min(range.to, line.x[2] ?? range.to) }
      : { from: Math.max(range.from, line.x.at(-2) ?? range.from), to: range.to };
  return narrow.from === range.from && narrow.to === range.to ? undefined : stepAt(db, runId, narrow, end);
}

function nearest(processes: readonly Process[], at: number): Process | undefined {
  return processes.slice(1).reduce<Process | undefined>((best, process) => {
    const isNearer = best === undefined || Math.abs(process.startedAt - at) < Math.abs(best.startedAt - at);
    return isNearer ? process : best;
  }, undefined);
}

function at(object: JsonObject, name: string): JsonObject {
  const value: JsonValue | undefined = Object.hasOwn(object, name) ? object[name] : undefined;
  return isJsonObject(value) ? value : {};
}
