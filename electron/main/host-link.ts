import type { HostChild, Launcher } from './launch.ts';
import { isAnswering, lockedAddress } from './probe.ts';
import { type Timers, wait } from './timers.ts';

/** What the window knows of the host. */
export type HostState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'up'; readonly address: string }
  /** It died and is being started again. */
  | { readonly kind: 'restarting'; readonly reason: string }
  /** It does not come up; only the person can help. */
  | { readonly kind: 'down'; readonly reason: string; readonly output: string };

interface LinkOptions {
  readonly dataDir: string;
  /** Ways to start a host, best first; a way that fails at the first start gives way to the next. */
  readonly launchers: readonly Launcher[];
  readonly timers: Timers;
  onState(state: HostState): void;
}

const POLL_MS = 100;
const UP_TIMEOUT_MS = 60_000;
const WATCH_MS = 2000;
const STOP_TIMEOUT_MS = 15_000;
const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 8000;
/** Starts in a row that may fail before the person is asked; fewer when it never came up at all. */
const MAX_RESTARTS = 6;
const MAX_FIRST_STARTS = 2;
/** A host that lived so long has earned a fresh count. */
const STABLE_MS = 60_000;

/** Keeps one data directory's host reachable: attaches, starts, watches, and starts again with growing pauses. */
export class HostLink {
  private readonly options: LinkOptions;
  private current: HostState = { kind: 'starting' };
  private child: HostChild | undefined;
  private failures = 0;
  private hasBeenUp = false;
  private lastPort: number | undefined;
  private upSince = Number.POSITIVE_INFINITY;
  private isClosing = false;
  private stopWatching: () => void = () => undefined;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  get state(): HostState {
    return this.current;
  }

  /** Attaches to a running host or starts one; also the way on after `down`. Never rejects. */
  async connect(): Promise<void> {
    this.stopWatching();
    const running = await this.runningAddress();
    if (running !== undefined) return this.becomeUp(running);
    try {
      this.becomeUp(await this.launchOnce());
    } catch (error) {
      await this.recover(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends a host that was started here, after it has flushed. One that was attached to stays. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.stopWatching();
    const { child } = this;
    if (child === undefined) return;
    await stopChild(child, this.options.timers);
    this.child = undefined;
  }

  private enter(state: HostState): void {
    this.current = state;
    this.options.onState(state);
  }

  private becomeUp(address: string): void {
    if (this.isClosing) return;
    this.hasBeenUp = true;
    this.lastPort = Number(new URL(address).port);
    this.upSince = this.options.timers.monotonic();
    if (this.child === undefined) this.watch(address);
    this.enter({ kind: 'up', address });
  }

  private async runningAddress(): Promise<string | undefined> {
    const address = lockedAddress(this.options.dataDir);
    return address !== undefined && (await isAnswering(address)) ? address : undefined;
  }

  private async launchOnce(): Promise<string> {
    const { launchers, timers } = this.options;
    const launcher = launchers[this.hasBeenUp ? 0 : Math.min(this.failures, launchers.length - 1)];
    if (launcher === undefined) throw new Error('no Node is there to run the host; give one with --host-node');
    // The same port again: scripts that are running know no other.
    const started = launcher(this.lastPort);
    let exit: string | undefined;
    started.onExit((reason) => {
      exit = reason;
      if (this.child !== started) return;
      this.child = undefined;
      if (this.current.kind === 'up') void this.recover(reason);
    });
    this.child = started;
    const deadline = timers.monotonic() + UP_TIMEOUT_MS;
    while (exit === undefined && timers.monotonic() < deadline) {
      const address = await this.runningAddress();
      if (address !== undefined) return address;
      await wait(timers, POLL_MS);
    }
    started.kill();
    throw new Error(`${exit ?? 'it did not become ready'}\n${started.lastOutput()}`);
  }

  private async recover(reason: string): Promise<void> {
    if (this.isClosing) return;
    this.stopWatching();
    const { timers } = this.options;
    if (timers.monotonic() - this.upSince > STABLE_MS) this.failures = 0;
    this.upSince = Number.POSITIVE_INFINITY;
    this.failures += 1;
    const [headline = reason, ...rest] = reason.split('\n');
    if (this.failures >= (this.hasBeenUp ? MAX_RESTARTS : MAX_FIRST_STARTS)) {
      this.failures = 0;
      return this.enter({ kind: 'down', reason: headline, output: rest.join('\n').trim() });
    }
    this.enter({ kind: 'restarting', reason: headline });
    await wait(timers, Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.failures - 1)));
    if (!this.isClosing) await this.connect();
  }

  /** A host that was attached to tells nobody when it ends; it is asked. */
  private watch(address: string): void {
    let misses = 0;
    this.stopWatching = this.options.timers.every(WATCH_MS, () => {
      void isAnswering(address).then((isUp) => {
        misses = isUp ? 0 : misses + 1;
        if (misses === 2 && !this.isClosing) void this.recover('it no longer answers');
      });
    });
  }
}

function stopChild(child: HostChild, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(STOP_TIMEOUT_MS, () => child.kill());
    child.onExit(() => {
      cancel();
      resolve();
    });
    child.stop();
  });
}
