import {
  consoleStreams,
  findStreams,
  JsonText,
  readConsoleTexts,
  readStreamRows,
  readWriters,
  type ReadableDb,
  type Row,
} from '#host/store';
import { numberToExtended } from '#shared/wire';
import type { RunRowId } from '#shared/units';

/** Servers take tens of megabytes in a post. */
const POST_CHARS = 2_000_000;
const POST_LINES = 10_000;
const LEAST_POST_CHARS = 16_384;
/** At a limit a post takes so long, so that a push that is stopped has little to send again. */
const POST_SECONDS = 4;
const PAGE_LINES = 4096;
/** So many last lines of a console go again: a progress bar rewrites them. */
const REWRITTEN = 200;
const SAMPLE_LINES = 100;

/** The lines of one kind that one process writes to a run. */
export interface LineStream {
  /** Name in the cursor. */
  readonly id: string;
  /** Name on the wire. */
  readonly file: string;
  /** Named on the wire where several processes write to the run. Source: protocol 12.6. */
  readonly writer: string | undefined;
  readonly lineCount: number;
  /** May be written anew near its end. */
  readonly isConsole: boolean;
  /** Lines from a number on, each with its own; lines that never came are left out. */
  lines(from: number): Generator<{ readonly line: number; readonly text: string }>;
}

/** A stretch of consecutive lines. */
export interface LinePiece {
  readonly first: number;
  readonly lines: readonly string[];
}

/** What of a run is lines, each stream of each writer. */
export function lineStreams(db: ReadableDb, run: RunRowId): LineStream[] {
  const shared = new Set(readWriters(db, run).map(({ writer }) => writer));
  const writerOf = (writer: string): string | undefined => (shared.has(writer) ? writer : undefined);
  const rows = (['history', 'events'] as const).flatMap((kind) =>
    findStreams(db, run, kind).map((stream) => ({
      id: stream.writer === '' ? kind : `${kind} ${stream.writer}`,
      file: `wandb-${kind}.jsonl`,
      writer: writerOf(stream.writer),
      lineCount: stream.lineCount,
      isConsole: false,
      *lines(from: number) {
        const prefixes = new Map<string, string>();
        for (const { line, row } of readStreamRows(db, stream, from)) yield { line, text: textOf(row, prefixes) };
      },
    })),
  );
  const consoles = consoleStreams(db, run).map((stream) => {
    const isLabelled = stream.label !== '' && !(shared.has(stream.writer) && stream.label === stream.writer);
    return {
      id: stream.writer === '' ? 'console' : `console ${stream.writer}`,
      file: isLabelled ? `output_${stream.label}.log` : 'output.log',
      writer: writerOf(stream.writer),
      lineCount: stream.lineCount,
      isConsole: true,
      *lines(from: number) {
        for (let at = from; at < stream.lineCount; at += PAGE_LINES) {
          const texts = readConsoleTexts(db, stream, at, PAGE_LINES);
          for (const [i, text] of texts.entries()) yield { line: at + i, text };
        }
      },
    };
  });
  return [...rows, ...consoles];
}

/** From which line on a stream has to go, when `sent` of them are there. */
export function firstToSend(stream: LineStream, sent: number): number {
  return stream.isConsole ? Math.max(0, sent - REWRITTEN) : Math.min(sent, stream.lineCount);
}

/** Lines from a number on in pieces of the size of a post; `bytesPerSecond` 0 = no limit. */
export function* pieces(stream: LineStream, from: number, bytesPerSecond: number): Generator<LinePiece> {
  const most =
    bytesPerSecond === 0 ? POST_CHARS : Math.min(POST_CHARS, Math.max(LEAST_POST_CHARS, bytesPerSecond * POST_SECONDS));
  let first = from;
  let lines: string[] = [];
  let chars = 0;
  for (const { line, text } of stream.lines(from)) {
    const isFull = chars >= most || lines.length >= POST_LINES;
    // A hole in the numbers stays one: the lines behind it go under their own.
    if (lines.length > 0 && (isFull || line !== first + lines.length)) {
      yield { first, lines };
      lines = [];
      chars = 0;
    }
    if (lines.length === 0) first = line;
    lines.push(text);
    chars += text.length + 1;
  }
  if (lines.length > 0) yield { first, lines };
}

/** The JSON text of a post. Source: protocol 4.1. */
export function pieceBody(stream: LineStream, { first, lines }: LinePiece): string {
  return JSON.stringify({ files: { [stream.file]: { offset: first, content: lines } } });
}

/** How many bytes a line has on the wire, by the first of those that are to go. */
export function bytesPerLine(stream: LineStream, from: number): number {
  let bytes = 0;
  let count = 0;
  for (const { text } of stream.lines(from)) {
    bytes += JSON.stringify(text).length + 1;
    count += 1;
    if (count === SAMPLE_LINES) break;
  }
  return count === 0 ? 0 : bytes / count;
}

function textOf(row: Row, prefixes: Map<string, string>): string {
  let text = '';
  for (const [key, cell] of row) {
    let prefix = prefixes.get(key);
    if (prefix === undefined) prefixes.set(key, (prefix = `${JSON.stringify(key)}:`));
    text += `${text === '' ? '{' : ','}${prefix}${cell instanceof JsonText ? cell.text : numberToExtended(cell)}`;
  }
  return `${text === '' ? '{' : text}}`;
}
