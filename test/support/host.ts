import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './time.ts';

export const ROOT = new URL('../..', import.meta.url).pathname;
/** The sources, or the built host where its speed and size are measured. */
const SERVE = process.env.TAFFRAIL_TEST_HOST ?? join(ROOT, 'electron', 'serve', 'index.ts');

export interface HostOptions {
  /** A folder that is kept; left out = a fresh one, removed at the end. */
  readonly dataDir?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Put in front of Node, for limits and the like. */
  readonly wrapper?: readonly string[];
}

/** A real host in a process of its own. */
export interface TestHost {
  readonly address: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: number;
  output(): string;
  /** Ends it in peace; resolves with its exit code. */
  stop(): Promise<number | undefined>;
  /** kill -9. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'taffrail-test-'));
}

/** Starts a host and waits until it answers. Rejects with what it printed if it ends first. */
export async function startHost(options: HostOptions = {}): Promise<TestHost> {
  const dataDir = options.dataDir ?? newDataDir();
  const started = spawnHost(options, dataDir);
  const { child, output, ended } = started;
  const address = await until('the host to answer', async () => {
    if (started.hasEnded()) return 'ended';
    const found = lockedAddress(dataDir, child.pid);
    if (found === undefined) return undefined;
    const response = await fetch(found, { signal: AbortSignal.timeout(2000) });
    return response.status === 200 ? found : undefined;
  });
  if (address === 'ended') throw new Error(`the host ended: ${output()}`);
  const end = async (signal: NodeJS.Signals): Promise<number | undefined> => {
    child.kill(signal);
    return ended;
  };
  return {
    address,
    port: Number(new URL(address).port),
    dataDir,
    pid: child.pid ?? 0,
    output,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a host that is expected to end by itself; resolves with its code and words. */
export async function runHostToEnd(options: HostOptions & { readonly dataDir: string }): Promise<{
  readonly code: number | undefined;
  readonly output: string;
}> {
  const { child, output, ended } = spawnHost(options, options.dataDir);
  const timer = AbortSignal.timeout(30_000);
  timer.addEventListener('abort', () => child.kill('SIGKILL'));
  const code = await ended;
  return { code, output: output() };
}

interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<number | undefined>;
  output(): string;
  hasEnded(): boolean;
}

function spawnHost(options: HostOptions, dataDir: string): Spawned {
  const port = options.port === undefined ? ['--port', '0'] : ['--port', String(options.port)];
  const line = [
    ...(options.wrapper ?? []),
    process.execPath,
    SERVE,
    '--data',
    dataDir,
    ...port,
    ...(options.args ?? []),
  ];
  const [command = process.execPath, ...args] = line;
  // A home of its own, so that nothing a test does reaches the settings of whoever runs it.
  const env = { ...process.env, HOME: dataDir, ...options.env };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let isOver = false;
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => {
      isOver = true;
      resolve(code ?? undefined);
    });
  });
  return { child, ended, output: () => printed, hasEnded: () => isOver };
}

function lockedAddress(dataDir: string, pid: number | undefined): string | undefined {
  try {
    const lock = JSON.parse(readFileSync(join(dataDir, 'host.lock'), 'utf8')) as { address?: string; pid?: number };
    return pid === undefined || lock.pid === pid ? lock.address : undefined;
  } catch {
    return undefined;
  }
}

/** The entity of the user whom a host takes this process for. */
export async function entityOf(address: string): Promise<string> {
  const response = await fetch(`${address}/api/session`);
  return ((await response.json()) as { entity: string }).entity;
}
