import { parentPort } from 'node:worker_threads';
import { type Channel, serveCalls } from '#host/base';
import { readingHandlers } from './reading.ts';

// The thread that reads logs, so that neither requests nor writes wait for a decoder.
if (parentPort === null) throw new Error('this file runs in a worker thread only');
serveCalls(parentPort as Channel, readingHandlers, undefined);
