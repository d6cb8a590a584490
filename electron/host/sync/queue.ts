import type { HostContext } from '#host/base';
import type { ChangeEvent, SyncChoice, SyncItem } from '#shared/api';
import { asProblem } from '#shared/errors';
import { runHref, type RunPath } from '#shared/units';
import { Items, type Item, type Wish } from './items.ts';
import type { PushTold } from './push/messages.ts';
import { PushPool, type RunningPush } from './push/pool.ts';
import type { Remotes } from './remotes.ts';
import type { StateLog } from './state-log.ts';
import { SweepBook } from './sweep-book.ts';
import type { Teller } from './teller.ts';

/** Pushes at once; each has a thread. */
const MOST_PUSHES = 2;
/** The first pause after a failure, milliseconds; tests wait less. */
const FIRST_RETRY_MS = Number(process.env.TAFFRAIL_SYNC_RETRY_MS ?? '500');
/** How long a push waits for a remote that does not answer, and how long others of that remote wait then. */
const PATIENCE_MS = 120_000;
const REST_MS = 60_000;
/** However long a remote asks to be left alone. */
const MOST_REST_MS = 3_600_000;
/** A run that goes on gathers so much before it is sent on. */
const LIVE_EVERY_MS = 2000;
const LOCKED =
  'the key is sealed by the safe storage of the system: open the window of Taffrail, or give the key again';

/** Runs that go to remotes. Lives in the main thread; what it knows outlives the process. */
export class SyncQueue {
  readonly #host: HostContext;
  readonly #log: StateLog;
  readonly #remotes: Remotes;
  readonly #teller: Teller;
  readonly #pool: PushPool;
  readonly #sweeps: SweepBook;
  readonly #items: Items;
  readonly #pushes = new Map<number, RunningPush>();
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
    this.#sweeps = new SweepBook(parts.log);
    this.#items = new Items(parts.log);
    for (const { about } of this.#items.all()) if (about.state === 'pushing') about.state = 'waiting';
  }

