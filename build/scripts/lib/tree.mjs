// Where things lie, and a fingerprint of sources. Runs on Node 18, so no import.meta.dirname and no glob.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export const at = (...parts) => join(root, ...parts);

const SKIPPED = new Set(['node_modules', 'dist', 'out', '.cache', '.git']);

/** Every file below `start` (a file or a folder, relative to the repository), sorted, as relative POSIX paths. */
export function filesBelow(start) {
  const full = at(start);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [start];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const path = relative(root, join(full, entry.name)).split(sep).join('/');
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

/** SHA-256 over names and contents of the files below `starts`; tests and READMEs do not count. */
export function fingerprint(starts) {
  const hash = createHash('sha256');
  for (const path of starts.flatMap(filesBelow)) {
    if (/\.test\.tsx?$|\.md$/.test(path)) continue;
    hash
      .update(`${path}\0`)
      .update(readFileSync(at(path)))
      .update('\0');
  }
  return hash.digest('hex');
}
