import { join } from 'node:path';
import type { HostContext } from '#host/base';
import type { ChangeEvent, SyncChoice, SyncItem, SyncRemote, SyncState } from '#shared/api';
import { Problem } from '#shared/errors';
import { runHref, type RunPath } from '#shared/units';
import type { Cursor, PushTold } from './push/messages.ts';
import { type RunningPush, startPush } from './push/thread.ts';
import { readState, writeState } from './state-file.ts';

/** Pushes at once; each has a thread. */
const MOST_PUSHES = 2;
/** The first pause after a failure, milliseconds; tests wait less. */
const FIRST_RETRY_MS = Number(process.env.TAFFRAIL_SYNC_RETRY_MS ?? '500');
const SAVE_EVERY_MS = 500;
const TELL_EVERY_MS = 250;
/** A run that goes on gathers so much before it is sent on. */
const LIVE_EVERY_MS = 2000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Kept {
  readonly about: Writable<SyncItem>;
  cursor?: Cursor;
  choice?: SyncChoice;
}

interface KeptFile {
  nextId: number;
  isPaused: boolean;
  remotes: SyncRemote[];
  items: Kept[];
}

/** Remotes, and the runs that go to them. Lives in the main thread; what it knows outlives the process. */
export class SyncQueue {
  readonly #host: HostContext;
  readonly #files: { readonly state: string; readonly keys: string };
  readonly #state: KeptFile;
  readonly #keys: Record<string, string>;
  readonly #pushes = new Map<number, RunningPush>();
  /** The items of each run: every stored row is heard of here, so it must cost one look. */
  readonly #byRun = new Map<string, Kept[]>();
  /** Live runs that were sent, and changed since. */
  readonly #changed = new Set<number>();
  #endListening: () => void = () => undefined;
  #isSaveDue = false;
  #isTellDue = false;
  #isStopped = false;

  constructor(host: HostContext) {
    this.#host = host;
    const at = (name: string): string => join(host.paths.root, name);
    this.#files = { state: at('sync.json'), keys: at('sync-keys.json') };
    this.#state = this.#read(this.#files.state) ?? { nextId: 1, isPaused: false, remotes: [], items: [] };
    this.#keys = this.#read(this.#files.keys) ?? {};
    for (const item of this.#state.items) {
      if (item.about.state === 'pushing') item.about.state = 'waiting';
      this.#index(item);
    }
  }

