import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this Taffrail lies, whether as sources or compiled. */
export interface Installation {
  readonly version: string;
  readonly rendererDir: string;
}

/** Finds the installation by its package.json, above the folder of `moduleUrl`. */
export function findInstallation(moduleUrl: string): Installation {
  for (let folder = dirname(fileURLToPath(moduleUrl)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
      if (name === 'taffrail-app')
        return { version: version ?? '0.0.0', rendererDir: join(folder, 'dist', 'renderer') };
    }
    if (folder === dirname(folder)) throw new Error(`no package.json of Taffrail above ${moduleUrl}`);
  }
}
