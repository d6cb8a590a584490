import {
  appendLines,
  decidingWriters,
  emitRun,
  ensureStream,
  hasEnded,
  labelWriter,
  pathOf,
  recordProgress,
  recordRefusals,
  runOfClient,
  type RunRow,
  setRunState,
  setSummary,
  touchRun,
  touchWriter,
  writeConsoleLines,
  type WriteContext,
} from '#host/store';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import { completeRun } from './complete.ts';
import { fileKind } from './file-kind.ts';
import { type FilePart, type Post, readPost } from './post.ts';
import { type GoodLines, refuseAll, splitGood } from './refuse.ts';

export interface FileStreamArgs {
  readonly path: RunPath;
  /** The body as it came, moved from the thread that received it. */
  readonly body: ArrayBuffer;
  /** Content-Encoding, when there is one. */
  readonly encoding?: string;
  /** Shared mode: the id of the writing process; each has line numbers of its own. */
  readonly writer?: string;
}

export interface FileStreamResult {
  /** The script is to be told to stop. */
  readonly isStopped: boolean;
}

/** No client leaves such a hole in its line numbers; believing one would make reading the output costly. */
const MAX_GAP_LINES = 10_000_000;

/**
 * Stores one file_stream post. Lines go to their numbers, so a post sent again changes nothing; a line that cannot be
 * stored is refused by itself and counted. Any post is a sign of life: an ended run is `running` again.
 * Errors: `run.unknown` (no UpsertBucket ever made it), `run.deleted`, those of readPost. All are final for the
 * client, which is right: sending again could not help.
 */
export function handleFileStream(ctx: WriteContext, args: FileStreamArgs): FileStreamResult {
  const post = readPost(new Uint8Array(args.body), args.encoding);
  const writer = args.writer ?? '';
  const run = runOfClient(ctx.db, args.path);
  touchRun(ctx, run);
  for (const part of post.parts) storePart(ctx, run, part, writer);
  if (post.uploaded.length > 0) emitRun(ctx, run, 'files');
  moveState(ctx, run, post, writer);
  return { isStopped: run.isStopRequested && post.exitCode === undefined };
}

function moveState(ctx: WriteContext, run: RunRow, post: Post, writer: string): void {
  if (post.exitCode !== undefined) return completeRun(ctx, run, writer, post.exitCode);
  if (writer !== '') touchWriter(ctx, run.id, writer);
  if (post.isPreempting) return setRunState(ctx, run, 'preempting', 'the machine is about to be taken away');
  if (run.state === 'running' || run.state === 'preempting') return;
  // What a secondary process still has to send after the end of its run does not begin it anew.
  if (writer !== '' && hasEnded(run.state) && !decidingWriters(ctx.db, run.id)(writer)) return;
  setRunState(ctx, run, 'running');
}

function storePart(ctx: WriteContext, run: RunRow, part: FilePart, writer: string): void {
  const file = fileKind(part.name);
  if (part.fault !== undefined) return refuseAll(ctx, run, part, part.fault);
  switch (file.kind) {
    case 'unknown':
      return refuseAll(ctx, run, part, 'no streamed file has this name');
    case 'summary':
      return storeSummary(ctx, run, part, writer);
    case 'console':
      return storeConsole(ctx, run, part, writer, file.label);
    case 'history':
    case 'events':
      return storeRows(ctx, run, part, file.kind, writer);
  }
}

function storeRows(ctx: WriteContext, run: RunRow, part: FilePart, kind: 'history' | 'events', writer: string): void {
  const stream = ensureStream(ctx, run, kind, writer);
  if (part.offset > stream.lineCount + MAX_GAP_LINES) return refuseAll(ctx, run, part, gapReason(stream.lineCount));
  if (kind === 'events' && writer !== '') learnLabel(ctx, run, part, writer);
  // What is no text goes in as it cannot be read, so that it is refused under its own number and uses it up.
  const result = appendLines(
    ctx,
    stream,
    part.offset,
    part.lines.map((line) => line ?? ''),
  );
  recordRefusals(ctx, run, part.name, result.refused, stream.lineCount);
  recordProgress(ctx, run, {
    runtimeS: result.lastRuntime,
    ...(kind === 'history' ? { lastStep: result.lastStep } : {}),
  });
  if (!result.isChanged) return;
  if (kind === 'events') emitRun(ctx, run, 'system');
  else {
    const lastStep = Math.max(run.lastStep, result.lastStep);
    ctx.emit({ kind: 'run', path: pathOf(run), aspects: ['history'], lastStep });
  }
}

/** In shared mode the names of system metrics end in the label that the process also puts before its console lines. */
function learnLabel(ctx: WriteContext, run: RunRow, part: FilePart, writer: string): void {
  const label = /\/l:([^"\\\]\s]{1,200})":/.exec(part.lines[0] ?? '')?.[1];
  if (label !== undefined) labelWriter(ctx, run.id, writer, label);
}

function storeConsole(ctx: WriteContext, run: RunRow, part: FilePart, writer: string, label: string): void {
  let stream = ensureStream(ctx, run, 'console', writer === '' ? label : writer);
  if (writer !== '' && label !== '') labelWriter(ctx, run.id, writer, label);
  if (part.offset > stream.lineCount + MAX_GAP_LINES) return refuseAll(ctx, run, part, gapReason(stream.lineCount));
  const { good, bad }: GoodLines = splitGood(part);
  for (const { offset, lines } of good) {
    stream = { ...stream, lineCount: writeConsoleLines(ctx, stream, offset, lines) };
  }
  recordRefusals(ctx, run, part.name, bad, part.offset);
  if (good.length > 0) ctx.emit({ kind: 'run', path: pathOf(run), aspects: ['console'], lineCount: stream.lineCount });
}

function storeSummary(ctx: WriteContext, run: RunRow, part: FilePart, writer: string): void {
  // One line, the whole summary; of several only the last counts.
  const text = part.lines.at(-1);
  if (part.lines.length === 0) return;
  if (text === undefined) return refuseAll(ctx, run, part, 'the line is not a text');
  try {
    setSummary(ctx, run, text, writer);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'body.invalid') throw error;
    refuseAll(ctx, run, part, String(error.details.reason));
  }
}

function gapReason(lineCount: number): string {
  return `the offset leaves more than ${MAX_GAP_LINES} lines out after line ${lineCount}`;
}
