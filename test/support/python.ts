import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANY_KEY } from './demo/client.ts';
import { ROOT } from './host.ts';
import { oneAtATime } from './once.ts';

/** The client versions that the contract tests run, each in an environment of its own under .cache. */
export type ClientVersion = '0.31.0' | '0.19.11' | '0.16.6';

const REQUIREMENTS: Readonly<Record<ClientVersion, string>> = {
  '0.31.0': 'requirements.txt',
  '0.19.11': 'requirements-0.19.txt',
  '0.16.6': 'requirements-0.16.txt',
};

/** Why Python tests cannot run here, or undefined when they can. */
export function pythonMissing(): string | undefined {
  const answer = spawnSync('python3', ['-c', 'import venv, ensurepip'], { encoding: 'utf8' });
  if (answer.error !== undefined) return 'python3 is not installed';
  return answer.status === 0 ? undefined : 'python3 has no venv support (python3-venv)';
}

/** True where the oldest client can be installed: its packages are gone from newer Pythons. */
export function canRunOldest(): boolean {
  const script = 'import sys; sys.exit(sys.version_info >= (3, 12))';
  return spawnSync('python3', ['-c', script]).status === 0;
}

/** The Python of an environment with the wanted client, made on first use. Throws with pip's words if that fails. */
export function pythonWith(version: ClientVersion = '0.31.0'): string {
  const requirements = join(ROOT, 'test', 'fixtures', REQUIREMENTS[version]);
  return pythonOf(version, ['-r', requirements], readFileSync(requirements));
}

/** The Python of an environment with just these packages, named with their versions. */
export function pythonWithPackages(name: string, packages: readonly string[]): string {
  return pythonOf(name, packages, packages.join('\n'));
}

function pythonOf(name: string, wanted: readonly string[], content: string | Uint8Array): string {
  const folder = join(ROOT, '.cache', 'venv', name);
  const python = join(folder, 'bin', 'python');
  const stampFile = join(folder, 'installed');
  const stamp = createHash('sha256').update(content).digest('hex');
  const isReady = (): boolean => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (isReady()) return python;
  mkdirSync(join(ROOT, '.cache', 'venv'), { recursive: true });
  // Several test files want it at once; one of them makes it.
  oneAtATime(`${folder}.lock`, () => {
    if (isReady()) return;
    rmSync(folder, { recursive: true, force: true });
    execute('python3', ['-m', 'venv', folder]);
    // Python compiles what is imported; compiling all of it takes longer than the rest of the installation.
    const quietly = ['--quiet', '--disable-pip-version-check', '--no-compile'];
    execute(python, ['-m', 'pip', 'install', ...quietly, ...wanted]);
    writeFileSync(stampFile, stamp);
  });
  return python;
}

function execute(command: string, args: readonly string[]): void {
  const answer = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (answer.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${answer.stdout}${answer.stderr}`);
}

export interface ScriptResult {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly output: string;
}

export interface RunningScript {
  readonly done: Promise<ScriptResult>;
  output(): string;
  kill(signal?: NodeJS.Signals): void;
}

export interface ScriptOptions {
  readonly address: string;
  readonly version?: ClientVersion;
  readonly args?: readonly string[];
  /** On top of what a person would have set; undefined takes away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a script that knows nothing of us, in an empty folder, with only what a person would have set: the address and
 * a key. The home folder is empty too, so that no settings of this machine's user take part.
 */
export function startScript(file: string, options: ScriptOptions): RunningScript {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-script-'));
  const child = spawn(pythonWith(options.version), [file, ...(options.args ?? [])], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      LANG: 'C.UTF-8',
      WANDB_BASE_URL: options.address,
      WANDB_API_KEY: ANY_KEY,
      WANDB_DIR: folder,
      WANDB_ERROR_REPORTING: 'false',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const done = new Promise<ScriptResult>((resolve) => {
    child.once('close', (code) => {
      rmSync(folder, { recursive: true, force: true });
      resolve({ code: code ?? undefined, stdout, output });
    });
  });
  return { done, output: () => output, kill: (signal = 'SIGTERM') => void child.kill(signal) };
}

/** Runs a script to its end and fails with its output unless it ends with 0. */
export async function runScript(file: string, options: ScriptOptions): Promise<ScriptResult> {
  const result = await startScript(file, options).done;
  if (result.code !== 0) throw new Error(`${file} ended with ${result.code ?? 'a signal'}:\n${result.output}`);
  return result;
}

export function fixture(name: string): string {
  return join(ROOT, 'test', 'fixtures', name);
}
