import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';

/** The host's log. Never holds keys or logged data; `fields` are small scalars. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** For lost or refused data and for bugs; every ERROR is worth a look. */
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log that ends. */
export interface FileLogger extends Logger {
  close(): void;
}

export interface FileLoggerOptions {
  /** Folder of the files `host.log` (the newest), `host.log.1` … */
  readonly folder: string;
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Texts that must never be written, whatever a message says: keys. */
  readonly secrets?: readonly string[];
  /** Gets each line of level `warn` and above too, for a terminal. */
  readonly echo?: (line: string) => void;
  /** Bytes after which a new file is begun; with `fileCount` it bounds what the log can take. */
  readonly maxFileBytes?: number;
  readonly fileCount?: number;
}

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const FILE_COUNT = 4;
const MAX_LINE_CHARS = 8192;

/**
 * Opens the host's log: one JSON object per line, `{"at","level","message",…fields}`, in files that are turned over by
 * size (at most 16 MiB in all unless told otherwise). Written at once, so that the last words before a crash are there.
 * A log that cannot be written is given up silently: the trouble shows elsewhere, and must not stop a run.
 */
export function openFileLogger(options: FileLoggerOptions): FileLogger {
  const file = openLogFile(options);
  const least = LOG_LEVELS.indexOf(options.level);
  const secrets = (options.secrets ?? []).filter((secret) => secret.length >= 8);
  const write = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (LOG_LEVELS.indexOf(level) < least) return;
    const at = new Date(options.clock.now()).toISOString();
    let line = JSON.stringify({ at, level, message, ...fields });
    for (const secret of secrets) line = line.replaceAll(secret, '[secret]');
    if (line.length > MAX_LINE_CHARS)
      line = JSON.stringify({ at, level, message: message.slice(0, 1000), isCut: true });
    file.append(`${line}\n`);
    if (level === 'warn' || level === 'error') options.echo?.(line);
  };
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    close: () => file.close(),
  };
}

function openLogFile(options: FileLoggerOptions): { append(text: string): void; close(): void } {
  const { folder, maxFileBytes = MAX_FILE_BYTES, fileCount = FILE_COUNT } = options;
  const path = join(folder, 'host.log');
  let handle: number | undefined;
  let sizeBytes = 0;
  const open = (): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    handle = openSync(path, 'a', 0o600);
    sizeBytes = statSync(path).size;
  };
  const close = (): void => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
  const turnOver = (): void => {
    close();
    rmSync(`${path}.${fileCount - 1}`, { force: true });
    for (let i = fileCount - 2; i >= 1; i--) moveIfThere(`${path}.${i}`, `${path}.${i + 1}`);
    moveIfThere(path, `${path}.1`);
    open();
  };
  return {
    append(text) {
      try {
        if (handle === undefined) open();
        if (sizeBytes > 0 && sizeBytes + text.length > maxFileBytes) turnOver();
        if (handle !== undefined) sizeBytes += writeSync(handle, text);
      } catch {
        // See above: a full disk or a missing folder must not become a second trouble.
        handle = undefined;
      }
    },
    close,
  };
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
