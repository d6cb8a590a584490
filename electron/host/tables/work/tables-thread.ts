import { parentPort, workerData } from 'node:worker_threads';
import { type Channel, dataPaths, serveCalls, systemClock } from '#host/base';
import { tableHandlers } from './handlers.ts';
import { liveReader, Readings, type TableThreadData } from './live.ts';

// The thread that reads, sorts and filters tables: a million rows must not hold up a chart.
if (parentPort === null) throw new Error('this file runs in a worker thread only');
const { dataDir } = workerData as TableThreadData;
serveCalls(parentPort as Channel, tableHandlers, {
  readLive: liveReader(dataPaths(dataDir)),
  readings: new Readings(),
  monotonic: systemClock.monotonic,
});
