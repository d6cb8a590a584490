import { watch, type FSWatcher } from 'node:fs';
import { callerFor, type HostContext } from '#host/base';
import type { WatchedFolder } from '#shared/api';
import { asProblem } from '#shared/errors';
import { findLogs } from '../disk/find.ts';
import type { offlineReads, offlineWrites } from '../records/index.ts';
import type { Importer } from './importer.ts';

/** How often a watched folder is looked through; its own directory is heard at once where the system tells. */
const LOOK_EVERY_MS = 10_000;
/** A new run folder gets its log a moment after itself. */
const SETTLE_MS = 500;

/** The folders that are looked through for new logs, now and after each start. */
export interface Watcher {
  add(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  list(): Promise<readonly WatchedFolder[]>;
  stop(): void;
}

interface Folder {
  watcher: FSWatcher | undefined;
  fault: string | undefined;
}

export function startWatcher(host: HostContext, importer: Importer): Watcher {
  const writer = callerFor<typeof offlineWrites>(host.writer);
  const readers = callerFor<typeof offlineReads>(host.readers);
  const folders = new Map<string, Folder>();
  let isLooking = false;
  let cancelSettle: () => void = () => undefined;

  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    for (const [path, folder] of folders) {
      const fault = await scan(path);
      if (fault !== folder.fault) host.events.publish({ kind: 'import' });
      folder.fault = fault;
      folder.watcher ??= fault === undefined ? watched(path) : undefined;
    }
    isLooking = false;
  };
  const scan = async (path: string): Promise<string | undefined> => {
    try {
      const { logs } = await findLogs(path);
      await importer.add(logs, false);
      return undefined;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'host.stopping') return undefined;
      return String(problem.details.reason ?? problem.message);
    }
  };
  const watched = (path: string): FSWatcher | undefined => {
    try {
      const watcher = watch(path, { persistent: false }, () => {
        cancelSettle();
        cancelSettle = host.clock.after(SETTLE_MS, () => void look());
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // The folder is looked through all the same.
      return undefined;
    }
  };
  const begin = async (): Promise<void> => {
    for (const { path } of await readers.call('offline.watched', undefined))
      folders.set(path, { watcher: undefined, fault: undefined });
    await look();
  };
  const stopLooking = host.clock.every(LOOK_EVERY_MS, () => void look());
  begin().catch((error: unknown) =>
    host.log.warn('watched folders were not found', { reason: asProblem(error).message }),
  );

  return {
    async add(path) {
      await writer.call('offline.watch', { path, isOn: true });
      if (!folders.has(path)) folders.set(path, { watcher: undefined, fault: undefined });
      await look();
    },
    async remove(path) {
      folders.get(path)?.watcher?.close();
      folders.delete(path);
      await writer.call('offline.watch', { path, isOn: false });
    },
    async list() {
      const stored = await readers.call('offline.watched', undefined);
      return stored.map((folder) => {
        const fault = folders.get(folder.path)?.fault;
        return fault === undefined ? folder : { ...folder, fault };
      });
    },
    stop() {
      stopLooking();
      cancelSettle();
      for (const { watcher } of folders.values()) watcher?.close();
    },
  };
}
