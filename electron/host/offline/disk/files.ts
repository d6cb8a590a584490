import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file beside a log. */
export interface DiskFile {
  /** In the run: relative, `/` between segments. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

export interface DiskFiles {
  readonly files: readonly DiskFile[];
  /** Names whose target is gone. */
  readonly missing: readonly string[];
}

/** The client keeps these for itself. */
const NEVER = new Set(['wandb-resume.json']);
const MOST_FILES = 200_000;

/**
 * What lies in `files/` beside a `.wandb` file: media, saved files (links to them are followed), code, `output.log`.
 * Links to folders are not followed, pipes and devices left out.
 */
export async function findFiles(log: string): Promise<DiskFiles> {
  const root = join(dirname(log), 'files');
  const files: DiskFile[] = [];
  const missing: string[] = [];
  const walk = async (folder: string, prefix: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (files.length >= MOST_FILES) return;
      const name = prefix + entry.name;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path, `${name}/`);
      else if (!NEVER.has(name)) {
        const info = await stat(path).catch(() => undefined);
        if (info === undefined) missing.push(name);
        else if (info.isFile()) files.push({ name, path, sizeBytes: info.size, modifiedAt: info.mtimeMs });
      }
    }
  };
  await walk(root, '');
  return { files, missing };
}
