import { recordRefusals, type RefusedLine, type RunRow, type WriteContext } from '#host/store';
import type { FilePart } from './post.ts';

/** Refuses every line of a part for one reason. */
export function refuseAll(ctx: WriteContext, run: RunRow, part: FilePart, reason: string): void {
  const refused = part.lines.map((line, i) => ({ line: part.offset + i, reason, excerpt: line ?? '' }));
  recordRefusals(ctx, run, part.name, refused);
}

/** The lines of a part that are texts, as runs of consecutive lines, and those that are not. */
export interface GoodLines {
  readonly good: readonly { readonly offset: number; readonly lines: readonly string[] }[];
  readonly bad: readonly RefusedLine[];
}

export function splitGood(part: FilePart): GoodLines {
  const good: { offset: number; lines: string[] }[] = [];
  const bad: RefusedLine[] = [];
  let current: { offset: number; lines: string[] } | undefined;
  part.lines.forEach((line, i) => {
    if (line === undefined) {
      bad.push({ line: part.offset + i, reason: 'the line is not a text', excerpt: '' });
      current = undefined;
    } else if (current === undefined) good.push((current = { offset: part.offset + i, lines: [line] }));
    else current.lines.push(line);
  });
  return { good, bad };
}
