import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultDataDir as sharedDefaultDataDir } from '#shared/native';

/** Where things lie in one data directory. */
export interface DataPaths {
  readonly root: string;
  readonly database: string;
  /** Content-addressed files: `files/ab/cdef…` by SHA-256. */
  readonly files: string;
  /** Uploads that are not complete yet; same disk as `files`, so that finishing is a rename. */
  readonly uploads: string;
  readonly logs: string;
  readonly backups: string;
  readonly lock: string;
  /** The API key and the signing secret; mode 0600. */
  readonly secrets: string;
}

export function dataPaths(root: string): DataPaths {
  const at = (name: string): string => join(root, name);
  return {
    root,
    database: at('taffrail.db'),
    files: at('files'),
    uploads: at('uploads'),
    logs: at('logs'),
    backups: at('backups'),
    lock: at('host.lock'),
    secrets: at('secrets.json'),
  };
}

/** The data directory when none is named: TAFFRAIL_DATA, else the platform's place for a user's data. */
export function defaultDataDir(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  return resolve(sharedDefaultDataDir(env, platform, homedir()));
}
