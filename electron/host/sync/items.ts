import type { SyncChoice, SyncItem, SyncItemState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import type { Cursor } from './push/messages.ts';
import type { StateLog } from './state-log.ts';

const MOST_LISTED = 200;
const PREFIX = 'item ';
/** What a person is shown first. */
const ORDER: readonly SyncItemState[] = ['pushing', 'conflict', 'failed', 'waiting', 'synced'];

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A run that goes to a remote, with what is not shown. */
export interface Item {
  readonly about: Writable<SyncItem>;
  cursor?: Cursor;
  choice?: SyncChoice;
  /** Only sent when the run is over. */
  isForEnd?: boolean;
}

/** Who wants a run sent: a person, or a rule. */
export interface Wish {
  readonly ruleId?: number;
  readonly isForEnd?: boolean;
}

/** All items, by id and by run; what is saved of them outlives the process. */
export class Items {
  readonly #log: StateLog;
  readonly #byId = new Map<number, Item>();
  /** Every stored row is heard of, so it must cost one look. */
  readonly #byRun = new Map<string, Item[]>();

  constructor(log: StateLog) {
    this.#log = log;
    for (const item of log.all<Item>(PREFIX)) this.#index(item);
  }

  /** In the order in which they were asked for. */
  all(): Iterable<Item> {
    return this.#byId.values();
  }

  /** See SyncState. */
  list(): { readonly items: readonly SyncItem[]; readonly counts: Record<SyncItemState, number> } {
    const counts: Record<SyncItemState, number> = { pushing: 0, conflict: 0, failed: 0, waiting: 0, synced: 0 };
    const byState: Record<SyncItemState, SyncItem[]> = {
      pushing: [],
      conflict: [],
      failed: [],
      waiting: [],
      synced: [],
    };
    for (const { about } of this.#byId.values()) {
      counts[about.state] += 1;
      byState[about.state].push(about);
    }
    const items = ORDER.flatMap((state) => byState[state].slice(-MOST_LISTED).reverse()).slice(0, MOST_LISTED);
    return { items, counts };
  }

  /** Errors: `sync.unknown`. */
  get(id: number): Item {
    const item = this.#byId.get(id);
    if (item === undefined) throw new Problem('sync.unknown', { what: 'run', id });
    return item;
  }

  has(item: Item): boolean {
    return this.#byId.get(item.about.id) === item;
  }

  ofRun(path: RunPath): readonly Item[] {
    return this.#byRun.get(keyOf(path)) ?? [];
  }

  find(remoteId: number, path: RunPath): Item | undefined {
    return this.ofRun(path).find(({ about }) => about.remoteId === remoteId);
  }

  ofRemote(remoteId: number): Item[] {
    return [...this.#byId.values()].filter(({ about }) => about.remoteId === remoteId);
  }

  add(remoteId: number, path: RunPath, { isForEnd, ...rule }: Wish): void {
    const about = {
      id: this.#log.newId(),
      remoteId,
      path,
      displayName: path.run,
      reason: '',
      isPaused: false,
      ...rule,
    };
    const item: Item = {
      about: { ...about, state: 'waiting', sentBytes: 0, totalBytes: 0 },
      ...(isForEnd === true ? { isForEnd } : {}),
    };
    this.#index(item);
    this.save(item);
  }

  /** What was taken off the list while its last words were on the way stays off it. */
  save(item: Item, isDurable = false): void {
    if (this.has(item)) this.#log.put(PREFIX + item.about.id, item, { isDurable });
  }

  wait(item: Item): void {
    item.about.state = 'waiting';
    item.about.reason = '';
    this.save(item);
  }

  remove(item: Item): void {
    this.#byId.delete(item.about.id);
    this.#log.put(PREFIX + item.about.id, undefined);
    this.#unindex(item);
  }

  /** The run lies elsewhere here; over there it stays where it was sent. */
  move(item: Item, path: RunPath): void {
    this.#unindex(item);
    item.about.path = path;
    this.#index(item);
    this.save(item);
  }

  #unindex(item: Item): void {
    const key = keyOf(item.about.path);
    const left = this.ofRun(item.about.path).filter((one) => one !== item);
    if (left.length === 0) this.#byRun.delete(key);
    else this.#byRun.set(key, left);
  }

  #index(item: Item): void {
    this.#byId.set(item.about.id, item);
    this.#byRun.set(keyOf(item.about.path), [...this.ofRun(item.about.path), item]);
  }
}

function keyOf({ entity, project, run }: RunPath): string {
  return JSON.stringify([entity, project, run]);
}
