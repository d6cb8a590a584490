import { cpus, hostname, platform, release, totalmem, userInfo } from 'node:os';
import { basename } from 'node:path';
import { statfsSync } from 'node:fs';
import { protoTime } from '#sdk/journal';

/** What the script knows of itself. */
export interface ProgramFacts {
  readonly program?: string | undefined;
  readonly args: readonly string[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Names the process among all that write to the run. */
  readonly writerId: string;
}

/**
 * The machine and the program as an environment record of the journal; 64-bit sizes in bytes.
 * Source: wandb_internal.proto, EnvironmentRecord; protocol 5.1.
 */
export function environmentRecord({ program, args, startedAt, writerId }: ProgramFacts): Record<string, unknown> {
  const processors = cpus();
  const model = processors[0]?.model.trim();
  return {
    os: `${systemName()}-${release()}`,
    startedAt: protoTime(startedAt),
    args,
    ...(program === undefined ? {} : { program, codePathLocal: basename(program) }),
    root: process.cwd(),
    host: hostname(),
    ...userName(),
    executable: process.execPath,
    cpuCount: processors.length,
    cpuCountLogical: processors.length,
    ...diskFacts(),
    memory: { total: totalmem() },
    ...(model === undefined ? {} : { cpu: { model } }),
    writerId,
  };
}

/** `Linux-x64`, as Python's `platform` words it. */
export function platformName(): string {
  return `${systemName()}-${process.arch}`;
}

function systemName(): string {
  return { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }[platform() as string] ?? platform();
}

function userName(): { readonly username?: string } {
  try {
    return { username: userInfo().username };
  } catch {
    // No such user in the system's list: containers have that.
    return {};
  }
}

function diskFacts(): { readonly disk?: ReadonlyMap<string, unknown> } {
  const root = platform() === 'win32' ? 'C:\\' : '/';
  try {
    const { bsize, blocks, bfree } = statfsSync(root);
    return { disk: new Map([[root, { total: blocks * bsize, used: (blocks - bfree) * bsize }]]) };
  } catch {
    // Not to be had on this system.
    return {};
  }
}
