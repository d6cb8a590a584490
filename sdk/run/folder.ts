import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Makes the folder of a run, `wandb/run-<local time>-<id>` (`offline-run-…`), and points `latest-run` at it.
 * Source: the Python client, protocol 11.1. Errors: those of the file system.
 */
export function makeRunFolder(parent: string, id: string, isOffline: boolean, startedAt: number): string {
  const root = join(parent, 'wandb');
  const name = `${isOffline ? 'offline-run' : 'run'}-${stamp(new Date(startedAt))}-${id}`;
  let folder = join(root, name);
  for (let i = 2; existsSync(folder); i++) folder = join(root, `${name}-${i}`);
  mkdirSync(join(folder, 'files'), { recursive: true });
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const latest = join(root, 'latest-run');
  try {
    rmSync(latest, { force: true });
    symlinkSync(basename(folder), latest);
  } catch {
    // A convenience only, and not every system lets everybody make links.
  }
  return folder;
}

/** The run that `resume: "auto"` goes on with: the last one of this folder that did not finish. */
export function unfinishedRun(parent: string): string | undefined {
  try {
    const note = JSON.parse(readFileSync(resumeFile(parent), 'utf8')) as { readonly run_id?: unknown };
    return typeof note.run_id === 'string' ? note.run_id : undefined;
  } catch {
    // None began here, or the last one finished.
    return undefined;
  }
}

export function noteUnfinished(parent: string, id: string): void {
  mkdirSync(join(parent, 'wandb'), { recursive: true });
  writeFileSync(resumeFile(parent), JSON.stringify({ run_id: id }));
}

export function forgetUnfinished(parent: string): void {
  rmSync(resumeFile(parent), { force: true });
}

function resumeFile(parent: string): string {
  return join(parent, 'wandb', 'wandb-resume.json');
}

function stamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}_${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
