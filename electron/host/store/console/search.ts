import { RE2JS } from 're2js';
import type { LogSearch } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunRowId } from '#shared/units';
import type { ReadableDb } from '../context.ts';
import { BLOCK_LINES, eachBlock } from './blocks.ts';
import { mergedOrder } from './merge.ts';
import { consoleText } from './parse-line.ts';
import { consoleStreams } from './read.ts';

/** Matching lines returned when the caller sets no limit; all are counted. */
const DEFAULT_LIMIT = 10_000;

/** What to look for in console output. */
export interface ConsoleSearch {
  readonly text: string;
  /** RE2 instead of plain text. */
  readonly isRegex?: boolean;
  /** False ignores case, for plain text and RE2 alike. */
  readonly isCaseSensitive?: boolean;
  readonly limit?: number;
}

/**
 * Numbers of the console lines whose text (as printed, without time and colour codes) matches, ascending.
 * Reads block by block, so memory stays flat.
 * Errors: `input.invalid` when the pattern is not RE2.
 */
export function searchConsole(db: ReadableDb, run: RunRowId, search: ConsoleSearch): LogSearch {
  const limit = search.limit ?? DEFAULT_LIMIT;
  const matches = makeMatcher(search);
  const streams = consoleStreams(db, run);
  const found = streams.map((stream) => matchesIn(db, stream.id, stream.label !== '', matches));
  const matchCount = found.reduce((sum, numbers) => sum + numbers.length, 0);
  const lines = streams.length > 1 ? toMerged(db, streams, found) : [...(found[0] ?? [])];
  return { matchCount, lines: lines.slice(0, limit), isComplete: matchCount <= limit };
}

/** Kept as numbers only, eight bytes each at most, so that every match of a million lines may be counted. */
function matchesIn(
  db: ReadableDb,
  stream: Parameters<typeof eachBlock>[1],
  hasLabel: boolean,
  matches: (text: string) => boolean,
): number[] {
  const numbers: number[] = [];
  for (const { blockNo, lines } of eachBlock(db, stream)) {
    lines.forEach((raw, i) => {
      const number = blockNo * BLOCK_LINES + i;
      if (matches(plain(consoleText(raw, hasLabel)))) numbers.push(number);
    });
  }
  return numbers;
}

function toMerged(
  db: ReadableDb,
  streams: ReturnType<typeof consoleStreams>,
  found: readonly (readonly number[])[],
): number[] {
  const { streamAt, lineAt } = mergedOrder(db, streams);
  const wanted = found.map((numbers) => new Set(numbers));
  const merged: number[] = [];
  for (let number = 0; number < streamAt.length; number++) {
    if (wanted[streamAt[number] ?? 0]?.has(lineAt[number] ?? 0)) merged.push(number);
  }
  return merged;
}

function makeMatcher(search: ConsoleSearch): (text: string) => boolean {
  if (search.isRegex === true) {
    const pattern = compile(search.text, search.isCaseSensitive === true ? 0 : RE2JS.CASE_INSENSITIVE);
    return (text) => pattern.matcher(text).find();
  }
  if (search.isCaseSensitive === true) return (text) => text.includes(search.text);
  const needle = search.text.toLowerCase();
  return (text) => text.toLowerCase().includes(needle);
}

function compile(text: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(text, flags);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new Problem('input.invalid', { field: 'text', expected: 'a regular expression (RE2)', got });
  }
}

// Colours and cursor moves of terminals; a search is for what one reads.
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

function plain(text: string): string {
  return text.includes('\u001b') ? text.replace(ESCAPES, '') : text;
}
