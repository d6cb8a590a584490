import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { utilityProcess } from 'electron';

/** A host that this shell started. */
export interface HostChild {
  /** Asks it to flush and end; it is ended the hard way if it does not within the given time. */
  stop(): void;
  kill(): void;
  onExit(listener: (reason: string) => void): void;
  /** The last lines it printed, to be shown when it does not come up. */
  lastOutput(): string;
}

export interface LaunchOptions {
  readonly root: string;
  readonly dataDir: string;
  readonly port: number | undefined;
  readonly hostNode: string | undefined;
}

/** `port` is the one that scripts know already, when a host is started again. */
export type Launcher = (port?: number) => HostChild;

/** Node from which better-sqlite3 loads (Node-API 10) and the host runs. */
const HOST_NODE_MINIMUM = [22, 14] as const;
const KEPT_OUTPUT_CHARS = 4000;

/** The ways to start a host here, best first: Electron's own utility process, then a plain Node. */
export function launchers(options: LaunchOptions): readonly Launcher[] {
  const found: Launcher[] = [];
  const built = join(options.root, 'dist', 'host', 'utility.js');
  if (hasModernNode(process.versions.node) && existsSync(built)) {
    found.push((port = options.port) => forkUtility(built, hostArguments(options.dataDir, port)));
  }
  // Built, because the sources cost a second and some 80 MB more; from the sources where nothing is built.
  const entry = [
    join(options.root, 'dist', 'host', 'serve.js'),
    join(options.root, 'electron', 'serve', 'index.ts'),
  ].find((file) => existsSync(file));
  const { hostNode } = options;
  if (hostNode !== undefined && entry !== undefined) {
    found.push((port = options.port) => spawnNode(hostNode, entry, hostArguments(options.dataDir, port)));
  }
  return found;
}

/** True when this Node can load the store. */
export function hasModernNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > HOST_NODE_MINIMUM[0] || (major === HOST_NODE_MINIMUM[0] && minor >= HOST_NODE_MINIMUM[1]);
}

function hostArguments(dataDir: string, port: number | undefined): string[] {
  return ['--data', dataDir, ...(port === undefined ? [] : ['--port', String(port)])];
}

function forkUtility(entry: string, args: readonly string[]): HostChild {
  const child = utilityProcess.fork(entry, [...args], { serviceName: 'Taffrail host', stdio: 'pipe' });
  const output = keepOutput([child.stdout, child.stderr]);
  return {
    stop: () => child.postMessage({ kind: 'stop' }),
    kill: () => void child.kill(),
    onExit: (listener) => void child.on('exit', (code) => listener(`exit code ${code}`)),
    lastOutput: output,
  };
}

function spawnNode(node: string, entry: string, args: readonly string[]): HostChild {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(node, [entry, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = keepOutput([child.stdout, child.stderr]);
  return {
    stop: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    onExit(listener) {
      child.once('error', (error) => listener(error.message));
      child.once('exit', (code, signal) => listener(signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`));
    },
    lastOutput: output,
  };
}

function keepOutput(streams: readonly (NodeJS.ReadableStream | null)[]): () => string {
  let kept = '';
  for (const stream of streams) {
    stream?.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      kept = (kept + chunk.toString('utf8')).slice(-KEPT_OUTPUT_CHARS);
    });
  }
  return () => kept.trim();
}
