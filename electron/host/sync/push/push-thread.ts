import { parentPort, workerData } from 'node:worker_threads';
import { dataPaths } from '#host/base';
import { openReadable } from '#host/store';
import { ConnectionError } from '#sdk/base';
import { asProblem } from '#shared/errors';
import type { PushOrder, PushTold } from './messages.ts';
import { Conflict, RunPush } from './run.ts';

// The thread of one push: it ends with it, or is ended when a person pauses.
if (parentPort === null) throw new Error('this file runs in a worker thread only');
const port = parentPort;
const order = workerData as PushOrder;
const tell = (told: PushTold): void => port.postMessage(told);
const db = openReadable(dataPaths(order.dataDir));

try {
  const push = new RunPush(db, order, tell, () => new Promise((resolve) => port.once('message', () => resolve())));
  tell({ kind: 'done', isLive: await push.run() });
} catch (error) {
  if (error instanceof Conflict) tell({ kind: 'conflict', reason: error.message, canOverwrite: error.canOverwrite });
  else if (error instanceof ConnectionError) tell({ kind: 'failed', reason: error.message });
  else tell({ kind: 'failed', reason: asProblem(error).message });
} finally {
  db.close();
}
