import {
  appendLines,
  ensureStream,
  findRunById,
  findStreams,
  parseConsoleLine,
  pathOf,
  prepared,
  readConsoleLines,
  recordProgress,
  recordRefusals,
  type RunRow,
  writeConsoleLines,
  type WriteContext,
} from '#host/store';
import type { LineSpan, LogAlert, LogBatch } from '#sdk/journal';
import { storeRest } from './rest.ts';
import { importById, type Mapping, updateImport } from './rows.ts';

export interface AppendArgs {
  readonly id: number;
  readonly batch: Omit<LogBatch, 'made' | 'artifacts' | 'uses' | 'files'>;
  /** A log that was not written to for so long belongs to a process that is gone. */
  readonly silentMs: number;
}

export interface AppendResult {
  /** False: the run was deleted meanwhile. */
  readonly isAlive: boolean;
  /** Something came in that was not here; only then may what lies beside the log be newer than what is here. */
  readonly hasNews: boolean;
  /** The run ended, or its log was silent for long. */
  readonly isAtRest: boolean;
  /** Nothing more is to be expected of the log. */
  readonly isOver: boolean;
}

/** Newest console lines of a log that was here already: a progress bar in them may have moved on. */
const OPEN_LINES = 32;

/** Stores a piece of a log. What is here already is left as it is. */
export function handleAppend(ctx: WriteContext, args: AppendArgs): AppendResult {
  const row = importById(ctx.db, args.id);
  const run = row.runId === undefined ? undefined : findRunById(ctx.db, row.runId);
  const { mapping } = row;
  if (run === undefined || mapping === undefined)
    return { isAlive: false, hasNews: false, isAtRest: true, isOver: true };
  const { batch } = args;
  const history = storeRows(ctx, run, 'history', batch.history, mapping);
  const events = storeRows(ctx, run, 'events', batch.events, mapping);
  const console = storeConsole(ctx, run, batch.console, mapping);
  for (const alert of batch.alerts) storeAlert(ctx, run, alert);
  const added = { history: history.added, events: events.added, console: console.added };
  const isChanged = history.isChanged || events.isChanged || console.isChanged;
  const hasNews = mapping.hasNews || isChanged || (mapping.isNew && batch.position > row.position);
  const next: Mapping = {
    ...mapping,
    hasNews,
    from: {
      history: Math.max(mapping.from.history, history.next),
      events: Math.max(mapping.from.events, events.next),
      console: Math.max(mapping.from.console, console.next),
    },
  };
  const counts = {
    ...row.counts,
    historyLines: row.counts.historyLines + added.history,
    eventLines: row.counts.eventLines + added.events,
    consoleLines: row.counts.consoleLines + added.console,
  };
  updateImport(ctx, row.id, {
    mapping: next,
    counts,
    position: Math.max(row.position, batch.position),
    sizeBytes: batch.sizeBytes,
  });
  if (batch.rest === undefined) return { isAlive: true, hasNews, isAtRest: false, isOver: false };
  return { isAlive: true, ...storeRest(ctx, { ...row, mapping: next, counts }, run, batch.rest, args.silentMs) };
}

interface Stored {
  readonly added: number;
  readonly isChanged: boolean;
  /** Lines of the log below this number are in the store. */
  readonly next: number;
}

function storeRows(
  ctx: WriteContext,
  run: RunRow,
  kind: 'history' | 'events',
  span: LineSpan,
  mapping: Mapping,
): Stored {
  const skipped = Math.max(0, mapping.from[kind] - span.from);
  const lines = skipped === 0 ? span.lines : span.lines.slice(skipped);
  if (lines.length === 0) return { added: 0, next: 0, isChanged: false };
  const stream = ensureStream(ctx, run, kind);
  const first = mapping[kind] + span.from + skipped;
  const result = appendLines(ctx, stream, first, lines);
  recordRefusals(ctx, run, kind === 'history' ? 'wandb-history.jsonl' : 'wandb-events.jsonl', result.refused, first);
  recordProgress(ctx, run, {
    runtimeS: result.lastRuntime,
    ...(kind === 'history' ? { lastStep: result.lastStep } : {}),
  });
  const path = pathOf(run);
  if (kind === 'events') ctx.emit({ kind: 'run', path, aspects: ['system'] });
  else ctx.emit({ kind: 'run', path, aspects: ['history'], lastStep: Math.max(run.lastStep, result.lastStep) });
  const next = span.from + span.lines.length - (span.isOpen === true ? 1 : 0);
  return { added: result.lineCount - stream.lineCount, next, isChanged: result.isChanged };
}

function storeConsole(ctx: WriteContext, run: RunRow, spans: readonly LineSpan[], mapping: Mapping): Stored {
  let added = 0;
  let next = 0;
  let stream = ensureStream(ctx, run, 'console');
  const known = mapping.from.console;
  for (const span of spans) {
    const changed = span.lines.findIndex((line, i) =>
      isNewLine(ctx, run, mapping.console + span.from + i, span.from + i, known, line),
    );
    next = Math.max(next, span.from + span.lines.length);
    if (changed < 0) continue;
    const lines = span.lines.slice(changed);
    added += Math.max(0, span.from + span.lines.length - Math.max(known, span.from + changed)) || 1;
    stream = { ...stream, lineCount: writeConsoleLines(ctx, stream, mapping.console + span.from + changed, lines) };
  }
  if (added > 0) ctx.emit({ kind: 'run', path: pathOf(run), aspects: ['console'], lineCount: stream.lineCount });
  return { added, next, isChanged: added > 0 };
}

/** Lines that are here stay, with the times they have; only a text that moved on is written again. */
function isNewLine(ctx: WriteContext, run: RunRow, line: number, number: number, known: number, raw: string): boolean {
  if (number >= known) return true;
  if (number < known - OPEN_LINES) return false;
  const isShared = findStreams(ctx.db, run.id, 'console').length > 1;
  const stored = isShared ? undefined : readConsoleLines(ctx.db, run.id, line, 1).lines[0];
  return stored !== undefined && stored.text !== parseConsoleLine(0, raw).text;
}

/** The n-th alert with the same words is kept when fewer than n are here. */
function storeAlert(ctx: WriteContext, run: RunRow, alert: LogAlert): void {
  const same = 'SELECT count(*) AS count, max(at) AS last FROM alerts WHERE run_id = ? AND title = ?';
  const all = prepared(ctx.db, `${same} AND text = ?`).get(run.id, alert.title, alert.text) as { count: number };
  if (all.count > alert.ordinal) return;
  const { last } = prepared(ctx.db, same).get(run.id, alert.title) as { last: number | null };
  const at = Math.round(alert.atMs);
  if (last !== null && last <= at && at - last < alert.waitMs) return;
  prepared(ctx.db, 'INSERT INTO alerts (run_id, at, severity, title, text) VALUES (?, ?, ?, ?, ?)').run(
    run.id,
    at,
    alert.severity,
    alert.title,
    alert.text,
  );
  ctx.emit({ kind: 'run', path: pathOf(run), aspects: ['meta'] });
}
