import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entityOf, newDataDir, startHost } from '../support/host.ts';
import { fixture, pythonMissing, runScript, startScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const missing = pythonMissing();

describe.skipIf(missing !== undefined)(`kill -9 in mid-run${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('the host is killed while the client trains, comes back on its port, and the run is complete', async () => {
    const dataDir = newDataDir();
    const folder = mkdtempSync(join(tmpdir(), 'taffrail-record-'));
    const record = join(folder, 'logged.jsonl');
    const first = await startHost({ dataDir });
    const script = startScript(fixture('digits.py'), {
      address: first.address,
      args: ['--id', 'survivor', '--epochs', '12', '--pace', '0.5', '--record', record],
      env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1' },
    });
    const entity = await entityOf(first.address);
    const stepNow = async (address: string): Promise<number> => {
      const response = await fetch(`${address}/api/runs/${entity}/digits/survivor`);
      return response.status === 200 ? ((await response.json()) as { head: { lastStep: number } }).head.lastStep : -1;
    };
    await until('the run to be well on its way', async () => (await stepNow(first.address)) > 20, 90_000);
    await first.kill();

    const second = await startHost({ dataDir, port: first.port });
    const result = await script.done;
    expect(result.code, result.output).toBe(0);
    const check = await runScript(fixture('digits_check.py'), { address: second.address, args: ['digits/survivor'] });
    const read = JSON.parse(check.stdout.trim().split('\n').at(-1) ?? '') as {
      state: string;
      history: Record<string, unknown>[];
    };
    const logged = readFileSync(record, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const own = read.history.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key, value]) => !key.startsWith('_') && value !== null)),
    );
    expect(own).toEqual(logged);
    expect(read.state).toBe('finished');
    expect(await second.stop()).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
});

test('a graceful stop keeps everything for the next start', async () => {
  const dataDir = newDataDir();
  const { WireClient } = await import('../support/demo/client.ts');
  const first = await startHost({ dataDir });
  const run = await new WireClient(first.address).startRun({ project: 'kept', name: 'one', config: { a: { b: 2 } } });
  await run.history([{ _step: 0, loss: 0.5 }]);
  expect(await first.stop()).toBe(0);
  const second = await startHost({ dataDir });
  const detail = (await (await fetch(`${second.address}/api/runs/${run.entity}/kept/one`)).json()) as {
    config: unknown;
    historyLineCount: number;
  };
  expect(detail).toMatchObject({ config: { a: { b: 2 } }, historyLineCount: 1 });
  await second.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
