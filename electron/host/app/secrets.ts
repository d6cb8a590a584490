import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** What only this user may know; kept over restarts. */
export interface Secrets {
  readonly apiKey: string;
  readonly signingSecret: string;
}

/** Gives random bytes; node:crypto's randomBytes. */
export type RandomBytes = (count: number) => Buffer;

/**
 * Reads the secrets of a data directory, or makes them at its first start. The file is readable by its user only, and
 * is made so again when somebody loosened it. A file that cannot be understood is put aside and replaced: running
 * scripts of the same user go on as before, others need the new key.
 */
export function openSecrets(
  path: string,
  random: RandomBytes,
): { readonly secrets: Secrets; readonly isReplaced: boolean } {
  const text = readIfThere(path);
  const known = text === undefined ? undefined : parseSecrets(text);
  if (known !== undefined) {
    if (process.platform !== 'win32') chmodSync(path, 0o600);
    return { secrets: known, isReplaced: false };
  }
  if (text !== undefined) renameSync(path, `${path}.damaged`);
  // 40 characters of [0-9a-f]: the shape that every version of the client accepts (protocol 1.3).
  const made = { apiKey: random(20).toString('hex'), signingSecret: random(32).toString('hex') };
  writeSecrets(path, made);
  return { secrets: made, isReplaced: text !== undefined };
}

function writeSecrets(path: string, secrets: Secrets): void {
  const temporary = `${path}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(secrets, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseSecrets(text: string): Secrets | undefined {
  try {
    const { apiKey, signingSecret } = JSON.parse(text) as Partial<Secrets>;
    const isGood = typeof apiKey === 'string' && apiKey.length >= 40 && typeof signingSecret === 'string';
    return isGood && signingSecret.length >= 32 ? { apiKey, signingSecret } : undefined;
  } catch {
    // Not JSON: the same as wrong JSON.
    return undefined;
  }
}
