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

export interface HostLink {
  readonly state: HostState;
  /** Attaches to a running host or starts one; again after `down`. */
  connect(): Promise<void>;
  /** Ends a host that was started here, after it has flushed. One that was attached to stays. */
  close(): Promise<void>;
}

interface LinkOptions {
  readonly dataDir: string;
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
export function openHostLink(options: LinkOptions): HostLink {
  const { dataDir, timers } = options;
  let state: HostState = { kind: 'starting' };
  let child: HostChild | undefined;
  let failures = 0;
  let hasBeenUp = false;
  let upSince = 0;
  let isClosing = false;
  let stopWatching: () => void = () => undefined;

  const enter = (next: HostState): void => {
    state = next;
    options.onState(next);
  };

  const becomeUp = (address: string): void => {
    hasBeenUp = true;
    upSince = timers.monotonic();
    if (child === undefined) stopWatching = watch(address, () => void recover('it no longer answers'));
    enter({ kind: 'up', address });
  };

  const launchOnce = async (): Promise<string | undefined> => {
    const index = hasBeenUp ? 0 : Math.min(failures, options.launchers.length - 1);
    const launcher = options.launchers[index];
    if (launcher === undefined) throw new Error('no Node is there to run the host; give one with --host-node');
    const started = launcher();
    let exit: string | undefined;
    started.onExit((reason) => {
      exit = reason;
      if (child !== started) return;
      child = undefined;
      if (state.kind === 'up') void recover(reason);
    });
    child = started;
    const deadline = timers.monotonic() + UP_TIMEOUT_MS;
    while (exit === undefined && timers.monotonic() < deadline) {
      const address = lockedAddress(dataDir);
      if (address !== undefined && (await isAnswering(address))) return address;
      await wait(timers, POLL_MS);
    }
    started.kill();
    throw new Error(`${exit ?? 'it did not become ready'}\n${started.lastOutput()}`);
  };

  const connect = async (): Promise<void> => {
    stopWatching();
    const address = lockedAddress(dataDir);
    if (address !== undefined && (await isAnswering(address))) return becomeUp(address);
    try {
      const launched = await launchOnce();
      if (launched !== undefined) becomeUp(launched);
    } catch (error) {
      await recover(error instanceof Error ? error.message : String(error));
    }
  };

  const recover = async (reason: string): Promise<void> => {
    if (isClosing) return;
    stopWatching();
    if (upSince > 0 && timers.monotonic() - upSince > STABLE_MS) failures = 0;
    upSince = 0;
    failures += 1;
    const [headline = reason, ...rest] = reason.split('\n');
    if (failures >= (hasBeenUp ? MAX_RESTARTS : MAX_FIRST_STARTS)) {
      failures = 0;
      return enter({ kind: 'down', reason: headline, output: rest.join('\n').trim() });
    }
    enter({ kind: 'restarting', reason: headline });
    await wait(timers, Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)));
    if (!isClosing) await connect();
  };

  const watch = (address: string, onGone: () => void): (() => void) => {
    let misses = 0;
    return timers.every(WATCH_MS, () => {
      void isAnswering(address).then((isUp) => {
        misses = isUp ? 0 : misses + 1;
        if (misses === 2 && !isClosing) onGone();
      });
    });
  };

  return {
    get state() {
      return state;
    },
    connect,
    async close() {
      isClosing = true;
      stopWatching();
      if (child === undefined) return;
      await stopChild(child, timers);
      child = undefined;
    },
  };
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
