import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SavedView } from '#shared/api';
import type { ProjectPath } from '#shared/units';
import { useData, useDeleteView, useSaveView, useViews } from '#ui/data';
import { readBoard, type BoardBody } from './board-body.ts';
import { createBoardStore, useBoard, type BoardStore } from './board-store.ts';
import { decodeBoard, encodeBoard, fromSparse, toSparse } from './board-text.ts';
import { historyFromText, historyToText } from './history-text.ts';

/** Address parameters: the view, and what was changed on it. */
const VIEW = 'view';
const CHANGES = 'board';
const SAVE_AFTER_MS = 700;
/** A reload has left the page after so long. */
const RELOAD_MS = 5000;
/** Longer addresses are cut by some programs; the view in the host has everything anyway. */
const LONGEST_PARAMETER = 6000;

export interface SavedBoard {
  readonly project: ProjectPath;
  /** `workspace`, or `run:<id>`. */
  readonly scope: string;
  /** Stable id of the board that saves itself. */
  readonly viewId: string;
  readonly name: string;
  /** What the board is before anything was saved; left out = a new board. Keep its identity. */
  readonly start?: BoardBody;
}

/** A board with the views of its page. */
export interface BoardPlace {
  readonly store: BoardStore;
  /** Views that were saved under a name, by name. */
  readonly views: readonly SavedView[];
  /** The view that is open; undefined = the person's own board, which saves itself. */
  readonly view: SavedView | undefined;
  readonly defaultId: string | undefined;
  readonly open: (id: string | undefined) => void;
  /** Writes the board into the open view. */
  readonly save: () => void;
  readonly saveAs: (name: string, body?: BoardBody) => void;
  readonly rename: (view: SavedView, name: string) => void;
  readonly remove: (view: SavedView) => void;
  /** Opens by itself from now on; undefined = the person's own board. */
  readonly makeDefault: (id: string | undefined) => void;
}

interface Opened {
  /** Page and view: another one is another store. */
  readonly key: string;
  readonly store: BoardStore;
}

/**
 * The board of a page: the view of the address (or the default one, or the person's own) with the changes of the
 * address. The person's own board is saved in the host at each change; a named view when asked. Undo outlives a reload
 * of the window. undefined while the views are being fetched.
 */
export function useBoardStore(saved: SavedBoard): BoardPlace | undefined {
  const { project, scope, viewId, name, start: first } = saved;
  const { clock } = useData();
  const fetched = useViews(project);
  const { mutate: write } = useSaveView(project);
  const { mutate: remove } = useDeleteView(project);
  const all = useMemo(() => (fetched.data ?? []).filter((one) => one.scope === scope), [fetched.data, scope]);
  const defaultId = useMemo(() => defaultOf(fetched.data ?? [], scope), [fetched.data, scope]);
  const isReady = fetched.data !== undefined || fetched.isError;
  const [wantedId, setWantedId] = useState(() => parameter(VIEW));
  const isNamed = (id: string | undefined): boolean => id !== viewId && all.some((one) => one.id === id);
  const openId = isNamed(wantedId) ? wantedId : wantedId === undefined && isNamed(defaultId) ? defaultId : undefined;
  const view = all.find((one) => one.id === openId);
  const addressId = openId ?? (wantedId === viewId ? viewId : undefined);
  const own = all.find((one) => one.id === viewId);
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const key = `${project.entity}/${project.project} ${scope} ${viewId} ${openId ?? ''}`;
  const store = opened?.key === key ? opened.store : undefined;

  // Made once, as soon as it is known what was saved; later saves of other windows do not disturb this one.
  useEffect(() => {
    if (!isReady || store !== undefined) return undefined;
    let isGone = false;
    const body = (view ?? own)?.body;
    const saved = body === undefined && first !== undefined ? first : readBoard(body);
    const base = openId === undefined ? undefined : saved;
    void startOf({ key, saved, base, addressId }).then((start) => {
      if (isGone) return;
      sessionStorage.removeItem(lateKey(key));
      const history = historyFromText(sessionStorage.getItem(`taffrail.undo ${key}`), start);
      setOpened({ key, store: createBoardStore(start, history) });
    });
    return () => {
      isGone = true;
    };
  }, [isReady, store, view, own, openId, addressId, key, first]);

  const base = useMemo(() => (view === undefined ? undefined : readBoard(view.body)), [view]);
  const keep = useCallback(
    (body: BoardBody) => {
      if (openId === undefined) write({ id: viewId, scope, name, body: toSparse(body) });
    },
    [openId, write, viewId, scope, name],
  );
  useKeeping({ store, key, base, addressId, keep });

  const open = useCallback(
    (id: string | undefined) => {
      writeAddress(id ?? viewId, undefined);
      setOpened(undefined);
      setWantedId(id ?? viewId);
    },
    [viewId],
  );
  const views = useMemo(
    () => all.filter((one) => one.id !== viewId).sort((a, b) => a.name.localeCompare(b.name)),
    [all, viewId],
  );
  if (store === undefined) return undefined;
  return {
    store,
    views,
    view,
    defaultId,
    open,
    save: () => {
      if (view === undefined) return;
      write({ id: view.id, scope, name: view.name, body: toSparse(store.getState().body) });
      writeAddress(view.id, undefined);
    },
    saveAs: (given, body) => {
      const id = freshViewId(given, all, clock.now());
      write({ id, scope, name: given, body: toSparse(body ?? store.getState().body) });
      open(id);
    },
    rename: (one, given) => write({ id: one.id, scope, name: given, body: one.body }),
    remove: (one) => {
      if (one.id === openId) open(undefined);
      remove(one.id);
    },
    makeDefault: (id) =>
      write({ id: defaultIdOf(scope), scope: `${scope}-default`, name: 'Default', body: { view: id ?? '' } }),
  };
}

