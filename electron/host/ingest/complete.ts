import {
  completeWriter,
  endOf,
  findStreams,
  jointExitCode,
  readWriters,
  type RunRow,
  sealStream,
  setRunState,
  type WriteContext,
} from '#host/store';

/** A writer of a shared run that was silent for longer does not hold up the end; clients send something each 30 s. */
const WRITER_SILENT_MS = 90_000;

/**
 * The last post of a process. An ordinary run ends with it; a shared run ends when no other writer is alive.
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
    const isAlive = (w: (typeof writers)[number]): boolean =>
      w.completedAt === undefined && w.heartbeatAt > ctx.now() - WRITER_SILENT_MS;
    if (writers.some(isAlive)) return;
    code = jointExitCode(writers) ?? exitCode;
  }
  const { state, reason } = endOf(run, code);
  setRunState(ctx, run, state, reason, { exitCode: code });
}
