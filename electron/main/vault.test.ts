import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openVault, type SystemStorage } from './vault.ts';

/** A system's storage with a secret of its own. */
function storageOf(secret: number, backend?: string): SystemStorage {
  const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ secret));
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => turned(Buffer.from(`sealed ${text}`)),
    decryptString(sealed) {
      const text = turned(sealed).toString();
      if (!text.startsWith('sealed ')) throw new Error('cannot be opened');
      return text.slice('sealed '.length);
    },
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
  };
}

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'desktop', 'vault.bin');
}

test('the key is made once, lies sealed in a file of the user, and comes back', () => {
  const path = newPath();
  const key = openVault(storageOf(7), path);
  expect(key?.length).toBe(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path).includes(key?.toString('base64') ?? '')).toBe(false);
  expect(openVault(storageOf(7), path)).toEqual(key);
  expect(openVault(storageOf(7, 'gnome_libsecret'), path)).toEqual(key);
});

test('without a storage that is safe there is no key and no file', () => {
  const path = newPath();
  expect(openVault({ ...storageOf(7), isEncryptionAvailable: () => false }, path)).toBeUndefined();
  expect(openVault(storageOf(7, 'basic_text'), path)).toBeUndefined();
  expect(existsSync(path)).toBe(false);
});

test('a key that the system cannot open any more is put aside', () => {
  const path = newPath();
  const first = openVault(storageOf(7), path);
  const second = openVault(storageOf(9), path);
  expect(second).not.toEqual(first);
  expect(existsSync(`${path}.old`)).toBe(true);
  expect(openVault(storageOf(9), path)).toEqual(second);
});
