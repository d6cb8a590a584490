import { type Decoded, protoTime } from '#sdk/journal';
import { readConsoleLines, type ReadableDb } from '#host/store';
import type { LogLine } from '#shared/api';
import type { RunRowId } from '#shared/units';

const PAGE_LINES = 4096;
/** Characters of a line that the client's terminal keeps. */
const MOST_CHARS = 4096;
/** What moves the cursor of the client's terminal. */
const MOVES = /[\r\n]|\u001B\[[AB]/;

/** The records that give a run's console lines back, in order, whatever is in them. */
export function* consoleRecords(db: ReadableDb, run: RunRowId): Generator<Decoded> {
  let blanks: LogLine[] = [];
  for (const line of allLines(db, run)) {
    const isBlank = line.text === '' && line.label === undefined;
    if (isBlank) {
      if (blanks.length > 0 && blanks[0]?.stream !== line.stream) {
        for (const blank of blanks) yield* wholeLine(blank);
        blanks = [];
      }
      blanks.push(line);
      continue;
    }
    const text = line.label === undefined ? line.text : `[${line.label}] ${line.text}`;
    const isPlain = !MOVES.test(text) && [...text].length <= MOST_CHARS;
    // The terminal begins blank lines together with the next one of their stream.
    const joined = isPlain && blanks[0]?.stream === line.stream ? blanks.length : 0;
    if (joined === 0) for (const blank of blanks) yield* wholeLine(blank);
    blanks = [];
    if (isPlain) yield output(line, `${'\n'.repeat(joined)}${text}\n`);
    else yield* wholeLine({ ...line, text });
  }
  for (const blank of blanks) yield* wholeLine(blank);
}

function* allLines(db: ReadableDb, run: RunRowId): Generator<LogLine> {
  for (let from = 0; ; from += PAGE_LINES) {
    const { lines } = readConsoleLines(db, run, from, PAGE_LINES);
    yield* lines;
    if (lines.length < PAGE_LINES) return;
  }
}

function output(line: LogLine, text: string): Decoded {
  const isError = line.stream === 'stderr';
  const timestamp = protoTime(line.at ?? 0);
  return { outputRaw: { ...(isError ? {} : { type: 1 }), timestamp, line: text } };
}

/** A line as it is, past the terminal. It counts as printed when the record before it was. */
function* wholeLine(line: LogLine): Generator<Decoded> {
  yield output(line, '');
  yield { outputLogger: { line: line.text.replaceAll('\n', ' ') } };
}
