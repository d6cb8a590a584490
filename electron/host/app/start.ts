import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { FastifyInstance } from 'fastify';
import {
  dataPaths,
  openFileLogger,
  systemClock,
  type DataPaths,
  type FileLogger,
  type HostContext,
  type LogLevel,
} from '#host/base';
import { createHttpServer, isLoopbackHost } from '#host/http';
import { Problem } from '#shared/errors';
import { makeEventHub } from './event-hub.ts';
import { listen } from './listen.ts';
import { acquireLock, type DataLock } from './lock.ts';
import { registerRooms, startTasks } from './rooms.ts';
import { openSecrets } from './secrets.ts';
import { openSettings } from './settings.ts';
import { startStoreThreads } from './store-threads.ts';

/** How to run a host. */
export interface HostOptions {
  readonly dataDir: string;
  /** Address to listen on; `127.0.0.1` unless given. Anything beyond loopback makes everybody show the key. */
  readonly host?: string;
  /** 8080 or the next free one unless given; 0 for any free one. */
  readonly port?: number;
  readonly version: string;
  /** Folder with the built renderer. */
  readonly rendererDir?: string;
  readonly logLevel?: LogLevel;
  /** Gets warnings and errors as they are logged, one JSON line each. */
  readonly onTrouble?: (line: string) => void;
  /** True asks everybody for the key, also on loopback. */
  readonly requireKey?: boolean;
  /** More names by which clients reach this host; see HttpOptions. */
  readonly extraHosts?: readonly string[];
  readonly extraOrigins?: readonly string[];
  /** Entity and user of clients that name none; the operating system's user unless given. */
  readonly username?: string;
  /** Milliseconds without a sign of life after which a run counts as crashed; the stored setting (5 minutes) unless given. */
  readonly crashAfterMs?: number;
}

/** A host that serves. */
export interface RunningHost {
  /** Where to reach it from this machine: `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly port: number;
  readonly context: HostContext;
  /** Answers what is under way, writes everything out, gives the data directory free. Safe to call again. */
  stop(): Promise<void>;
}

/** How long requests under way may take when the host stops; clients send the others again. */
const STOP_GRACE_MS = 5000;

/**
 * Starts the host of a data directory: takes its lock, opens the store, listens.
 * Errors: `host.locked` with the `address` to attach to, `host.port`, `store.newer`, `store.corrupt`,
 * `store.read-only`, `store.full`. What was begun is undone.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await begin(options, undo, once(stop));
  } catch (error) {
    await stop();
    throw error;
  }
}

async function begin(
  options: HostOptions,
  undo: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<RunningHost> {
  const paths = dataPaths(options.dataDir);
  const bindHost = options.host ?? '127.0.0.1';
  const lock = await sortDiskErrors(paths, () => takeDataDir(paths));
  undo.push(() => lock.release());
  const { secrets, isReplaced } = await sortDiskErrors(paths, () => openSecrets(paths.secrets, randomBytes));
  const log = openLog(options, paths, Object.values(secrets));
  undo.push(() => log.close());
  if (isReplaced) log.error('the file of the API key was damaged and put aside; a new key was made');
  const events = makeEventHub(log);
  const threads = await startStoreThreads(options.dataDir, { log, clock: systemClock, publish: events.publish });
  undo.push(threads.stop);
  const settings = openSettings(
    {
      username: options.username ?? systemUserName(),
      requireKey: options.requireKey === true || !isLoopbackHost(bindHost),
      crashAfterMs: options.crashAfterMs,
    },
    { readers: threads.readers, events, log },
  );
  await settings.ready;
  const context: HostContext = {
    clock: systemClock,
    log,
    paths,
    settings: settings.current,
    version: options.version,
    writer: threads.writer,
    readers: threads.readers,
    events,
    ...secrets,
  };
  const server = createHttpServer(context, { ...options, bindHost });
  registerRooms(server, context);
  undo.push(() => closeServer(server));
  const port = await listen(server, bindHost, options.port);
  const address = `http://${reachableHost(bindHost)}:${port}`;
  const stopTasks = startTasks(context);
  undo.push(stopTasks);
  lock.setAddress(address);
  log.info('host is up', { address, version: options.version, pid: process.pid });
  undo.push(() => log.info('host is stopping'));
  return { address, port, context, stop };
}

function takeDataDir(paths: DataPaths): Promise<DataLock> {
  mkdirSync(paths.root, { recursive: true, mode: 0o700 });
  return acquireLock(paths.lock, systemClock);
}

/** What the disk may refuse before the store is there to say it. */
async function sortDiskErrors<T>(paths: DataPaths, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code)) {
      throw new Problem('store.read-only', { path: paths.root }, { cause: error });
    }
    if (/^(ENOSPC|EDQUOT)$/.test(code)) throw new Problem('store.full', {}, { cause: error });
    throw error;
  }
}

function openLog(options: HostOptions, paths: DataPaths, secrets: readonly string[]): FileLogger {
  return openFileLogger({
    folder: paths.logs,
    level: options.logLevel ?? 'info',
    clock: systemClock,
    secrets,
    ...(options.onTrouble === undefined ? {} : { echo: options.onTrouble }),
  });
}

/** The user's name where it can be part of an address as it is; `me` elsewhere. */
function systemUserName(): string {
  try {
    const { username } = userInfo();
    return /^[\p{L}\p{N}._-]+$/u.test(username) ? username : 'me';
  } catch {
    // A container may run us under a number that no user has.
    return 'me';
  }
}

/** A name for this machine as seen from itself when the server listens everywhere. */
function reachableHost(bindHost: string): string {
  if (bindHost === '0.0.0.0') return '127.0.0.1';
  if (bindHost === '::') return '[::1]';
  return bindHost.includes(':') ? `[${bindHost}]` : bindHost;
}

async function closeServer(server: FastifyInstance): Promise<void> {
  const cancel = systemClock.after(STOP_GRACE_MS, () => server.server.closeAllConnections());
  await server.close();
  cancel();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => (begun ??= work());
}
