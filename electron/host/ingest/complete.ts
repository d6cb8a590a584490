import {
  completeWriter,
  decidingWriters,
  endAlerts,
  endOf,
  findStreams,
  jointExitCode,
  lateEnd,
  readWriters,
  type RunWriter,
  type RunRow,
  sealStream,
  setRunState,
  type WriteContext,
} from '#host/store';

/** A writer of a shared run that was silent for longer does not hold up the end; clients send something each 30 s. */
const WRITER_SILENT_MS = 90_000;

/**
 * The last post of a process. An ordinary run ends with it; a shared run ends when none of the writers that decide
 * over it is alive any more.
 * Streams are sealed into their final form, so that charts of ended runs read packed chunks only.
 */
export function completeRun(ctx: WriteContext, run: RunRow, writer: string, exitCode: number): void {
  for (const kind of ['history', 'events'] as const) {
    for (const stream of findStreams(ctx.db, run.id, kind)) {
      if (stream.writer === writer) sealStream(ctx, stream);
    }
  }
  let code = exitCode;
  if (writer !== '') {
    completeWriter(ctx, run.id, writer, exitCode);
    const writers = readWriters(ctx.db, run.id);
    const decides = decidingWriters(ctx.db, run.id);
    const isAlive = (w: RunWriter): boolean =>
      w.completedAt === undefined && w.heartbeatAt > ctx.now() - WRITER_SILENT_MS;
    if (writers.some((w) => decides(w.writer) && isAlive(w))) return;
    code = jointExitCode(writers) ?? exitCode;
  }
  const { state, reason } = endOf(run, code);
  // A script that ended long ago ended when it ended, not when its last words came.
  const finishedAt = writer === '' ? lateEnd(ctx, run) : undefined;
  if (finishedAt !== undefined) endAlerts(ctx, run, finishedAt);
  setRunState(ctx, run, state, reason, { exitCode: code, ...(finishedAt === undefined ? {} : { finishedAt }) });
}