  begin(): void {
    this.#endListening = this.#host.events.subscribe((event) => this.#heard(event));
    // A run may have gone on while nobody listened.
    for (const { about, cursor } of this.#state.items) {
      if (about.state === 'synced' && cursor?.isClosed !== true) about.state = 'waiting';
    }
    this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endListening();
    await Promise.all([...this.#pushes.values()].map((push) => push.stop()));
    this.#save();
  }

  list(): SyncState {
    const { remotes, items, isPaused } = this.#state;
    return { remotes, isPaused, items: items.map((item) => item.about).reverse() };
  }

  addRemote(remote: Omit<SyncRemote, 'id'>, key: string): number {
    const { remotes } = this.#state;
    if (remotes.some((one) => one.name === remote.name)) {
      throw new Problem('sync.remote', { field: 'name', reason: 'another remote has this name' });
    }
    const id = this.#state.nextId++;
    this.#keys[id] = key;
    writeState(this.#files.keys, this.#keys);
    remotes.push({ id, ...remote });
    this.#saved();
    return id;
  }

  /** Forgets a remote with its key and what was to go there. Nothing over there changes. */
  async removeRemote(id: number): Promise<void> {
    this.#remote(id);
    await this.#forget(this.#state.items.filter((item) => item.about.remoteId === id));
    this.#state.remotes = this.#state.remotes.filter((remote) => remote.id !== id);
    delete this.#keys[id];
    writeState(this.#files.keys, this.#keys);
    this.#saved();
    this.#next();
  }

  /** Asks for runs to be sent. One that was sent before is looked at again. */
  add(remoteId: number, runs: readonly RunPath[]): void {
    this.#remote(remoteId);
    for (const path of runs) {
      const known = this.#byRun.get(keyOf(path))?.find(({ about }) => about.remoteId === remoteId);
      if (known === undefined) {
        const about = { id: this.#state.nextId++, remoteId, path, displayName: path.run, reason: '' };
        const item: Kept = { about: { ...about, state: 'waiting', sentBytes: 0, totalBytes: 0 } };
        this.#state.items.push(item);
        this.#index(item);
      } else if (known.about.state === 'synced' || known.about.state === 'failed') {
        this.#wait(known);
      }
    }
    this.#saved();
    this.#next();
  }

  retry(id: number, choice: SyncChoice | undefined): void {
    const item = this.#item(id);
    if (item.about.state === 'pushing') return;
    if (choice !== undefined) item.choice = choice;
    this.#wait(item);
    this.#saved();
    this.#next();
  }

  async remove(id: number): Promise<void> {
    await this.#forget([this.#item(id)]);
    this.#saved();
    this.#next();
  }

  async #forget(items: readonly Kept[]): Promise<void> {
    const gone = new Set(items);
    // First out of the list: a slot that falls free below must not take one of them.
    this.#state.items = this.#state.items.filter((item) => !gone.has(item));
    for (const item of items) {
      await this.#pushes.get(item.about.id)?.stop();
      this.#pushes.delete(item.about.id);
      const key = keyOf(item.about.path);
      const left = (this.#byRun.get(key) ?? []).filter((one) => one !== item);
      if (left.length === 0) this.#byRun.delete(key);
      else this.#byRun.set(key, left);
    }
  }

  #index(item: Kept): void {
    const key = keyOf(item.about.path);
    this.#byRun.set(key, [...(this.#byRun.get(key) ?? []), item]);
  }

  async pause(isPaused: boolean): Promise<void> {
    this.#state.isPaused = isPaused;
    if (isPaused) {
      const pushes = [...this.#pushes];
      await Promise.all(pushes.map(([, push]) => push.stop()));
      for (const [id] of pushes) {
        this.#pushes.delete(id);
        this.#wait(this.#item(id));
      }
    }
    this.#saved();
    this.#next();
  }

  #wait({ about }: Kept): void {
    about.state = 'waiting';
    about.reason = '';
  }

  #next(): void {
    if (this.#state.isPaused || this.#isStopped) return;
    for (const item of this.#state.items) {
      if (this.#pushes.size >= MOST_PUSHES) return;
      if (item.about.state === 'waiting' && !this.#pushes.has(item.about.id)) this.#push(item);
    }
  }

  #push(item: Kept): void {
    const { about } = item;
    const { baseUrl, entity } = this.#remote(about.remoteId);
    about.state = 'pushing';
    about.sentBytes = 0;
    this.#changed.delete(about.id);
    const order = {
      dataDir: this.#host.paths.root,
      baseUrl,
      key: this.#keys[about.remoteId] ?? '',
      entity,
      path: about.path,
      cursor: item.cursor,
      choice: item.choice,
      firstRetryMs: FIRST_RETRY_MS,
    };
    this.#pushes.set(
      about.id,
      startPush(order, (told) => this.#told(item, told)),
    );
    this.#moved();
  }

  #told(item: Kept, told: PushTold): void {
    const { about } = item;
    switch (told.kind) {
      case 'cursor':
        item.cursor = told.cursor;
        delete item.choice;
        about.sentBytes = told.sentBytes;
        about.totalBytes = Math.max(about.totalBytes, told.sentBytes);
        about.reason = '';
        this.#link(item);
        if (told.mustAnswer) this.#save();
        this.#moved();
        break;
      case 'total':
        about.totalBytes = told.totalBytes;
        about.displayName = told.displayName;
        this.#moved();
        break;
      case 'trouble':
        about.reason = told.reason;
        this.#moved();
        break;
      case 'done':
        about.state = 'synced';
        about.reason = '';
        about.syncedAt = this.#host.clock.now();
        this.#ended(item);
        if (told.isLive && this.#changed.has(about.id)) this.#later(item);
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
  }

  #link({ about, cursor }: Kept): void {
    const { entity, project, run } = cursor ?? {};
    if (entity === undefined || project === undefined || run === undefined) return;
    about.href = `${this.#remote(about.remoteId).baseUrl}${runHref({ entity, project, run })}`;
  }

  #ended({ about }: Kept): void {
    void this.#pushes.get(about.id)?.stop();
    this.#pushes.delete(about.id);
    this.#saved();
    this.#next();
  }

  #heard(event: ChangeEvent): void {
    if (event.kind !== 'run') return;
    for (const item of this.#byRun.get(keyOf(event.path)) ?? []) {
      if (item.cursor === undefined || this.#changed.has(item.about.id)) continue;
      this.#changed.add(item.about.id);
      if (item.about.state === 'synced') this.#later(item);
    }
  }

  #later(item: Kept): void {
    this.#host.clock.after(LIVE_EVERY_MS, () => {
      if (item.about.state !== 'synced' || !this.#state.items.includes(item)) return;
      item.about.state = 'waiting';
      this.#next();
    });
  }

  #saved(): void {
    this.#save();
    this.#host.events.publish({ kind: 'sync' });
  }

  #save(): void {
    writeState(this.#files.state, this.#state);
  }

  /** Notes progress now and then: what is lost of it is sent again to the same places. */
  #moved(): void {
    const { clock, events } = this.#host;
    if (!this.#isSaveDue) {
      this.#isSaveDue = true;
      clock.after(SAVE_EVERY_MS, () => {
        this.#isSaveDue = false;
        if (!this.#isStopped) this.#save();
      });
    }
    if (this.#isTellDue) return;
    this.#isTellDue = true;
    clock.after(TELL_EVERY_MS, () => {
      this.#isTellDue = false;
      events.publish({ kind: 'sync' });
    });
  }

  #read<T>(path: string): T | undefined {
    try {
      return readState<T>(path);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#host.log.error('a file of the sync room is damaged and begun anew', { path });
      return undefined;
    }
  }

  #remote(id: number): SyncRemote {
    const remote = this.#state.remotes.find((one) => one.id === id);
    if (remote === undefined) throw new Problem('sync.unknown', { what: 'remote', id });
    return remote;
  }

  #item(id: number): Kept {
    const item = this.#state.items.find(({ about }) => about.id === id);
    if (item === undefined) throw new Problem('sync.unknown', { what: 'run', id });
    return item;
  }
}

function keyOf({ entity, project, run }: RunPath): string {
  return JSON.stringify([entity, project, run]);
}
