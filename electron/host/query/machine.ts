import { Transferred } from '#host/base';
import {
  readGpuUses,
  readLine,
  readMachineKeys,
  readMachinePoints,
  readMachineSettings,
  runAt,
  type ReadContext,
  type ReadableDb,
  type RunRow,
} from '#host/store';
import {
  encodeSeries,
  type MachineOfRun,
  type MachinePoint,
  type MachineSeriesQuery,
  type MachineSettings,
  type SeriesLine,
} from '#shared/api';
import { reduceByTime, timeBucketWidth } from '#shared/metrics';
import type { RunPath } from '#shared/units';
import { statement } from './sql.ts';

interface SeriesArgs extends MachineSeriesQuery {
  readonly pending: readonly MachinePoint[];
  readonly gapSeconds: number;
}
interface OfRunArgs {
  readonly path: RunPath;
  /** Name of this machine. */
  readonly host: string;
  /** Keys that are measured now, perhaps not kept yet. */
  readonly pendingKeys: readonly string[];
}

/** Lines of the machine belong to no run. */
const NO_RUN: RunPath = { entity: '', project: '', run: '' };
/** A run that ended is shown with a little of what was before and after. */
const KEPT_SLACK_MS = 60_000;

/** What the reader threads answer about the machine. Errors: `project.unknown`, `run.unknown`. */
export const machineReads = {
  /** Lines with x in Unix seconds, see encodeSeries; keys without a point have no line. */
  'machine.series': ({ db }: ReadContext, args: SeriesArgs): Transferred<ArrayBuffer> => {
    const buffer = encodeSeries(machineLines(db, args));
    return new Transferred(buffer, [buffer]);
  },

  'machine.ofRun': ({ db, now }: ReadContext, { path, host, pendingKeys }: OfRunArgs): MachineOfRun => {
    const run = runAt(db, path);
    const startedAt = startOf(db, run);
    const isLive = run.state === 'running';
    const endedAt = Math.max(startedAt, isLive ? now() : (run.finishedAt ?? run.heartbeatAt));
    const isHere = run.host === host;
    const span = [startedAt - KEPT_SLACK_MS, endedAt + KEPT_SLACK_MS] as const;
    const isRecent = now() - endedAt < KEPT_SLACK_MS;
    const keys = isHere ? readMachineKeys(db, ...span) : [];
    return {
      isHere,
      startedAt,
      endedAt,
      keys: isHere && isRecent ? [...new Set([...keys, ...pendingKeys])].toSorted() : keys,
      gpuUses: isHere ? readGpuUses(db, startedAt, endedAt) : [],
    };
  },

  'machine.settings': ({ db }: ReadContext): MachineSettings => readMachineSettings(db),

  'machine.hasLiveRun': ({ db }: ReadContext): boolean =>
    statement(db, "SELECT 1 FROM runs WHERE state = 'running' LIMIT 1").get() !== undefined,
} as const;

function machineLines(db: ReadableDb, { keys, from, to, buckets, pending, gapSeconds }: SeriesArgs): SeriesLine[] {
  const width = timeBucketWidth(Math.max(1, (to - from) / 1000), buckets);
  const kept = readMachinePoints(db, keys, from, to);
  return [...kept].flatMap(([key, points]): SeriesLine[] => {
    const last = points.at(-1)?.[0] ?? -Infinity;
    for (const { at, values } of pending) {
      const value = values[key];
      // What was kept a moment ago may still be among what is pending.
      if (value !== undefined && at / 1000 > last && at >= from && at <= to) points.push([at / 1000, value]);
    }
    if (points.length === 0) return [];
    const line = reduceByTime(points, width, gapSeconds);
    return [{ request: key, run: NO_RUN, mode: 'buckets', facts: factsOf(points.length, line.count), ...line }];
  });
}

function factsOf(pointCount: number, counts: Float64Array): SeriesLine['facts'] {
  const pointsPerBucket = counts.reduce((most, count) => Math.max(most, count), 1);
  return { pointCount, pointsPerBucket, withoutX: 0, nanCount: 0, infCount: 0, isOutOfOrder: false };
}

/** When the run's `_runtime` was 0: by its own rows, else when it came into being here. */
function startOf(db: ReadableDb, run: RunRow): number {
  for (const stream of ['events', 'history'] as const) {
    const line = readLine(db, { runId: run.id, stream, key: '_timestamp', x: '_runtime', buckets: 10 });
    const runtime = line?.x[0];
    const timestamp = line === undefined ? undefined : line.mode === 'buckets' ? line.first[0] : line.value[0];
    if (runtime === undefined || timestamp === undefined || !Number.isFinite(timestamp - runtime)) continue;
    return Math.round((timestamp - runtime) * 1000);
  }
  return run.createdAt;
}
