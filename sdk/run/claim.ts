import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '#sdk/base';

/** The recording thread touches a claim every second; one that was not touched for so long is nobody's. */
const STALE_MS = 10_000;

/**
 * Notes that this process records a run below `parent`, so that no second one writes to it meanwhile; returns the path of
 * the note. Errors: UsageError `run.busy` while another run of that id is being recorded there.
 */
export function claimRun(parent: string, id: string, now: number): string {
  const root = join(parent, 'wandb');
  mkdirSync(root, { recursive: true });
  const path = join(root, `.run-${id}.lock`);
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(path, now);
    if (owner !== undefined) {
      const reason = `process ${owner} records the run ${id} here; it can be gone on with once that has ended`;
      throw new UsageError('run.busy', reason);
    }
    rmSync(path, { force: true });
  }
  throw new UsageError('run.busy', `the run ${id} is being started by several processes at once`);
}

/** The run is over. */
export function releaseRun(path: string): void {
  rmSync(path, { force: true });
}

/** The process that a claim is of; undefined when it has ended. */
function ownerOf(path: string, now: number): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    if (now - statSync(path).mtimeMs > STALE_MS) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // A process of somebody else cannot be asked, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 0 : undefined;
  }
}
