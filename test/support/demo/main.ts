import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nowMs, pause } from '../time.ts';
import { writeClassifierSweep } from './classifier.ts';
import { writeDriving } from './driving.ts';
import { placeAt } from './place.ts';
import { writeLiveRun, writePretraining } from './pretraining.ts';

// `node test/support/demo/main.ts ADDRESS`: writes the made-up runs, says so, and goes on with a live one until it is
// ended or the host goes. The SDK writes them all; those of days ago it carries over, some come from its own example.
const address = process.argv[2];
if (address === undefined) throw new Error('usage: main.ts ADDRESS');
using place = placeAt(address);
await writeClassifierSweep(address, nowMs());
await writePretraining(address, nowMs());
await writeDriving(place);
for (const settings of ['0.05 24 12', '0.02 12 12', '0.1 48 12']) await trainDigits(settings.split(' '));
process.stdout.write('written\n');
let isOver = false;
process.on('SIGTERM', () => (isOver = true));
await writeLiveRun(place, { now: nowMs, pause }, () => isOver);

/** The example of the package, as somebody runs it. */
async function trainDigits(settings: readonly string[]): Promise<void> {
  const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const args = ['--import', file('taffrail.mjs'), file('../../../sdk/examples/train-digits.ts'), ...settings];
  const env = { ...process.env, WANDB_BASE_URL: address, WANDB_API_KEY: place.apiKey, WANDB_DISABLE_CODE: 'true' };
  const child = spawn(process.execPath, args, { cwd: place.dir, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await new Promise((resolve) => child.once('close', resolve));
}
