import {
  ensureStream,
  findLine,
  findStreams,
  parseConsoleLine,
  readConsoleLines,
  type RunRow,
  type StreamRef,
  type WriteContext,
} from '#host/store';
import type { LogHead } from '#sdk/journal';
import type { Mapping } from './rows.ts';

/** How many console lines of a run are looked through for the first one of a log. */
const SEARCHED_LINES = 100_000;

/**
 * Where the lines of a log belong in a run that is here already: its first row is looked for among the stored ones by
 * its time. What is not found goes behind what is there, as a further piece of the run; the counters of a piece that was
 * resumed without seeing the run are moved on then.
 */
export function alignLog(ctx: WriteContext, run: RunRow, head: LogHead, isNew: boolean): Mapping {
  const history = streamOf(ctx, run, 'history');
  const events = streamOf(ctx, run, 'events');
  const row = head.firstRow === undefined ? undefined : findLine(ctx.db, history, head.firstRow.timestamp);
  const isFound = row !== undefined && (head.identity.isResumed || row.step === head.firstRow?.step);
  const historyBase = isFound ? row.line : history.lineCount;
  const event = head.firstEventAt === undefined ? undefined : findLine(ctx.db, events, head.firstEventAt);
  // From the run's first row on: its other streams begin with the log's too.
  const isWhole = historyBase === 0;
  const eventBase = event?.line ?? (isWhole ? 0 : events.lineCount);
  const consoleCount = findStreams(ctx.db, run.id, 'console').find((stream) => stream.writer === '')?.lineCount ?? 0;
  const consoleBase = findConsoleLine(ctx, run, head.firstConsoleLine) ?? (isWhole ? 0 : consoleCount);
  const isMoved = head.identity.isResumed && !isNew && history.lineCount > 0;
  const stepShift = isFound ? row.step - (head.firstRow?.step ?? 0) : isMoved ? run.lastStep + 1 : 0;
  return {
    history: historyBase,
    events: eventBase,
    console: consoleBase,
    stepShift,
    secondsShift: isMoved && !isFound ? run.runtimeS : 0,
    isNew,
    hasNews: false,
    from: {
      history: Math.max(0, history.lineCount - historyBase),
      events: Math.max(0, events.lineCount - eventBase),
      console: Math.max(0, consoleCount - consoleBase),
    },
  };
}

function streamOf(ctx: WriteContext, run: RunRow, kind: 'history' | 'events'): StreamRef {
  return ensureStream(ctx, run, kind);
}

/** A console line with the same time and text; else (a synced log has other times) the first with the same text. */
function findConsoleLine(ctx: WriteContext, run: RunRow, raw: string | undefined): number | undefined {
  if (raw === undefined) return undefined;
  const text = parseConsoleLine(0, raw).text;
  const { lines } = readConsoleLines(ctx.db, run.id, 0, SEARCHED_LINES);
  return lines.find((line) => line.text === text)?.number;
}
