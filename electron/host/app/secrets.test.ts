import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSecrets } from './secrets.ts';

function open(path: string) {
  return openSecrets(path, randomBytes).secrets;
}

function secretsPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'secrets.json');
}

test('the key is made once, in the shape every client takes, and only its user can read it', () => {
  const path = secretsPath();
  const made = open(path);
  expect(made.apiKey).toMatch(/^[0-9a-f]{40}$/);
  expect(made.signingSecret.length).toBeGreaterThanOrEqual(64);
  expect(open(path)).toEqual(made);
  expect(open(secretsPath())).not.toEqual(made);
  if (process.platform === 'win32') return;
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  open(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a damaged file is kept aside and replaced', () => {
  const path = secretsPath();
  writeFileSync(path, '{"apiKey": "short"');
  const { secrets, isReplaced } = openSecrets(path, randomBytes);
  expect([secrets.apiKey.length, isReplaced]).toEqual([40, true]);
  expect(existsSync(`${path}.damaged`)).toBe(true);
});
