import { createStore, useStore, type StoreApi } from 'zustand';
import type { BoardBody } from './board-body.ts';

/** More steps back than anyone remembers. */
const MOST_STEPS = 200;

export interface BoardState {
  readonly body: BoardBody;
  readonly past: readonly BoardBody[];
  readonly future: readonly BoardBody[];
  /**
   * Changes the board. Changes in a row with the same `merge` text are one step of undo (a slider, a field).
   */
  readonly change: (update: (body: BoardBody) => BoardBody, merge?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export type BoardStore = StoreApi<BoardState>;

export interface BoardHistory {
  readonly past: readonly BoardBody[];
  readonly future: readonly BoardBody[];
}

const NO_HISTORY: BoardHistory = { past: [], future: [] };

/** One board's settings with their history. */
export function createBoardStore(start: BoardBody, history = NO_HISTORY): BoardStore {
  let lastMerge: string | undefined;
  return createStore<BoardState>((set) => ({
    body: start,
    past: history.past,
    future: history.future,
    change: (update, merge) =>
      set((state) => {
        const body = update(state.body);
        if (body === state.body) return state;
        const isMerged = merge !== undefined && merge === lastMerge && state.past.length > 0;
        lastMerge = merge;
        return { body, past: isMerged ? state.past : [...state.past, state.body].slice(-MOST_STEPS), future: [] };
      }),
    undo: () =>
      set((state) => {
        const body = state.past.at(-1);
        lastMerge = undefined;
        if (body === undefined) return state;
        return { body, past: state.past.slice(0, -1), future: [state.body, ...state.future] };
      }),
    redo: () =>
      set((state) => {
        const [body, ...future] = state.future;
        lastMerge = undefined;
        if (body === undefined) return state;
        return { body, past: [...state.past, state.body], future };
      }),
  }));
}

/** Part of a board's state; renders again only when that part changes. */
export function useBoard<T>(store: BoardStore, select: (state: BoardState) => T): T {
  return useStore(store, select);
}
