import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname } from 'node:path';

/** The part of Electron's `safeStorage` that is used here; older lines do not name their backend. */
export interface SystemStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
  getSelectedStorageBackend?(): string;
}

const KEY_BYTES = 32;
const TIMEOUT_MS = 10_000;

/**
 * The key by which the host seals the keys of remotes, itself sealed by the system's safe storage in the file at `path`;
 * made at the first call. Undefined where the system has no such storage, or only one that anybody can open
 * (`basic_text` on Linux). A key that the system can no longer open is put aside and a new one made. Errors: those of the
 * file system. Source: Electron's documentation of safeStorage.
 */
export function openVault(storage: SystemStorage, path: string): Buffer | undefined {
  if (!storage.isEncryptionAvailable()) return undefined;
  if (storage.getSelectedStorageBackend?.() === 'basic_text') return undefined;
  const kept = readKept(path);
  const opened = kept === undefined ? undefined : openedBy(storage, kept);
  if (opened !== undefined) return opened;
  if (kept !== undefined) renameSync(path, `${path}.old`);
  const key = randomBytes(KEY_BYTES);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, storage.encryptString(key.toString('base64')), { mode: 0o600 });
  return key;
}

/** Brings the key to a host. Resolves with the status it answered, 0 when it did not. Never rejects. */
export function bringVault(address: string, key: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ key: key.toString('base64') });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { method: 'PUT', headers, timeout: TIMEOUT_MS };
    const sent = request(`${address}/api/sync/vault`, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

function readKept(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function openedBy(storage: SystemStorage, kept: Buffer): Buffer | undefined {
  try {
    const key = Buffer.from(storage.decryptString(kept), 'base64');
    return key.length === KEY_BYTES ? key : undefined;
  } catch {
    // Sealed by another user's or another machine's keyring.
    return undefined;
  }
}
