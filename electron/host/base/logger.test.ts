import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from './clock.ts';
import { openFileLogger, type FileLoggerOptions } from './logger.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(folder: string, options: Partial<FileLoggerOptions> = {}): ReturnType<typeof openFileLogger> {
  const log = openFileLogger({ folder, level: 'info', clock: systemClock, ...options });
  onTestFinished(() => log.close());
  return log;
}

test('each message is one JSON line, from the chosen level up, and troubles are echoed', () => {
  const folder = temporaryFolder();
  const echoed: string[] = [];
  const log = open(folder, { echo: (line) => echoed.push(line) });
  log.debug('not kept');
  log.info('host is up', { port: 8080 });
  log.error('broke\nhere', { reason: 'why' });
  const lines = readFileSync(join(folder, 'host.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toMatchObject([
    { level: 'info', message: 'host is up', port: 8080 },
    { level: 'error', message: 'broke\nhere', reason: 'why' },
  ]);
  expect(echoed).toHaveLength(1);
});

test('a key is never written, whatever a message says', () => {
  const folder = temporaryFolder();
  const key = 'c0ffee'.repeat(7);
  open(folder, { secrets: [key] }).warn(`refused ${key}`, { header: `Basic ${key}` });
  const text = readFileSync(join(folder, 'host.log'), 'utf8');
  expect(text).not.toContain(key);
  expect(text).toContain('refused [secret]');
});

test('the files together never grow beyond their bound', () => {
  const folder = temporaryFolder();
  const log = open(folder, { maxFileBytes: 2000, fileCount: 3 });
  for (let i = 0; i < 500; i++) log.info('x'.repeat(100), { i });
  expect(readdirSync(folder).sort()).toEqual(['host.log', 'host.log.1', 'host.log.2']);
  const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(total).toBeLessThanOrEqual(6000);
  expect(readFileSync(join(folder, 'host.log'), 'utf8')).toContain('"i":499');
});

test('one enormous message is cut, and a log that cannot be written harms nobody', () => {
  const folder = temporaryFolder();
  open(folder).info('y'.repeat(1_000_000));
  expect(statSync(join(folder, 'host.log')).size).toBeLessThan(2000);
  open(join(folder, 'host.log', 'not-a-folder')).error('nowhere to go');
});
