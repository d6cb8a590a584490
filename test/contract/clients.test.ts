import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entityOf, startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript, startScript } from '../support/python.ts';

const missing = pythonMissing();

interface Head {
  readonly state: string;
  readonly stateReason: string;
  readonly lastStep: number;
}

describe.skipIf(missing !== undefined)(`lives of a run${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let entity: string;
  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    entity = await entityOf(host.address);
  });
  afterAll(() => host?.[Symbol.asyncDispose]());

  const headOf = async (run: string): Promise<Head> => {
    const response = await fetch(`${host.address}/api/runs/${entity}/lifecycle/${run}`);
    return ((await response.json()) as { head: Head }).head;
  };
  const live = (how: string, run: string): Promise<{ code: number | undefined; output: string }> =>
    startScript(fixture('lifecycle.py'), { address: host.address, args: [how, run] }).done;

  test('a run that finishes and is resumed goes on where it was', async () => {
    expect((await live('ok', 'again')).code).toBe(0);
    expect(await headOf('again')).toMatchObject({ state: 'finished', lastStep: 4 });
    const resumed = await live('resume', 'again');
    expect(resumed.code, resumed.output).toBe(0);
    expect(resumed.output).toContain('first step 5');
    expect(await headOf('again')).toMatchObject({ state: 'finished', lastStep: 9 });
  });

  test('resuming a run that is not there fails in the script with words', async () => {
    const { code, output } = await live('resume', 'never');
    expect(code).not.toBe(0);
    expect(output).toContain('never');
  });

  test('exit codes say how it ended', async () => {
    expect((await live('exit3', 'three')).code).toBe(0);
    expect(await headOf('three')).toMatchObject({ state: 'failed' });
    expect((await headOf('three')).stateReason).toContain('3');
    expect((await live('raise', 'raised')).code).toBe(1);
    expect(await headOf('raised')).toMatchObject({ state: 'failed' });
  });

  test('one act points every script of this user here, and undo puts the files back', async () => {
    await using own = await startHost();
    const home = own.dataDir;
    writeFileSync(join(home, '.netrc'), 'machine example.com login ada password secret\n', { mode: 0o600 });
    const connect = async (method: string): Promise<{ isConnected: boolean }> =>
      (await (await fetch(`${own.address}/api/connect`, { method })).json()) as { isConnected: boolean };
    expect(await connect('GET')).toMatchObject({ isConnected: false });
    expect(await connect('POST')).toMatchObject({ isConnected: true });
    // Nothing but the home folder tells this script where to log.
    const env = { HOME: home, WANDB_BASE_URL: undefined, WANDB_API_KEY: undefined };
    const script = await startScript(fixture('lifecycle.py'), { address: own.address, args: ['ok', 'found'], env })
      .done;
    expect(script.code, script.output).toBe(0);
    const response = await fetch(`${own.address}/api/runs/${entity}/lifecycle/found`);
    expect(response.status).toBe(200);
    expect(await connect('DELETE')).toMatchObject({ isConnected: false });
    expect(readFileSync(join(home, '.netrc'), 'utf8')).toBe('machine example.com login ada password secret\n');
  });

  test('an older client (0.19.11) logs and reads back', async () => {
    pythonWith('0.19.11');
    await runScript(fixture('older.py'), { address: host.address, version: '0.19.11', args: ['old19'] });
  });

  test('a script whose key is wrong is told so and stores nothing', async () => {
    await using strict = await startHost({ args: ['--require-key'] });
    const script = await startScript(fixture('older.py'), {
      address: strict.address,
      args: ['denied'],
      env: { WANDB_INIT_TIMEOUT: '20' },
    }).done;
    expect(script.code).not.toBe(0);
    expect(script.output).toMatch(/key|401|auth/i);
  });
});
