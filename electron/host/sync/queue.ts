import type { HostContext } from '#host/base';
import type { ChangeEvent, SyncChoice, SyncItem, SyncItemState } from '#shared/api';
import { Problem } from '#shared/errors';
import { runHref, type RunPath } from '#shared/units';
import type { Cursor, PushTold } from './push/messages.ts';
import { PushPool, type RunningPush } from './push/pool.ts';
import type { Remotes } from './remotes.ts';
import type { StateLog } from './state-log.ts';
import type { Teller } from './teller.ts';

/** Pushes at once; each has a thread. */
const MOST_PUSHES = 2;
/** The first pause after a failure, milliseconds; tests wait less. */
const FIRST_RETRY_MS = Number(process.env.TAFFRAIL_SYNC_RETRY_MS ?? '500');
/** How long a push waits for a remote that does not answer, and how long others of that remote wait then. */
const PATIENCE_MS = 120_000;
const REST_MS = 60_000;
/** A run that goes on gathers so much before it is sent on. */
const LIVE_EVERY_MS = 2000;
const MOST_LISTED = 200;
const PREFIX = 'item ';
/** What a person is shown first. */
const ORDER: readonly SyncItemState[] = ['pushing', 'conflict', 'failed', 'waiting', 'synced'];
const LOCKED =
  'the key is sealed by the safe storage of the system: open the window of Taffrail, or give the key again';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Kept {
  readonly about: Writable<SyncItem>;
  cursor?: Cursor;
  choice?: SyncChoice;
  /** Only sent when the run is over. */
  isForEnd?: boolean;
}

/** Runs that go to remotes. Lives in the main thread; what it knows outlives the process. */
export class SyncQueue {
  readonly #host: HostContext;
  readonly #log: StateLog;
  readonly #remotes: Remotes;
  readonly #teller: Teller;
  readonly #pool: PushPool;
  readonly #items = new Map<number, Kept>();
  readonly #pushes = new Map<number, RunningPush>();
  /** The items of each run: every stored row is heard of here, so it must cost one look. */
  readonly #byRun = new Map<string, Kept[]>();
  /** Live runs that were sent, and changed since. */
  readonly #changed = new Set<number>();
  /** Remotes that do not answer, until when nothing is tried. */
  readonly #resting = new Map<number, number>();
  #endListening: () => void = () => undefined;
  #isStopped = false;

  constructor(
    host: HostContext,
    parts: { readonly log: StateLog; readonly remotes: Remotes; readonly teller: Teller },
  ) {
    this.#host = host;
    this.#log = parts.log;
    this.#remotes = parts.remotes;
    this.#teller = parts.teller;
    this.#pool = new PushPool(host.clock);
    for (const item of this.#log.all<Kept>(PREFIX)) {
      if (item.about.state === 'pushing') item.about.state = 'waiting';
      this.#index(item);
    }
  }

