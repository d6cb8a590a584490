import type { BoardBody } from './board-body.ts';
import type { BoardHistory } from './board-store.ts';
import { fromSparse, toSparse } from './board-text.ts';

/** Steps that outlive a reload, each way. */
const MOST_KEPT = 120;
/** What a window may keep is a few megabytes for all pages together. */
const LONGEST_TEXT = 1_500_000;

/**
 * Undo and redo of a board as text: each step as its differences from the next one, so that a hundred are small. Older
 * steps are left out where the text would be too long.
 */
export function historyToText(body: BoardBody, { past, future }: BoardHistory): string {
  let steps = MOST_KEPT;
  for (;;) {
    const text = JSON.stringify({
      body: toSparse(body),
      past: chain(body, past.slice(-steps).reverse()),
      future: chain(body, future.slice(0, steps)),
    });
    if (text.length <= LONGEST_TEXT || steps === 0) return text;
    steps = Math.floor(steps / 2);
  }
}

/** Each board as its differences from the one before it in the list. */
function chain(start: BoardBody, boards: readonly BoardBody[]): unknown[] {
  return boards.map((board, i) => toSparse(board, boards[i - 1] ?? start));
}

/** The steps of a text, when it ends with exactly this board; else none. */
export function historyFromText(text: string | null, body: BoardBody): BoardHistory {
  const none: BoardHistory = { past: [], future: [] };
  if (text === null) return none;
  try {
    const saved = JSON.parse(text) as { body: unknown; past: unknown[]; future: unknown[] };
    if (JSON.stringify(saved.body) !== JSON.stringify(toSparse(body))) return none;
    return { past: unchain(body, saved.past).reverse(), future: unchain(body, saved.future) };
  } catch {
    // Written by another version, or cut by the browser: undo starts anew.
    return none;
  }
}

function unchain(start: BoardBody, steps: readonly unknown[]): BoardBody[] {
  let before = start;
  return steps.map((step) => (before = fromSparse(step, before)));
}
