import { JsonText, readConsoleLines, readRows, type ReadableDb, type Row } from '#host/store';
import type { StreamParts } from '#sdk/wire';
import { numberToExtended } from '#shared/wire';
import type { RunRowId } from '#shared/units';

/** A post is sent when it holds so much; servers take tens of megabytes. */
const POST_CHARS = 2_000_000;
const POST_LINES = 10_000;
const PAGE_LINES = 4096;
/** So many last lines of a console go again: a progress bar rewrites them. */
const REWRITTEN = 200;

export interface LinePiece {
  readonly parts: StreamParts;
  readonly chars: number;
  /** Lines that the server has when it has this piece. */
  readonly upTo: { readonly history?: number; readonly events?: number; readonly console?: number };
}

/** Rows that are not there yet, in pieces; `from` rows are. */
export function* rowPieces(
  db: ReadableDb,
  run: RunRowId,
  kind: 'history' | 'events',
  from: number,
): Generator<LinePiece> {
  const prefixes = new Map<string, string>();
  for (const { first, lines, chars } of gathered(texts(readRows(db, run, kind, { skip: from }), prefixes), from)) {
    yield { parts: { [kind]: { from: first, lines } }, chars, upTo: { [kind]: first + lines.length } };
  }
}

/** Console lines that are not there yet, or may have changed. Source of the form: protocol 4.1. */
export function* consolePieces(db: ReadableDb, run: RunRowId, sent: number): Generator<LinePiece> {
  const from = Math.max(0, sent - REWRITTEN);
  for (const { first, lines, chars } of gathered(consoleTexts(db, run, from), from)) {
    yield { parts: { console: { from: first, lines } }, chars, upTo: { console: first + lines.length } };
  }
}

function* gathered(
  all: Iterable<string>,
  from: number,
): Generator<{ readonly first: number; readonly lines: string[]; readonly chars: number }> {
  let first = from;
  let lines: string[] = [];
  let chars = 0;
  for (const line of all) {
    lines.push(line);
    chars += line.length + 1;
    if (chars < POST_CHARS && lines.length < POST_LINES) continue;
    yield { first, lines, chars };
    first += lines.length;
    lines = [];
    chars = 0;
  }
  if (lines.length > 0) yield { first, lines, chars };
}

function* texts(rows: Iterable<Row>, prefixes: Map<string, string>): Generator<string> {
  for (const row of rows) {
    let text = '';
    for (const [key, cell] of row) {
      let prefix = prefixes.get(key);
      if (prefix === undefined) prefixes.set(key, (prefix = `${JSON.stringify(key)}:`));
      text += `${text === '' ? '{' : ','}${prefix}${cell instanceof JsonText ? cell.text : numberToExtended(cell)}`;
    }
    yield `${text === '' ? '{' : text}}`;
  }
}

function* consoleTexts(db: ReadableDb, run: RunRowId, from: number): Generator<string> {
  for (let at = from; ; at += PAGE_LINES) {
    const { lines } = readConsoleLines(db, run, at, PAGE_LINES);
    for (const { stream, at: time, text, label } of lines) {
      const stamp = time === undefined ? '' : `${new Date(time).toISOString().slice(0, -1)}000 `;
      yield `${stream === 'stderr' ? 'ERROR ' : ''}${stamp}${label === undefined ? '' : `[${label}] `}${text}`;
    }
    if (lines.length < PAGE_LINES) return;
  }
}