  begin(): void {
    this.#endListening = this.#host.events.subscribe((event) => this.#heard(event));
    // A run may have gone on while nobody listened.
    for (const { about, cursor } of this.#items.values()) {
      if (about.state === 'synced' && cursor?.isClosed !== true) about.state = 'waiting';
    }
    this.next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endListening();
    await Promise.all([...this.#pushes.values()].map((push) => push.stop()));
    await this.#pool.close();
  }

  get isPaused(): boolean {
    return this.#log.get<boolean>('paused') === true;
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
    for (const { about } of this.#items.values()) {
      counts[about.state] += 1;
      byState[about.state].push(about);
    }
    const items = ORDER.flatMap((state) => byState[state].slice(-MOST_LISTED).reverse()).slice(0, MOST_LISTED);
    return { items, counts };
  }

  has(remoteId: number, path: RunPath): boolean {
    return this.#find(remoteId, path) !== undefined;
  }

  /** Asks for runs to be sent. One that was sent before is looked at again. */
  add(
    remoteId: number,
    runs: readonly RunPath[],
    by: { readonly ruleId?: number; readonly isForEnd?: boolean } = {},
  ): void {
    this.#remotes.get(remoteId);
    for (const path of runs) {
      const known = this.#find(remoteId, path);
      if (known === undefined) this.#addNew(remoteId, path, by);
      else if (known.about.state === 'synced' || known.about.state === 'failed') this.#wait(known);
    }
    this.#teller.now();
    this.next();
  }

  retry(id: number, choice: SyncChoice | undefined): void {
    const item = this.#item(id);
    if (item.about.state === 'pushing') return;
    if (choice !== undefined) item.choice = choice;
    this.#resting.delete(item.about.remoteId);
    this.#wait(item);
    this.#teller.now();
    this.next();
  }

  /** The item that was taken off the list. */
  async remove(id: number): Promise<SyncItem> {
    const item = this.#item(id);
    await this.#forget([item]);
    this.#teller.now();
    this.next();
    return item.about;
  }

  /** Forgets what was to go to a remote. */
  async removeAllOf(remoteId: number): Promise<void> {
    await this.#forget([...this.#items.values()].filter((item) => item.about.remoteId === remoteId));
    this.next();
  }

  async pauseAll(isPaused: boolean): Promise<void> {
    this.#log.put('paused', isPaused, { isDurable: true });
    if (isPaused) await this.#halt([...this.#items.values()]);
    this.#teller.now();
    this.next();
  }

  async pauseItem(id: number, isPaused: boolean): Promise<void> {
    const item = this.#item(id);
    item.about.isPaused = isPaused;
    if (isPaused) await this.#halt([item]);
    this.#save(item);
    this.#teller.now();
    this.next();
  }

  /** Ends the pushes to a remote that has been paused, or is reached in another way from now on. */
  async haltAllOf(remoteId: number): Promise<void> {
    this.#resting.delete(remoteId);
    await this.#halt([...this.#items.values()].filter((item) => item.about.remoteId === remoteId));
    this.#teller.now();
    this.next();
  }

  /** Begins what may begin. */
  next(): void {
    if (this.isPaused || this.#isStopped) return;
    for (const item of this.#items.values()) {
      if (this.#pushes.size >= MOST_PUSHES) return;
      if (this.#isReady(item)) this.#push(item);
    }
  }

  #isReady({ about }: Kept): boolean {
    if (about.state !== 'waiting' || about.isPaused || this.#pushes.has(about.id)) return false;
    if (this.#remotes.get(about.remoteId).isPaused) return false;
    return (this.#resting.get(about.remoteId) ?? 0) <= this.#host.clock.monotonic();
  }

  #push(item: Kept): void {
    const { about } = item;
    const connection = this.#remotes.connectionTo(about.remoteId);
    if (connection === undefined) {
      if (about.reason !== LOCKED) {
        about.reason = LOCKED;
        this.#save(item);
        this.#teller.soon();
      }
      return;
    }
    const { entity } = this.#remotes.get(about.remoteId);
    about.state = 'pushing';
    about.sentBytes = 0;
    about.totalBytes = 0;
    delete about.note;
    this.#changed.delete(about.id);
    const order = {
      dataDir: this.#host.paths.root,
      connection,
      pace: this.#remotes.paceOf(about.remoteId).shared,
      entity,
      path: about.path,
      cursor: item.cursor,
      choice: item.choice,
      isForEnd: item.isForEnd === true,
      firstRetryMs: FIRST_RETRY_MS,
      patienceMs: PATIENCE_MS,
    };
    this.#pushes.set(
      about.id,
      this.#pool.start(order, (told) => this.#told(item, told)),
    );
    this.#teller.soon();
  }

  #told(item: Kept, told: PushTold): void {
    const { about } = item;
    switch (told.kind) {
      case 'cursor':
        item.cursor = told.cursor;
        delete item.choice;
        about.reason = '';
        this.#link(item);
        this.#save(item, told.mustAnswer);
        break;
      case 'progress':
        about.sentBytes = told.sentBytes;
        about.totalBytes = told.totalBytes;
        break;
      case 'about':
        about.displayName = told.displayName;
        break;
      case 'trouble':
        about.reason = told.reason;
        break;
      case 'done':
        about.state = 'synced';
        about.reason = '';
        about.syncedAt = this.#host.clock.now();
        this.#ended(item);
        if (told.isLive && this.#changed.has(about.id)) this.#later(item);
        break;
      case 'later':
        about.state = 'waiting';
        about.reason = told.reason;
        this.#rest(about.remoteId);
        this.#ended(item);
        break;
      case 'conflict':
      case 'failed':
        about.state = told.kind;
        about.reason = told.reason;
        about.canOverwrite = told.kind === 'conflict' && told.canOverwrite;
        delete item.choice;
        this.#ended(item);
        break;
    }
    this.#teller.soon();
  }

  #link({ about, cursor }: Kept): void {
    const { entity, project, run } = cursor ?? {};
    if (entity === undefined || project === undefined || run === undefined) return;
    about.href = `${this.#remotes.get(about.remoteId).baseUrl}${runHref({ entity, project, run })}`;
  }

  #ended(item: Kept): void {
    this.#pushes.delete(item.about.id);
    this.#save(item, true);
    this.next();
  }

  #rest(remoteId: number): void {
    this.#resting.set(remoteId, this.#host.clock.monotonic() + REST_MS);
    this.#host.clock.after(REST_MS, () => this.next());
  }

  #heard(event: ChangeEvent): void {
    if (event.kind !== 'run') return;
    for (const item of this.#byRun.get(keyOf(event.path)) ?? []) {
      if (item.cursor === undefined || this.#changed.has(item.about.id)) continue;
      // What is only sent when it is over has nothing to say before.
      if (item.isForEnd === true && !event.aspects.includes('state') && !event.aspects.includes('meta')) continue;
      this.#changed.add(item.about.id);
      if (item.about.state === 'synced') this.#later(item);
    }
  }

  #later(item: Kept): void {
    this.#host.clock.after(LIVE_EVERY_MS, () => {
      if (item.about.state !== 'synced' || !this.#items.has(item.about.id)) return;
      item.about.state = 'waiting';
      this.next();
    });
  }

