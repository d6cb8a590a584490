import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultDataDir } from '#shared/native';

export type Env = Readonly<Record<string, string | undefined>>;

/** Where a host is, as far as this program was told or can find out. */
export interface HostPlace {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

const DEFAULT_URL = 'http://127.0.0.1:8080';
/** Of the shape that clients insist on; a host trusts its own user on this machine with any key. */
const ANY_KEY = 'taffrail0local0key0of0no0further0meaning';

/** The folder that a host of this user keeps its data in. */
export function dataDirOf(env: Env): string {
  return defaultDataDir(env, process.platform, homedir());
}

/**
 * The host to talk to: what was given, else WANDB_BASE_URL, else the host that runs on this machine, else its usual
 * address. The key likewise: given, WANDB_API_KEY, the netrc file, the key of the host's own folder, else one that only
 * a host of the same user accepts. Looked up anew at each call, because a host may come up later and elsewhere.
 */
export function locateHost(given: { readonly baseUrl?: string; readonly apiKey?: string }, env: Env): HostPlace {
  const running = textIn(env, 'host.lock', 'address');
  const baseUrl = (given.baseUrl ?? nonEmpty(env.WANDB_BASE_URL) ?? running ?? DEFAULT_URL).replace(/\/+$/, '');
  const ownKey = baseUrl === running ? textIn(env, 'secrets.json', 'apiKey') : undefined;
  const apiKey = given.apiKey ?? nonEmpty(env.WANDB_API_KEY) ?? netrcKey(baseUrl, env) ?? ownKey ?? ANY_KEY;
  return { baseUrl, apiKey };
}

/** A member of one of the JSON files that a host keeps in its folder. */
function textIn(env: Env, file: string, name: string): string | undefined {
  const content = readJson(join(dataDirOf(env), file)) as Readonly<Record<string, unknown>> | undefined;
  const value = content?.[name];
  return typeof value === 'string' ? nonEmpty(value) : undefined;
}

function netrcKey(baseUrl: string, env: Env): string | undefined {
  const text = readText(env.NETRC ?? join(homedir(), process.platform === 'win32' ? '_netrc' : '.netrc'));
  if (text === undefined || !URL.canParse(baseUrl)) return undefined;
  const { host, hostname } = new URL(baseUrl);
  const words = text.split(/\s+/);
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== 'machine' || (words[i + 1] !== host && words[i + 1] !== hostname)) continue;
    const next = words.indexOf('machine', i + 1);
    const password = words.indexOf('password', i + 1);
    if (password > 0 && (next < 0 || password < next)) return nonEmpty(words[password + 1]);
  }
  return undefined;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

function readJson(path: string): unknown {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Half written: as good as absent.
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there, or not ours to read.
    return undefined;
  }
}
