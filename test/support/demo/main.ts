import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nowMs, pause } from '../time.ts';
import { writeClassifierSweep } from './classifier.ts';
import { ANY_KEY, WireClient } from './client.ts';
import { writeDriving } from './driving.ts';
import { writeLiveRun, writePretraining } from './pretraining.ts';

// `node test/support/demo/main.ts ADDRESS`: writes the made-up runs, says so, and goes on with a live one until it is
// ended or the host goes. Runs of days ago are put on the wire with their times; the others are written by the SDK, by
// the example that comes with it too.
const address = process.argv[2];
if (address === undefined) throw new Error('usage: main.ts ADDRESS');
const client = new WireClient(address);
const dir = mkdtempSync(join(tmpdir(), 'taffrail-demo-runs-'));
const place = { baseUrl: address, apiKey: ANY_KEY, dir };
await writeClassifierSweep(client, nowMs());
await writePretraining(client, nowMs());
await writeDriving(place);
for (const settings of ['0.05 24 12', '0.02 12 12', '0.1 48 12']) await trainDigits(settings.split(' '));
process.stdout.write('written\n');
let isOver = false;
process.on('SIGTERM', () => (isOver = true));
await writeLiveRun(place, { now: nowMs, pause }, () => isOver);
rmSync(dir, { recursive: true, force: true });

/** The example of the package, as somebody runs it. */
async function trainDigits(settings: readonly string[]): Promise<void> {
  const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const args = ['--import', file('taffrail.mjs'), file('../../../sdk/examples/train-digits.ts'), ...settings];
  const env = { ...process.env, WANDB_BASE_URL: address, WANDB_API_KEY: ANY_KEY, WANDB_DISABLE_CODE: 'true' };
  const child = spawn(process.execPath, args, { cwd: dir, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await new Promise((resolve) => child.once('close', resolve));
}
