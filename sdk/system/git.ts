import { execFile } from 'node:child_process';

/** What git knows of the folder that a script runs in. */
export interface GitFacts {
  readonly commit: string;
  /** Address of `origin` without a password; undefined when there is none. */
  readonly remoteUrl: string | undefined;
  /** Top folder of the work tree. */
  readonly root: string;
}

const GIT_MS = 5000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Variables that lead git to another repository than the one around the folder. Source: the Python client. */
const MISLEADING = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']);

/** Looks the folder's repository up; undefined outside of one, before its first commit, and without git. */
export async function gitFacts(folder: string): Promise<GitFacts | undefined> {
  const [root, commit, remote] = await Promise.all([
    git(folder, 'rev-parse', '--show-toplevel'),
    git(folder, 'rev-parse', '--verify', 'HEAD'),
    git(folder, 'config', '--get', 'remote.origin.url'),
  ]);
  if (root === undefined || commit === undefined) return undefined;
  return {
    root: root.trim(),
    commit: commit.trim(),
    remoteUrl: remote === undefined ? undefined : withoutPassword(remote.trim()),
  };
}

/** What has changed since the last commit, as a patch; undefined when nothing has. */
export async function uncommittedPatch(root: string): Promise<string | undefined> {
  const patch = await git(root, 'diff', '--submodule=diff', 'HEAD');
  return patch === undefined || patch === '' ? undefined : patch;
}

function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !MISLEADING.has(name)));
  const options = { cwd: folder, env, timeout: GIT_MS, maxBuffer: MOST_BYTES, windowsHide: true };
  return new Promise((resolve) => {
    // No git, no repository, no such value: all the same here.
    execFile('git', args, options, (error, stdout) => resolve(error === null ? stdout : undefined));
  });
}

function withoutPassword(url: string): string {
  if (!/^[a-z+]+:\/\//i.test(url) || !URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.password === '') return url;
  parsed.password = '';
  return parsed.href;
}
