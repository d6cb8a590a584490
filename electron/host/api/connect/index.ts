import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConnectState } from '#shared/api';
import { readBaseUrl, withBaseUrl } from './ini.ts';
import { netrcEntry, readEntry, readPassword, withEntry } from './netrc.ts';

/** Where the client of one user keeps its own files, and where their former contents are kept for undoing. */
export interface ConnectPaths {
  readonly settingsFile: string;
  readonly netrcFile: string;
  readonly memoryFile: string;
}

/** What the client is to use: `baseUrl` without a slash at its end, `key` of at least 40 characters. */
export interface ConnectTarget {
  readonly baseUrl: string;
  readonly key: string;
}

/** What a file was before, so that it can be put back to the letter; `text` undefined = there was none. */
interface Former {
  readonly path: string;
  readonly text?: string;
  readonly written: string;
}

interface Memory {
  readonly machine: string;
  readonly settings: Former;
  readonly netrc: Former;
}

const PRIVATE = 0o600;

/**
 * The files that the Python client of this user reads. Source: wandb 0.31, sdk/wandb_setup.py (WANDB_CONFIG_DIR) and
 * sdk/lib/wbauth/wbnetrc.py (NETRC, then ~/.netrc, then ~/_netrc).
 */
export function connectPaths(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  dataDir: string,
): ConnectPaths {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const expand = (path: string): string => path.replace(/^~(?=$|[\\/])/, home);
  const configDir = env.WANDB_CONFIG_DIR ? expand(env.WANDB_CONFIG_DIR) : join(home, '.config', 'wandb');
  return {
    settingsFile: join(configDir, 'settings'),
    netrcFile: env.NETRC ? expand(env.NETRC) : defaultNetrc(home, platform),
    memoryFile: join(dataDir, 'connect.json'),
  };
}

/** Whether every script of this user logs to `target` by itself. Reads files only. */
export function connectState(paths: ConnectPaths, target: ConnectTarget): ConnectState {
  const currentBaseUrl = readBaseUrl(readText(paths.settingsFile) ?? '');
  const password = readPassword(readText(paths.netrcFile) ?? '', machineOf(target.baseUrl));
  return {
    isConnected: currentBaseUrl === target.baseUrl && password === target.key,
    settingsFile: paths.settingsFile,
    netrcFile: paths.netrcFile,
    ...(currentBaseUrl === undefined ? {} : { currentBaseUrl }),
    canUndo: readMemory(paths) !== undefined,
  };
}

/**
 * Points the client's own files at `target`; all else in them stays. What they were before is kept once, so that
 * connecting again (another port) still goes back to the beginning. A new netrc is readable by its owner only.
 * Errors: those of the file system.
 */
export function connectClient(paths: ConnectPaths, target: ConnectTarget): ConnectState {
  if (connectState(paths, target).isConnected) return connectState(paths, target);
  const machine = machineOf(target.baseUrl);
  disconnectClient(paths, target);
  const settings = readText(paths.settingsFile);
  const netrc = readText(paths.netrcFile);
  const newSettings = withBaseUrl(settings ?? '', target.baseUrl);
  const newNetrc = withEntry(netrc ?? '', machine, netrcEntry(machine, target.key));
  const memory: Memory = {
    machine,
    settings: former(paths.settingsFile, settings, newSettings),
    netrc: former(paths.netrcFile, netrc, newNetrc),
  };
  writeText(paths.memoryFile, JSON.stringify(memory));
  writeText(paths.netrcFile, newNetrc);
  writeText(paths.settingsFile, newSettings);
  return connectState(paths, target);
}

/**
 * Puts the client's files back. A file that nobody changed since is restored to the letter; in one that was changed
 * only our own entries are taken back. Does nothing when there is nothing to undo. Errors: those of the file system.
 */
export function disconnectClient(paths: ConnectPaths, target: ConnectTarget): ConnectState {
  const memory = readMemory(paths);
  if (memory !== undefined) {
    putBack(memory.settings, (now) => withBaseUrl(now, readBaseUrl(memory.settings.text ?? '')));
    putBack(memory.netrc, (now) => withEntry(now, memory.machine, readEntry(memory.netrc.text ?? '', memory.machine)));
    rmSync(paths.memoryFile, { force: true });
  }
  return connectState(paths, target);
}

function putBack(before: Former, withoutOurs: (now: string) => string): void {
  const now = readText(before.path);
  if (now === undefined) return;
  if (now !== before.written) writeText(before.path, withoutOurs(now));
  else if (before.text === undefined) rmSync(before.path);
  else writeText(before.path, before.text);
}

function former(path: string, text: string | undefined, written: string): Former {
  return text === undefined ? { path, written } : { path, text, written };
}

function readMemory(paths: ConnectPaths): Memory | undefined {
  const text = readText(paths.memoryFile);
  return text === undefined ? undefined : (JSON.parse(text) as Memory);
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Whole or not at all, with the file's own mode; through a symbolic link into the file itself. */
function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) {
    const { mode } = statSync(path);
    writeFileSync(path, text);
    chmodSync(path, mode & 0o777);
    return;
  }
  const temporary = `${path}.taffrail`;
  writeFileSync(temporary, text, { mode: PRIVATE });
  renameSync(temporary, path);
}

function machineOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}

function defaultNetrc(home: string, platform: string): string {
  const unix = join(home, '.netrc');
  const windows = join(home, '_netrc');
  if (existsSync(unix)) return unix;
  return existsSync(windows) || platform === 'win32' ? windows : unix;
}
