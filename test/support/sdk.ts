import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANY_KEY } from './demo/client.ts';

export interface SdkScript {
  readonly done: Promise<{
    readonly code: number | undefined;
    readonly signal: string | undefined;
    readonly output: string;
  }>;
  /** The folder it runs in; its `wandb` folder is there. */
  readonly folder: string;
  readonly pid: number;
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** Runs a TypeScript program with the SDK, as a person would: an address, a key, an empty folder and an empty home. */
export function startSdkScript(
  file: string,
  options: {
    readonly address: string;
    readonly args?: readonly string[];
    readonly folder?: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): SdkScript {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'taffrail-sdk-'));
  const child = spawn(process.execPath, [file, ...(options.args ?? [])], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      WANDB_BASE_URL: options.address,
      WANDB_API_KEY: ANY_KEY,
      WANDB_SILENT: 'true',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const done = new Promise<Awaited<SdkScript['done']>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined, output }));
  });
  return { done, folder, pid: child.pid ?? 0, output: () => output, kill: (signal) => void child.kill(signal) };
}

/** Runs one to its end and fails with its output unless it ends with 0. */
export async function runSdkScript(...args: Parameters<typeof startSdkScript>): Promise<SdkScript> {
  const script = startSdkScript(...args);
  const { code, output } = await script.done;
  if (code !== 0) throw new Error(`${args[0]} ended with ${code ?? 'a signal'}:\n${output}`);
  return script;
}
