import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '#sdk/base';
import type { SaveFileOptions } from './parts.ts';
import type { FilePolicy } from './said.ts';

export interface FoundFile {
  /** Name in the run, `/` between segments. */
  readonly name: string;
  readonly from: string;
}

/** The files that a script wants to keep, and how. Errors: UsageError `file.policy`; as `findFiles`. */
export function filesToSave(
  pathOrGlob: string,
  { base, policy = 'now' }: SaveFileOptions,
): { readonly files: readonly FoundFile[]; readonly policy: FilePolicy } {
  if (!['now', 'live', 'end'].includes(policy))
    throw new UsageError('file.policy', `policy: "${String(policy)}" is none of now, live, end`);
  return { files: findFiles(pathOrGlob, base), policy };
}

/**
 * The files that a path or a pattern means: `*` and `?` within a name, `**` over folders, `[a-z]` one of. Their names
 * are those below `base`; left out, the current folder, or for an absolute pattern the folder of its first file name.
 * Errors: UsageError `file.outside` for files that are not below the base.
 */
function findFiles(pattern: string, base?: string): FoundFile[] {
  const isPattern = /[*?[]/.test(pattern);
  const whole = resolve(pattern);
  const root = isPattern ? rootOf(whole) : dirname(whole);
  const home = base === undefined ? (isAbsolute(pattern) ? root : process.cwd()) : resolve(base);
  const files = isPattern ? matching(whole, root) : isFile(whole) ? [whole] : [];
  return files.map((from) => {
    const name = relative(home, from);
    if (name === '' || name.startsWith('..') || isAbsolute(name))
      throw new UsageError('file.outside', `${from} is not below ${home}: name a base that holds it`);
    return { name: name.split(sep).join('/'), from };
  });
}

/** The folder before the first part with a sign of a pattern. */
function rootOf(pattern: string): string {
  let root = pattern;
  while (/[*?[]/.test(root)) root = dirname(root);
  return root;
}

function matching(pattern: string, root: string): string[] {
  const rest = relative(root, pattern).split(sep).join('/');
  const test = patternTest(rest);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  // Folders below matter only to a pattern that reaches into them.
  return readdirSync(root, { recursive: /\/|\*\*/.test(rest), withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => test.test(relative(root, path).split(sep).join('/')) && isFile(path))
    .sort();
}

function patternTest(pattern: string): RegExp {
  const parts = pattern.replace(/[.+^${}()|\\]/g, '\\$&').split(/(\*\*\/|\*\*|\*|\?)/);
  const written = parts.map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replaceAll('[!', '[^');
  });
  try {
    return new RegExp(`^${written.join('')}$`);
  } catch {
    throw new UsageError('file.pattern', `"${pattern}" is no pattern of files: ${basename(pattern)}`);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
