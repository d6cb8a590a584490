import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '#sdk/base';

const JOURNAL = /^run-.+\.wandb$/;
const RUN_FOLDER = /^(?:offline-)?run-/;

/** The marker that the Python client's sync leaves beside a journal that is delivered. */
export function markerOf(journal: string): string {
  return `${journal}.synced`;
}

/**
 * The journals that a path means, oldest first: a journal itself, a run's folder, a `wandb` folder with runs, or a
 * folder that has one. Errors: UsageError `sync.path` when there is none.
 */
export function findJournals(path: string): readonly string[] {
  const found = journalsIn(path);
  if (found.length > 0) return found;
  throw new UsageError('sync.path', `${path}: there is no journal of a run (run-….wandb)`);
}

function journalsIn(path: string): readonly string[] {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return [];
  if (!facts.isDirectory()) return JOURNAL.test(path.split(/[/\\]/).at(-1) ?? '') ? [path] : [];
  const own = journalsOfRun(path);
  if (own.length > 0) return own;
  const runs = readdirSync(path)
    .filter((name) => RUN_FOLDER.test(name))
    .sort((a, b) => (stampOf(a) < stampOf(b) ? -1 : 1))
    .flatMap((name) => journalsOfRun(join(path, name)));
  if (runs.length > 0) return runs;
  const inner = join(path, 'wandb');
  return existsSync(inner) ? journalsIn(inner) : [];
}

function journalsOfRun(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => JOURNAL.test(name))
    .map((name) => join(folder, name));
}

/** When the run of a folder began, as its name says. */
function stampOf(name: string): string {
  return name.replace(RUN_FOLDER, '');
}
