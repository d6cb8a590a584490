import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { pause, type Clock } from '#host/base';
import { Problem } from '#shared/errors';
import { isProcessAlive, machineId, processStart } from './machine.ts';

/** What the lock file of a data directory says of its owner. */
export interface LockContent {
  readonly pid: number;
  /** `http://127.0.0.1:8080`; empty while the owner is starting. */
  readonly address: string;
  readonly startedAtUnixMs: number;
  readonly machine: string;
  readonly processStart?: string;
}

/** A data directory that belongs to this process. */
export interface DataLock {
  /** Tells others where the owner can be reached. */
  setAddress(address: string): void;
  release(): void;
}

/** The owner touches the file so often; an owner on another machine or in another container is known by that alone. */
const HEARTBEAT_MS = 10_000;
const WATCH_FOREIGN_MS = 25_000;
const WAIT_FOR_ADDRESS_MS = 15_000;
const POLL_MS = 100;

/**
 * Takes the data directory whose lock file is `path`, or finds who has it. The lock of a process that is gone is taken
 * over, also after a restart of the machine when its number belongs to another process.
 * Errors: `host.locked` with `pid` and `address` (empty when the owner did not become ready within 15 s).
 */
export async function acquireLock(path: string, clock: Clock): Promise<DataLock> {
  const start = processStart(process.pid);
  const content: LockContent = {
    pid: process.pid,
    address: '',
    startedAtUnixMs: clock.now(),
    machine: machineId(),
    ...(start === undefined ? {} : { processStart: start }),
  };
  const deadline = clock.monotonic() + WAIT_FOR_ADDRESS_MS;
  for (;;) {
    if (createLock(path, content)) return holdLock(path, content, clock);
    const found = readLock(path);
    if (found === undefined) continue;
    if (!(await isLive(path, found))) {
      takeAway(path, found);
    } else if (found.content.address !== '' || clock.monotonic() > deadline) {
      throw new Problem('host.locked', { path, pid: found.content.pid, address: found.content.address });
    } else {
      await pause(POLL_MS);
    }
  }
}

interface FoundLock {
  readonly text: string;
  readonly content: LockContent;
  readonly mtimeMs: number;
}

/** Creates the file with its content in one step; false when there is one. */
function createLock(path: string, content: LockContent): boolean {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, textOf(content), { mode: 0o600 });
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // A disk without hard links; a reader may see the file while it is empty, and then looks again.
    return createPlainly(path, content);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function createPlainly(path: string, content: LockContent): boolean {
  try {
    writeFileSync(path, textOf(content), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function holdLock(path: string, content: LockContent, clock: Clock): DataLock {
  let current = textOf(content);
  const stopHeartbeat = clock.every(HEARTBEAT_MS, () => {
    const seconds = clock.now() / 1000;
    try {
      utimesSync(path, seconds, seconds);
    } catch (error) {
      // Somebody removed the file by hand; it comes back, so that a second start still finds us.
      if (codeOf(error) === 'ENOENT') replaceLock(path, current);
    }
  });
  return {
    setAddress(address) {
      current = textOf({ ...content, address });
      replaceLock(path, current);
    },
    release() {
      stopHeartbeat();
      if (readLock(path)?.text === current) rmSync(path, { force: true });
    },
  };
}

function replaceLock(path: string, text: string): void {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}

function readLock(path: string): FoundLock | undefined {
  let text: string;
  let mtimeMs: number;
  try {
    text = readFileSync(path, 'utf8');
    ({ mtimeMs } = statSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  return { text, content: parseLock(text), mtimeMs };
}

/** A file that is not one of ours (cut off by a crash of the disk) counts as one of a process that is gone. */
function parseLock(text: string): LockContent {
  const none: LockContent = { pid: 0, address: '', startedAtUnixMs: 0, machine: machineId() };
  try {
    const content = JSON.parse(text) as Partial<LockContent>;
    return typeof content.pid === 'number' && Number.isSafeInteger(content.pid) ? { ...none, ...content } : none;
  } catch {
    return none;
  }
}

async function isLive(path: string, found: FoundLock): Promise<boolean> {
  const { content } = found;
  if (content.machine !== machineId()) return isTouched(path, found);
  if (content.pid <= 0 || !isProcessAlive(content.pid)) return false;
  if (content.pid === process.pid) return isOwnStart(content);
  const start = processStart(content.pid);
  if (start !== undefined && content.processStart !== undefined) return start === content.processStart;
  return isTouched(path, found);
}

/** A lock of this very process: a second host in it, or an earlier process that had the same number. */
function isOwnStart(content: LockContent): boolean {
  return content.processStart === undefined || content.processStart === processStart(process.pid);
}

async function isTouched(path: string, found: FoundLock): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < WATCH_FOREIGN_MS; waitedMs += POLL_MS) {
    await pause(POLL_MS);
    const now = readLock(path);
    if (now === undefined) return false;
    if (now.mtimeMs !== found.mtimeMs || now.text !== found.text) return true;
  }
  return false;
}

/** Removes a dead owner's file. It is moved first and looked at again, because another start may have replaced it. */
function takeAway(path: string, dead: FoundLock): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== dead.text) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function textOf(content: LockContent): string {
  return `${JSON.stringify(content)}\n`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
