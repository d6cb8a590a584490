import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InitOptions, Run } from '../../../sdk/index.ts';
import { ANY_KEY } from './client.ts';

/** Where the SDK sends made-up runs, and the folder that has their journals until it is disposed of. */
export type Place = Required<Pick<InitOptions, 'baseUrl' | 'apiKey' | 'dir'>> & Disposable;

/** Node compiles what a recording thread loads once for all of them, not for each run anew. */
const COMPILED = fileURLToPath(new URL('../../../.cache/compiled', import.meta.url));

export function placeAt(address: string): Place {
  process.env['NODE_COMPILE_CACHE'] ??= COMPILED;
  const dir = mkdtempSync(join(tmpdir(), 'taffrail-demo-runs-'));
  return {
    baseUrl: address,
    apiKey: ANY_KEY,
    dir,
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** How long a host may take for what a made-up run has left, in seconds. */
const WAIT_S = 300;

/** Ends a made-up run; what the host does not have by then is an error, because its journal does not stay. */
export async function finishThere(run: Run, exitCode = 0): Promise<void> {
  const { delivered, pending } = await run.finish({ exitCode, wait: WAIT_S });
  if (delivered !== 'host') throw new Error(`${pending} bytes of the run ${run.id} did not reach the host`);
}