interface Keeping {
  readonly store: BoardStore | undefined;
  readonly key: string;
  /** What the address is measured against. */
  readonly base: BoardBody | undefined;
  readonly addressId: string | undefined;
  readonly keep: (body: BoardBody) => void;
}

/** Writes each change into the address at once, and a moment later into history and host. */
function useKeeping({ store, key, base, addressId, keep }: Keeping): void {
  const { clock } = useData();
  useEffect(() => {
    if (store === undefined) return undefined;
    let cancel = (): void => undefined;
    let isPending = false;
    const { pathname } = location;
    /** Addresses of boards that were changed, and when: a reload may have begun with one of them. */
    let left: { readonly search: string; readonly at: number }[] = [];
    const flush = (): void => {
      isPending = false;
      const { body, past, future } = store.getState();
      keepHistory(key, historyToText(body, { past, future }));
      keep(body);
    };
    const stop = store.subscribe((state, before) => {
      if (state.body === before.body) return;
      left = [...left.filter(({ at }) => at > clock.now() - RELOAD_MS), { search: location.search, at: clock.now() }];
      void encodeBoard(state.body, base).then((text) => {
        // A later change writes its own address, and so does another page.
        if (store.getState().body === state.body && location.pathname === pathname) writeAddress(addressId, text);
      });
      cancel();
      isPending = true;
      cancel = clock.after(SAVE_AFTER_MS, flush);
    });
    const flushPending = (): void => {
      cancel();
      if (isPending) flush();
    };
    // A reload or a closed tab right after a change: the board of the host would be the one before it.
    const leave = (): void => {
      flushPending();
      const addresses = left.filter(({ at }) => at > clock.now() - RELOAD_MS).map(({ search }) => search);
      if (addresses.length > 0) keepLate(key, addresses, store.getState().body);
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      stop();
      flushPending();
    };
  }, [store, clock, addressId, base, key, keep]);
}

/** Whether the open view differs from what was saved under its name. */
export function useIsChanged({ store, view }: BoardPlace): boolean {
  const body = useBoard(store, (state) => state.body);
  return useMemo(() => {
    if (view === undefined) return false;
    return JSON.stringify(toSparse(body)) !== JSON.stringify(toSparse(readBoard(view.body)));
  }, [body, view]);
}

function parameter(name: string): string | undefined {
  return new URLSearchParams(location.search).get(name) ?? undefined;
}

interface Starting {
  readonly key: string;
  readonly saved: BoardBody;
  readonly base: BoardBody | undefined;
  readonly addressId: string | undefined;
}

/**
 * The board that came too late for the address, that of the address, else the saved one. Own boards are in the address
 * as a whole, views by their changes.
 */
async function startOf({ key, saved, base, addressId }: Starting): Promise<BoardBody> {
  const late = readLate(key);
  if (late !== undefined) {
    writeAddress(addressId, await encodeBoard(late, base));
    return late;
  }
  const text = parameter(CHANGES);
  return (text === undefined ? undefined : await decodeBoard(text, base)) ?? saved;
}

function writeAddress(viewId: string | undefined, changes: string | undefined): void {
  const url = new URL(location.href);
  if (viewId === undefined) url.searchParams.delete(VIEW);
  else url.searchParams.set(VIEW, viewId);
  if (changes === undefined || changes.length > LONGEST_PARAMETER) url.searchParams.delete(CHANGES);
  else url.searchParams.set(CHANGES, changes);
  // Replaced, not pushed: undo is the way back through settings.
  history.replaceState(history.state, '', url);
}

function lateKey(key: string): string {
  return `taffrail.late ${key}`;
}

/**
 * Packing a board for its address takes a moment, and a reload goes on with the address that it began with: what the
 * window keeps here then stands for these addresses.
 */
function keepLate(key: string, addresses: readonly string[], body: BoardBody): void {
  try {
    sessionStorage.setItem(lateKey(key), JSON.stringify({ addresses, body: toSparse(body) }));
  } catch {
    // Full: the board is as the address says.
  }
}

/** The board that stands for the address of the moment; undefined when the address is as it should be. */
function readLate(key: string): BoardBody | undefined {
  // Who follows a link means the board of the link, also where its address is one that was just left.
  const [navigation] = performance.getEntriesByType('navigation');
  if (navigation instanceof PerformanceNavigationTiming && navigation.type === 'navigate') return undefined;
  try {
    const text = sessionStorage.getItem(lateKey(key));
    if (text === null) return undefined;
    const { addresses, body } = JSON.parse(text) as { readonly addresses: readonly string[]; readonly body: unknown };
    return addresses.includes(location.search) ? fromSparse(body) : undefined;
  } catch {
    // Written by another version.
    return undefined;
  }
}

function keepHistory(key: string, text: string): void {
  try {
    sessionStorage.setItem(`taffrail.undo ${key}`, text);
  } catch {
    // Full: undo works until the window is reloaded.
    sessionStorage.removeItem(`taffrail.undo ${key}`);
  }
}

function defaultIdOf(scope: string): string {
  return `${scope}-default`;
}

function defaultOf(views: readonly SavedView[], scope: string): string | undefined {
  const body = views.find((one) => one.id === defaultIdOf(scope))?.body as { view?: unknown } | undefined;
  return typeof body?.view === 'string' && body.view !== '' ? body.view : undefined;
}

/** Words of the name, so that an address says what it opens; the time keeps it apart from others. */
function freshViewId(name: string, taken: readonly SavedView[], nowMs: number): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const id = words === '' ? 'view' : words;
  return taken.some((one) => one.id === id) || id.startsWith('workspace') ? `${id}-${nowMs.toString(36)}` : id;
}
