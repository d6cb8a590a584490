import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultDataDir } from '#shared/native';

/** What the command line asked of the window. */
export interface ShellOptions {
  readonly dataDir: string;
  /** Port for a host that is started here; undefined = 8080 or the next free one, 0 = any free one. */
  readonly port: number | undefined;
  /** Start in the background, without a window. */
  readonly isHidden: boolean;
  /** Without GPU acceleration. */
  readonly isSafeMode: boolean;
  /** A plain Node for the host; needed where Electron's own Node is too old for it. */
  readonly hostNode: string | undefined;
}

/** Reads `--data-dir DIR --port N --hidden --safe-mode --host-node PATH` (also `--flag=value`); what it does not know is left to Chromium. */
export function readOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): ShellOptions {
  const dataDir = valueOf(argv, '--data-dir') ?? defaultDataDir(env, process.platform, homedir());
  const port = Number(valueOf(argv, '--port') ?? Number.NaN);
  return {
    dataDir: resolve(dataDir),
    port: Number.isInteger(port) && port >= 0 && port < 65_536 ? port : undefined,
    isHidden: argv.includes('--hidden'),
    isSafeMode: argv.includes('--safe-mode'),
    hostNode: valueOf(argv, '--host-node') ?? env.TAFFRAIL_HOST_NODE,
  };
}

function valueOf(argv: readonly string[], flag: string): string | undefined {
  const joined = argv.find((word) => word.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1);
  const index = argv.indexOf(flag);
  return index === -1 ? undefined : argv[index + 1];
}
