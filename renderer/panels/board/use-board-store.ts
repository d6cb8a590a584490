import { useEffect, useState } from 'react';
import type { ProjectPath } from '#shared/units';
import { useData, useSaveView, useViews } from '#ui/data';
import { decodeBoard, encodeBoard, readBoard, toSparse, type BoardBody } from './board-body.ts';
import { createBoardStore, type BoardStore } from './board-store.ts';

/** Address parameter that carries what differs from a new board. */
const PARAMETER = 'board';
const SAVE_AFTER_MS = 700;
/** Longer addresses are cut by some programs; the view in the host has everything anyway. */
const LONGEST_PARAMETER = 6000;

export interface SavedBoard {
  readonly project: ProjectPath;
  /** `workspace`, or `run:<id>`. */
  readonly scope: string;
  /** Stable id of the view. */
  readonly viewId: string;
  readonly name: string;
}

/**
 * The board of a page: from the address when it carries one, else from the saved view. Each change is saved in the
 * host and written into the address. undefined while the view is being fetched.
 */
export function useBoardStore(saved: SavedBoard): BoardStore | undefined {
  const { project, scope, viewId, name } = saved;
  const { clock } = useData();
  const views = useViews(project);
  const { mutate: save } = useSaveView(project);
  const isReady = views.data !== undefined || views.isError;
  const stored = views.data?.find((view) => view.id === viewId);
  const [made, setMade] = useState<{ readonly viewId: string; readonly store: BoardStore } | undefined>(undefined);
  // Made once, as soon as it is known what was saved; later saves of other windows do not disturb this one.
  const store = made?.viewId === viewId ? made.store : undefined;
  if (store === undefined && isReady) setMade({ viewId, store: createBoardStore(startOf(stored?.body)) });

  useEffect(() => {
    if (store === undefined) return undefined;
    let cancel = (): void => undefined;
    let isPending = false;
    const flush = (): void => {
      isPending = false;
      save({ id: viewId, scope, name, body: toSparse(store.getState().body) });
    };
    const stop = store.subscribe((state, before) => {
      if (state.body === before.body) return;
      writeAddress(encodeBoard(state.body));
      cancel();
      isPending = true;
      cancel = clock.after(SAVE_AFTER_MS, flush);
    });
    return () => {
      stop();
      cancel();
      if (isPending) flush();
    };
  }, [store, clock, save, viewId, scope, name]);
  return store;
}

/** The board of the address, else the saved one, else a new one. */
function startOf(saved: unknown): BoardBody {
  const text = new URLSearchParams(location.search).get(PARAMETER);
  return (text === null ? undefined : decodeBoard(text)) ?? readBoard(saved);
}

function writeAddress(text: string | undefined): void {
  const url = new URL(location.href);
  if (text === undefined || text.length > LONGEST_PARAMETER) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, text);
  // Replaced, not pushed: undo is the way back through settings.
  history.replaceState(history.state, '', url);
}
