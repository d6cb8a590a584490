import { nowMs, pause } from '../time.ts';
import { writeClassifierSweep } from './classifier.ts';
import { WireClient } from './client.ts';
import { writeLiveRun, writePretraining } from './pretraining.ts';

// `node test/support/demo/main.ts ADDRESS`: writes the made-up runs, says so, and goes on with a live one until it is
// ended or the host goes.
const address = process.argv[2];
if (address === undefined) throw new Error('usage: main.ts ADDRESS');
const client = new WireClient(address);
await writeClassifierSweep(client, nowMs());
await writePretraining(client, nowMs());
process.stdout.write('written\n');
let isOver = false;
process.on('SIGTERM', () => (isOver = true));
await writeLiveRun(client, { now: nowMs, pause }, () => isOver);
