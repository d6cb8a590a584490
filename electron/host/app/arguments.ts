import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir, LOG_LEVELS, type LogLevel } from '#host/base';
import type { HostOptions } from './start.ts';

/** The part of HostOptions that a person gives on the command line. */
export type ArgumentOptions = Omit<HostOptions, 'version' | 'rendererDir' | 'onTrouble'>;

/** What a command line asks for; `mistake` says in one line what is wrong with it. */
export type HostArguments =
  | { readonly kind: 'run'; readonly options: ArgumentOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'mistake'; readonly message: string };

export const HOST_HELP = `Runs the Taffrail host: records runs, serves them to this machine's browser.

  --data DIR           where runs are kept (default: this user's data folder, or TAFFRAIL_DATA)
  --port N             port to listen on (default: 8080, or the next free one; 0 = any free one)
  --host ADDR          address to listen on (default: 127.0.0.1; any other asks every client for the key)
  --require-key        ask every client for the key, also those of this user on this machine
  --allow-host NAME    another name by which clients reach this host (a proxy, a container); may be repeated
  --allow-origin URL   another origin whose pages may use this host; may be repeated
  --user NAME          entity of runs that name none (default: the name of this user)
  --crash-after SEC    seconds without a sign of life after which a run counts as crashed (default: 300)
  --log-level LEVEL    debug, info, warn or error (default: info), for the file in the data folder's logs
  --version, --help`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const LIST = { type: 'string', multiple: true } as const;

const OPTIONS = {
  data: TEXT,
  port: TEXT,
  host: TEXT,
  'require-key': FLAG,
  'allow-host': LIST,
  'allow-origin': LIST,
  user: TEXT,
  'crash-after': TEXT,
  'log-level': TEXT,
  version: FLAG,
  help: FLAG,
} as const;

/** Reads the host's command line (without node and the script). Never throws for what a person typed. */
export function readHostArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): HostArguments {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
    if (values.help === true) return { kind: 'help' };
    if (values.version === true) return { kind: 'version' };
    return { kind: 'run', options: optionsFrom(values, resolve(values.data ?? defaultDataDir(env, platform))) };
  } catch (error) {
    return { kind: 'mistake', message: error instanceof Error ? error.message : String(error) };
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function optionsFrom(values: Values, dataDir: string): ArgumentOptions {
  const { data, host, user } = values;
  if (data === '') throw new Error('--data needs a folder');
  if (host === '') throw new Error('--host needs an address');
  if (user !== undefined && !/^[\p{L}\p{N}._-]{1,128}$/u.test(user)) {
    throw new Error('--user takes letters, digits, ".", "_" and "-"');
  }
  const seconds = values['crash-after'];
  return {
    dataDir,
    ...(values.port === undefined ? {} : { port: wholeNumber('--port', values.port, 0, 65_535) }),
    ...(host === undefined ? {} : { host }),
    ...(user === undefined ? {} : { username: user }),
    ...(values['log-level'] === undefined ? {} : { logLevel: logLevel(values['log-level']) }),
    ...(seconds === undefined ? {} : { crashAfterMs: wholeNumber('--crash-after', seconds, 1, 1e7) * 1000 }),
    requireKey: values['require-key'] === true,
    extraHosts: values['allow-host'] ?? [],
    extraOrigins: (values['allow-origin'] ?? []).map(originOf),
  };
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new Error(`${name} takes a whole number from ${min} to ${max}, not "${text}"`);
  return value;
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new Error(`--log-level takes ${LOG_LEVELS.join(', ')}, not "${text}"`);
  return level;
}

function originOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`--allow-origin takes an address like http://localhost:5173, not "${text}"`);
  return url.origin;
}
