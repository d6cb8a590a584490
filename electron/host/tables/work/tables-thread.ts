import { parentPort } from 'node:worker_threads';
import { type Channel, serveCalls } from '#host/base';
import { tableHandlers } from './handlers.ts';

// The thread that reads, sorts and filters logged tables: a million rows must not hold up a chart.
if (parentPort === null) throw new Error('this file runs in a worker thread only');
serveCalls(parentPort as Channel, tableHandlers, undefined);
