/** What a run does when its process ends. */
export interface Ending {
  /** The event loop is empty: everything may take its time. */
  finish(): Promise<void>;
  /** The process ends now: only what can be done without waiting for its own thread. */
  exit(exitCode: number): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Exit code of an interrupted script. Source: the Python client, protocol 4.7. */
const INTERRUPTED = 255;
/** A loop that has not turned for so long cannot hear a signal either. */
const STUCK_MS = 500;

const endings = new Set<Ending>();
let isHooked = false;
let isListening = false;
let turnedAt = 0;
let isTurnAwaited = false;

/** Lets a run end with its process; the returned function takes it out again. */
export function atExit(ending: Ending): () => void {
  endings.add(ending);
  if (!isHooked) {
    isHooked = true;
    process.on('beforeExit', () => {
      for (const one of endings) void one.finish();
    });
    process.on('exit', (code) => {
      for (const one of endings) one.exit(code);
    });
  }
  turnedAt = performance.now();
  listen();
  return () => {
    endings.delete(ending);
    if (endings.size === 0) unlisten();
  };
}

/**
 * Called by every `log`: while the script computes without letting its event loop turn, no handler of ours may keep
 * Ctrl-C from ending it at once.
 */
export function stayInterruptible(): void {
  const now = performance.now();
  if (!isTurnAwaited) {
    isTurnAwaited = true;
    turnedAt = now;
    setImmediate(() => {
      isTurnAwaited = false;
      if (endings.size > 0) listen();
    }).unref();
  } else if (isListening && now - turnedAt > STUCK_MS) unlisten();
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  if (!isListening) return;
  isListening = false;
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  // A script with a handler of its own decides by itself whether it ends.
  if (process.listenerCount(signal) > 1) return;
  for (const one of endings) one.exit(INTERRUPTED);
  endings.clear();
  unlisten();
  process.kill(process.pid, signal);
}
