import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

const POLL_MS = 200;

/** Runs `work` while no other process does so under the same lock file; waits for the one that does. */
export function oneAtATime(lockFile: string, work: () => void): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  while (!take(lockFile)) Atomics.wait(sleeper, 0, 0, POLL_MS);
  try {
    work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function take(lockFile: string): boolean {
  try {
    const handle = openSync(lockFile, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch {
    // A lock whose owner is gone (an interrupted run) is cleared, and taken at the next look.
    if (!isOwnerAlive(lockFile)) rmSync(lockFile, { force: true });
    return false;
  }
}

function isOwnerAlive(lockFile: string): boolean {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // An empty file is one that is being written.
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}
