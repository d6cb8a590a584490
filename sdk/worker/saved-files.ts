import { constants, copyFileSync, mkdirSync, statSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

type Policy = 'now' | 'live' | 'end';

/** Policy of a file record. Source: the client's protocol, `FilesItem.PolicyType`. */
const POLICY = { now: 0, end: 1, live: 2 } as const;

interface Watched {
  readonly name: string;
  readonly from: string;
  readonly policy: Policy;
  /** What the file looked like when it was copied last. */
  stamp: string;
}

/** Files of the script that belong to the run: copies in the run's folder, so that the originals may change or go. */
export class SavedFiles {
  readonly #folder: string;
  readonly #watched = new Map<string, Watched>();

  /** `folder`: the run's `files`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Copies files that are to be sent now, and notes the others; returns the journal's record. Errors: of the file system. */
  async take(
    files: readonly { readonly name: string; readonly from: string }[],
    policy: Policy,
  ): Promise<Record<string, unknown>> {
    for (const { name, from } of files) {
      const copy = join(this.#folder, ...name.split('/'));
      await mkdir(dirname(copy), { recursive: true });
      const stamp = stampOf(from);
      // One for the end is copied too: the script may delete it before.
      await copyFile(from, copy, constants.COPYFILE_FICLONE);
      if (policy === 'now') this.#watched.delete(name);
      else this.#watched.set(name, { name, from, policy, stamp });
    }
    return record(
      files.map((file) => file.name),
      policy,
    );
  }

  /** Copies live files that have changed; undefined when none has. */
  refresh(): Record<string, unknown> | undefined {
    const changed = this.#copyChanged((file) => file.policy === 'live');
    return changed.length === 0 ? undefined : record(changed, 'live');
  }

  /** Copies everything that changed since, for the last time; what is sent at the end is found by its own record. */
  end(): Record<string, unknown> | undefined {
    const changed = this.#copyChanged(() => true);
    this.#watched.clear();
    return changed.length === 0 ? undefined : record(changed, 'end');
  }

  #copyChanged(isMeant: (file: Watched) => boolean): string[] {
    const changed: string[] = [];
    for (const file of this.#watched.values()) {
      const stamp = stampOf(file.from);
      if (!isMeant(file) || stamp === '' || stamp === file.stamp) continue;
      const copy = join(this.#folder, ...file.name.split('/'));
      try {
        mkdirSync(dirname(copy), { recursive: true });
        copyFileSync(file.from, copy, constants.COPYFILE_FICLONE);
      } catch {
        // Gone or locked at this moment: the copy from before stays, and it is looked at again.
        continue;
      }
      file.stamp = stamp;
      changed.push(file.name);
    }
    return changed;
  }
}

function record(names: readonly string[], policy: Policy): Record<string, unknown> {
  return { files: { files: names.map((path) => ({ path, ...(policy === 'now' ? {} : { policy: POLICY[policy] }) })) } };
}

/** Size and time of a file; empty when it is gone. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? `${stat.size} ${stat.mtimeMs}` : '';
}