  #addNew(remoteId: number, path: RunPath, by: { readonly ruleId?: number; readonly isForEnd?: boolean }): void {
    const { isForEnd, ...rule } = by;
    const about = {
      id: this.#log.newId(),
      remoteId,
      path,
      displayName: path.run,
      reason: '',
      isPaused: false,
      ...rule,
    };
    const item: Kept = {
      about: { ...about, state: 'waiting', sentBytes: 0, totalBytes: 0 },
      ...(isForEnd === true ? { isForEnd } : {}),
    };
    this.#index(item);
    this.#save(item);
  }

  async #forget(items: readonly Kept[]): Promise<void> {
    // First out of the list: a slot that falls free below must not take one of them.
    for (const { about } of items) {
      this.#items.delete(about.id);
      this.#log.put(PREFIX + about.id, undefined);
    }
    for (const item of items) {
      await this.#pushes.get(item.about.id)?.stop();
      this.#pushes.delete(item.about.id);
      const key = keyOf(item.about.path);
      const left = (this.#byRun.get(key) ?? []).filter((one) => one !== item);
      if (left.length === 0) this.#byRun.delete(key);
      else this.#byRun.set(key, left);
    }
  }

  async #halt(items: readonly Kept[]): Promise<void> {
    const stopping = items.flatMap((item) => {
      const push = this.#pushes.get(item.about.id);
      return push === undefined ? [] : [{ item, push }];
    });
    await Promise.all(stopping.map(({ push }) => push.stop()));
    for (const { item, push } of stopping) {
      // Somebody else may have begun it anew meanwhile.
      if (this.#pushes.get(item.about.id) !== push) continue;
      this.#pushes.delete(item.about.id);
      this.#wait(item);
    }
  }

  #index(item: Kept): void {
    this.#items.set(item.about.id, item);
    const key = keyOf(item.about.path);
    this.#byRun.set(key, [...(this.#byRun.get(key) ?? []), item]);
  }

  #wait(item: Kept): void {
    item.about.state = 'waiting';
    item.about.reason = '';
    this.#save(item);
  }

  #save(item: Kept, isDurable = false): void {
    // What was taken off the list while its last words were on the way stays off it.
    if (this.#items.has(item.about.id)) this.#log.put(PREFIX + item.about.id, item, { isDurable });
  }

  #find(remoteId: number, path: RunPath): Kept | undefined {
    return this.#byRun.get(keyOf(path))?.find(({ about }) => about.remoteId === remoteId);
  }

  #item(id: number): Kept {
    const item = this.#items.get(id);
    if (item === undefined) throw new Problem('sync.unknown', { what: 'run', id });
    return item;
  }
}

function keyOf({ entity, project, run }: RunPath): string {
  return JSON.stringify([entity, project, run]);
}
