import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { LogKind } from '#shared/api';
import { Problem } from '#shared/errors';

/** A log on disk: a `.wandb` file, or a folder with TensorBoard event files. */
export interface DiskLog {
  readonly path: string;
  readonly kind: LogKind;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

export interface DiskScan {
  readonly path: string;
  readonly isFolder: boolean;
  readonly logs: readonly DiskLog[];
  readonly isCut: boolean;
}

/** Folders below the opened one that are looked into. */
const MOST_DEPTH = 8;
const MOST_LOGS = 5000;
/** Folders looked into: opening a whole disk by mistake ends somewhere. */
const MOST_FOLDERS = 50_000;
const SKIPPED = new Set(['node_modules', '.git', '__pycache__', '.venv', 'venv', 'site-packages', '$RECYCLE.BIN']);

/** True for the names that TensorBoard gives its event files. */
export function isEventFile(name: string): boolean {
  return name.includes('.tfevents.') || name.startsWith('tfevents.');
}

/** An absolute path as a person types it; `~` is their home. Errors: `import.path`. */
export function readPath(text: string): string {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  const path = trimmed === '~' || /^~[\\/]/.test(trimmed) ? join(homedir(), trimmed.slice(1)) : trimmed;
  if (path === '' || !isAbsolute(path))
    throw new Problem('import.path', { path: trimmed, reason: 'it is not a full path' });
  return resolve(path);
}

/**
 * Looks for logs at a path: the file itself, or all below a folder, the oldest first. Links to folders are not followed
 * (`latest-run` names a run twice), nor folders of a run entered. Errors: `import.path`.
 */
export async function findLogs(path: string): Promise<DiskScan> {
  const info = await stat(path).catch((error: unknown) => refuse(path, error));
  if (!info.isDirectory()) {
    const name = path.split(/[\\/]/).at(-1) ?? '';
    const kind = isEventFile(name) ? 'tensorboard' : 'wandb';
    // Event files of one folder are one run.
    const place = kind === 'tensorboard' ? resolve(path, '..') : path;
    return {
      path,
      isFolder: false,
      isCut: false,
      logs: [{ path: place, kind, sizeBytes: info.size, modifiedAt: info.mtimeMs }],
    };
  }
  const logs: DiskLog[] = [];
  let folderCount = 0;
  const walk = async (folder: string, depth: number): Promise<void> => {
    if (logs.length >= MOST_LOGS || ++folderCount > MOST_FOLDERS) return;
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (depth === 0) refuse(folder, error);
      return [];
    });
    const found = await logsIn(folder, entries);
    logs.push(...found);
    if (found.some((log) => log.kind === 'wandb')) return;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory() && depth < MOST_DEPTH && !SKIPPED.has(entry.name))
        await walk(join(folder, entry.name), depth + 1);
    }
  };
  await walk(path, 0);
  logs.sort((a, b) => a.modifiedAt - b.modifiedAt || (a.path < b.path ? -1 : 1));
  return { path, isFolder: true, logs, isCut: logs.length >= MOST_LOGS || folderCount > MOST_FOLDERS };
}

/** The log at a path as it is now; undefined when it is gone. */
export async function statLog(path: string, kind: LogKind): Promise<DiskLog | undefined> {
  if (kind !== 'tensorboard') {
    const info = await stat(path).catch(() => undefined);
    return info === undefined ? undefined : { path, kind, sizeBytes: info.size, modifiedAt: info.mtimeMs };
  }
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const found = await logsIn(path, entries);
  return found.find((log) => log.kind === 'tensorboard');
}

async function logsIn(
  folder: string,
  entries: readonly { readonly name: string; isDirectory(): boolean }[],
): Promise<DiskLog[]> {
  const logs: DiskLog[] = [];
  let events: DiskLog | undefined;
  for (const entry of entries) {
    const isEvents = isEventFile(entry.name);
    if (entry.isDirectory() || (!isEvents && !entry.name.endsWith('.wandb'))) continue;
    const path = join(folder, entry.name);
    const info = await stat(path).catch(() => undefined);
    if (info === undefined || !info.isFile()) continue;
    if (!isEvents) logs.push({ path, kind: 'wandb', sizeBytes: info.size, modifiedAt: info.mtimeMs });
    else {
      events = {
        path: folder,
        kind: 'tensorboard',
        sizeBytes: (events?.sizeBytes ?? 0) + info.size,
        modifiedAt: Math.max(events?.modifiedAt ?? 0, info.mtimeMs),
      };
    }
  }
  return events === undefined ? logs : [...logs, events];
}

function refuse(path: string, error: unknown): never {
  throw new Problem('import.path', { path, reason: reasonOf(error) }, { cause: error });
}

/** What the file system said, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is nothing';
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it';
  return error instanceof Error ? error.message : String(error);
}