  begin(): void {
    this.#endListening = this.#host.events.subscribe((event) => this.#heard(event));
    // A run may have gone on while nobody listened.
    for (const { about, cursor } of this.#items.all()) {
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

  list(): ReturnType<Items['list']> {
    return this.#items.list();
  }

  ofRun(path: RunPath): readonly SyncItem[] {
    return this.#items.ofRun(path).map(({ about }) => about);
  }

  has(remoteId: number, path: RunPath): boolean {
    return this.#items.find(remoteId, path) !== undefined;
  }

  /** Asks for runs to be sent. One that was sent before is looked at again. */
  add(remoteId: number, runs: readonly RunPath[], wish: Wish = {}): void {
    this.#remotes.get(remoteId);
    for (const path of runs) {
      const known = this.#items.find(remoteId, path);
      if (known === undefined) this.#items.add(remoteId, path, wish);
      else if (known.about.state === 'synced' || known.about.state === 'failed') this.#items.wait(known);
    }
    this.#teller.now();
    this.next();
  }

  retry(id: number, choice: SyncChoice | undefined): void {
    const item = this.#items.get(id);
    if (item.about.state === 'pushing') return;
    if (choice !== undefined) item.choice = choice;
    this.#resting.delete(item.about.remoteId);
    this.#items.wait(item);
    this.#teller.now();
    this.next();
  }

  /** Tries again what failed: all of it, or what goes to one remote. */
  retryFailed(remoteId?: number): void {
    for (const item of this.#items.all()) {
      const { state, remoteId: own } = item.about;
      if (state === 'failed' && (remoteId === undefined || own === remoteId)) this.#items.wait(item);
    }
    this.#teller.now();
    this.next();
  }

  /** The item that was taken off the list. */
  async remove(id: number): Promise<SyncItem> {
    const item = this.#items.get(id);
    await this.#forget([item]);
    this.#teller.now();
    this.next();
    return item.about;
  }

  /** Forgets what was to go to a remote. */
  async removeAllOf(remoteId: number): Promise<void> {
    await this.#forget(this.#items.ofRemote(remoteId));
    this.next();
  }

  async pauseAll(isPaused: boolean): Promise<void> {
    this.#log.put('paused', isPaused, { isDurable: true });
    if (isPaused) await this.#halt([...this.#items.all()]);
    this.#teller.now();
    this.next();
  }

  async pauseItem(id: number, isPaused: boolean): Promise<void> {
    const item = this.#items.get(id);
    item.about.isPaused = isPaused;
    if (isPaused) await this.#halt([item]);
    this.#items.save(item);
    this.#teller.now();
    this.next();
  }

  /** Ends the pushes to a remote that has been paused, or is reached in another way from now on. */
  async haltAllOf(remoteId: number): Promise<void> {
    this.#resting.delete(remoteId);
    await this.#halt(this.#items.ofRemote(remoteId));
    this.#teller.now();
    this.next();
  }

  /** Networks have come or gone: ends the pushes to remotes that are out of reach now, and begins what may begin. */
  async networksChanged(): Promise<void> {
    const running = [...this.#items.all()].filter(({ about }) => this.#pushes.has(about.id));
    await this.#halt(running.filter(({ about }) => !this.#remotes.isInReach(about.remoteId)));
    this.#teller.now();
    this.next();
  }

  /** Begins what may begin. */
  next(): void {
    if (this.isPaused || this.#isStopped) return;
    for (const item of this.#items.all()) {
      if (this.#pushes.size >= MOST_PUSHES) return;
      if (this.#isReady(item)) this.#push(item);
    }
  }

  #isReady({ about }: Item): boolean {
    if (about.state !== 'waiting' || about.isPaused || this.#pushes.has(about.id)) return false;
    if (this.#remotes.get(about.remoteId).isPaused || !this.#remotes.isInReach(about.remoteId)) return false;
    return (this.#resting.get(about.remoteId) ?? 0) <= this.#host.clock.monotonic();
  }

  #push(item: Item): void {
    const { about } = item;
    const connection = this.#remotes.connectionTo(about.remoteId);
    if (connection === undefined) {
      if (about.reason !== LOCKED) {
        about.reason = LOCKED;
        this.#items.save(item);
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
      this.#pool.start(order, (told) => this.#heardOf(item, told)),
    );
    this.#teller.soon();
  }

  /** What cannot be kept on this disk ends the push: over there nothing may happen that is not known here. */
  #heardOf(item: Item, told: PushTold): unknown {
    try {
      return this.#told(item, told);
    } catch (error) {
      const { about } = item;
      void this.#pushes.get(about.id)?.stop();
      this.#pushes.delete(about.id);
      this.#sweeps.release(about.id);
      about.state = 'failed';
      about.reason = asProblem(error).message;
      this.#host.log.error('a push was ended', { run: about.path.run, reason: about.reason });
      this.#teller.soon();
      return undefined;
    }
  }

  #told(item: Item, told: PushTold): unknown {
    const { about } = item;
    switch (told.kind) {
      case 'cursor':
        item.cursor = told.cursor;
        delete item.choice;
        about.reason = '';
        this.#link(item);
        this.#items.save(item, told.mustAnswer);
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
      case 'note':
        about.note = told.note;
        break;
      case 'whichWanted':
        return told.runs.map((run) => this.has(about.remoteId, run));
      case 'claimSweep':
        return this.#sweeps.claim(about, told.sweep);
      case 'sweepMade':
        return this.#sweeps.made(about, told.sweep, told.place);
      case 'releaseSweep':
        return this.#sweeps.release(about.id);
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
        this.#rest(about.remoteId, told.afterMs);
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
    return undefined;
  }

  #link({ about, cursor }: Item): void {
    const { entity, project, run } = cursor ?? {};
    if (entity === undefined || project === undefined || run === undefined) return;
    about.href = `${this.#remotes.get(about.remoteId).baseUrl}${runHref({ entity, project, run })}`;
  }

  #ended(item: Item): void {
    this.#pushes.delete(item.about.id);
    this.#sweeps.release(item.about.id);
    this.#items.save(item, true);
    this.next();
  }

  #rest(remoteId: number, afterMs: number): void {
    const restMs = Math.min(Math.max(REST_MS, afterMs), MOST_REST_MS);
    this.#resting.set(remoteId, this.#host.clock.monotonic() + restMs);
    this.#host.clock.after(restMs, () => this.next());
  }

  #heard(event: ChangeEvent): void {
    if (event.kind !== 'run') return;
    if (event.movedTo !== undefined) return void this.#moved(event.path, event.movedTo);
    for (const item of this.#items.ofRun(event.path)) {
      if (item.cursor === undefined || this.#changed.has(item.about.id)) continue;
      // What is only sent when it is over has nothing to say before.
      if (item.isForEnd === true && !event.aspects.includes('state') && !event.aspects.includes('meta')) continue;
      this.#changed.add(item.about.id);
      if (item.about.state === 'synced') this.#later(item);
    }
  }

  /** A push that is under way would not find its run any more; it begins again with the new address. */
  async #moved(from: RunPath, to: RunPath): Promise<void> {
    const items = [...this.#items.ofRun(from)];
    for (const item of items) this.#items.move(item, to);
    await this.#halt(items);
    this.#teller.soon();
    this.next();
  }

  #later(item: Item): void {
    this.#host.clock.after(LIVE_EVERY_MS, () => {
      if (item.about.state !== 'synced' || !this.#items.has(item)) return;
      item.about.state = 'waiting';
      this.next();
    });
  }

  async #forget(items: readonly Item[]): Promise<void> {
    // First out of the list: a slot that falls free below must not take one of them.
    for (const item of items) this.#items.remove(item);
    for (const { about } of items) {
      await this.#pushes.get(about.id)?.stop();
      this.#pushes.delete(about.id);
      this.#sweeps.release(about.id);
    }
  }

  async #halt(items: readonly Item[]): Promise<void> {
    const stopping = items.flatMap((item) => {
      const push = this.#pushes.get(item.about.id);
      return push === undefined ? [] : [{ item, push }];
    });
    await Promise.all(stopping.map(({ push }) => push.stop()));
    for (const { item, push } of stopping) {
      // Somebody else may have begun it anew meanwhile.
      if (this.#pushes.get(item.about.id) !== push) continue;
      this.#pushes.delete(item.about.id);
      this.#sweeps.release(item.about.id);
      this.#items.wait(item);
    }
  }
}
