import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AlertList } from '#shared/api';
import { canRunOldest, type ClientVersion, pythonWith, runScript } from '../../support/python.ts';
import { describeClient, type Subject } from './cases.ts';

describeClient('older clients', 'older.py', (subject) => {
  test('0.19.11: a whole run, read back, edited and resumed', () => wholeRun(subject(), '0.19.11'));

  test.skipIf(!canRunOldest())('0.16.6 (Python 3.11 or older): the same', () => wholeRun(subject(), '0.16.6'));
});

async function wholeRun(subject: Subject, version: ClientVersion): Promise<void> {
  pythonWith(version);
  const run = `with-${version.replaceAll('.', '-')}`;
  const file = join(import.meta.dirname, 'older.py');
  await runScript(file, { address: subject.host.address, version, args: [run], env: { WANDB_SILENT: 'true' } });
  const { alerts } = await subject.api<AlertList>('/alerts');
  expect(alerts.filter((alert) => alert.run.run === run)).toMatchObject([
    { title: 'An alert', text: 'of an older client', level: 'info' },
  ]);
}
