import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of a line; `isChanged` pieces stand out within a changed line. */
export interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** One side of a line. `number` counts from 1. */
export interface Side {
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** A line of a comparison: on both sides the same, changed, or on one side only. */
export interface DiffLine {
  readonly kind: 'same' | 'changed' | 'added' | 'removed';
  readonly left: Side | undefined;
  readonly right: Side | undefined;
}

/** What is shown: lines, and in place of unchanged ones how many there are from where on. */
export type DiffRow = DiffLine | { readonly kind: 'hidden'; readonly from: number; readonly count: number };

/** Longer searches for what two texts have in common are given up. */
const MOST_MS = 3000;
/** Within lines longer than this nothing is marked. */
const LONGEST_LINE = 2000;

/** Compares two texts line by line; undefined when they have too little in common to be compared in time. */
export function compareLines(left: string, right: string): readonly DiffLine[] | undefined {
  const changes = diffLines(ending(left), ending(right), { timeout: MOST_MS });
  if (changes === undefined) return undefined;
  const lines: DiffLine[] = [];
  const at = { left: 0, right: 0 };
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    const paired = Math.min(removed.length, added.length);
    for (let i = 0; i < paired; i++) lines.push(changedLine(removed[i] ?? '', added[i] ?? '', at));
    for (const text of removed.slice(paired))
      lines.push({ kind: 'removed', left: { number: (at.left += 1), pieces: plain(text) }, right: undefined });
    for (const text of added.slice(paired))
      lines.push({ kind: 'added', left: undefined, right: { number: (at.right += 1), pieces: plain(text) } });
    removed = [];
    added = [];
  };
  for (const change of changes) {
    const texts = change.value.split('\n').slice(0, -1);
    if (change.removed) removed.push(...texts);
    else if (change.added) added.push(...texts);
    else {
      flush();
      for (const text of texts) {
        const pieces = plain(text);
        lines.push({
          kind: 'same',
          left: { number: (at.left += 1), pieces },
          right: { number: (at.right += 1), pieces },
        });
      }
    }
  }
  flush();
  return lines;
}

/** Ends with exactly one line break more than it has lines, so that a missing last one is no difference of its line. */
function ending(text: string): string {
  const plainText = text.replaceAll('\r\n', '\n');
  return plainText === '' || plainText.endsWith('\n') ? plainText : `${plainText}\n`;
}

function plain(text: string): readonly Piece[] {
  return [{ text, isChanged: false }];
}

function changedLine(before: string, after: string, at: { left: number; right: number }): DiffLine {
  const [left, right] = piecesOf(before, after);
  return {
    kind: 'changed',
    left: { number: (at.left += 1), pieces: left },
    right: { number: (at.right += 1), pieces: right },
  };
}

function piecesOf(before: string, after: string): readonly [readonly Piece[], readonly Piece[]] {
  if (before.length > LONGEST_LINE || after.length > LONGEST_LINE) return [plain(before), plain(after)];
  const words = diffWordsWithSpace(before, after);
  const isWhole = !words.some((word) => !word.added && !word.removed && word.value.trim() !== '');
  if (isWhole) return [plain(before), plain(after)];
  return [
    words.filter((word) => !word.added).map((word) => ({ text: word.value, isChanged: word.removed })),
    words.filter((word) => !word.removed).map((word) => ({ text: word.value, isChanged: word.added })),
  ];
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Folds away unchanged lines that are far from any change, but those of `opened` (their first line). */
export function foldSame(lines: readonly DiffLine[], opened: ReadonlySet<number>): readonly DiffRow[] {
  const isNear = new Uint8Array(lines.length);
  lines.forEach((line, i) => {
    if (line.kind !== 'same') isNear.fill(1, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  });
  const rows: DiffRow[] = [];
  for (let i = 0; i < lines.length;) {
    const from = i;
    while (i < lines.length && isNear[i] === 0) i += 1;
    const count = i - from;
    // A fold of one line would be as high as the line itself.
    if (count > 1 && !opened.has(from)) rows.push({ kind: 'hidden', from, count });
    else rows.push(...lines.slice(from, i));
    while (i < lines.length && isNear[i] === 1) {
      const line = lines[i];
      if (line !== undefined) rows.push(line);
      i += 1;
    }
  }
  return rows;
}

/** How many lines each side has that the other has not. */
export function countChanges(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  let [added, removed] = [0, 0];
  for (const { kind } of lines) {
    if (kind === 'added' || kind === 'changed') added += 1;
    if (kind === 'removed' || kind === 'changed') removed += 1;
  }
  return { added, removed };
}

/** Side by side as inline lines: of a changed line first the old, then the new. */
export function inlineRows(rows: readonly DiffRow[]): readonly DiffRow[] {
  const flat: DiffRow[] = [];
  for (let i = 0; i < rows.length;) {
    const block: DiffLine[] = [];
    for (let row = rows[i]; row?.kind === 'changed'; row = rows[(i += 1)]) block.push(row);
    if (block.length > 0) {
      flat.push(
        ...block.map((line): DiffRow => ({ kind: 'removed', left: line.left, right: undefined })),
        ...block.map((line): DiffRow => ({ kind: 'added', left: undefined, right: line.right })),
      );
      continue;
    }
    const row = rows[i];
    if (row !== undefined) flat.push(row);
    i += 1;
  }
  return flat;
}
