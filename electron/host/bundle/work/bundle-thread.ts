import { parentPort, workerData } from 'node:worker_threads';
import { asProblem } from '#shared/errors';
import { checkBundle } from '../read/check.ts';
import { exportBundle } from '../write/export.ts';
import type { Answer, Order } from './thread.ts';

// The thread of one job: it ends with it, or is ended when a person cancels.
if (parentPort === null) throw new Error('this file runs in a worker thread only');
const port = parentPort;
const order = workerData as Order;
const tell = (answer: Answer): void => port.postMessage(answer);

try {
  if (order.kind === 'export') {
    const result = await exportBundle(order, (progress) => tell({ kind: 'progress', progress }));
    tell({ kind: 'exported', result });
  } else {
    const { total } = order;
    let done = 0;
    const told = (bytes: number): void =>
      tell({ kind: 'progress', progress: { phase: 'checking', done: (done += bytes), total } });
    const manifest = await checkBundle(order.path, { told, stage: order.stage });
    tell({ kind: 'checked', manifest });
  }
} catch (error) {
  const data = asProblem(error).toData();
  tell({
    kind: 'failed',
    data,
    ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}),
  });
}
