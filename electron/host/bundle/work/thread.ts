import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Problem, type ProblemData } from '#shared/errors';
import type { Manifest } from '../format/schema.ts';
import type { Exported, ExportOrder } from '../write/export.ts';
import type { Progress, Report } from './messages.ts';

export interface CheckOrder {
  readonly path: string;
  readonly stage: string;
  /** Bytes that will be checked and then read in, both together. */
  readonly total: number;
}

export type Order = (ExportOrder & { readonly kind: 'export' }) | (CheckOrder & { readonly kind: 'check' });

export type Answer =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'exported'; readonly result: Exported }
  | { readonly kind: 'checked'; readonly manifest: Manifest }
  | { readonly kind: 'failed'; readonly data: ProblemData; readonly stack?: string };

/** Writes a bundle in a thread of its own, which `signal` ends. Errors: those of `exportBundle`; `request.cancelled`. */
export async function exportInThread(order: ExportOrder, report: Report, signal: AbortSignal): Promise<Exported> {
  const answer = await inThread({ kind: 'export', ...order }, report, signal);
  if (answer.kind !== 'exported') throw new Error(`the thread of a bundle answered ${answer.kind}`);
  return answer.result;
}

/** Checks a bundle and lays out its logs, in a thread of its own. Errors: those of `checkBundle`; `request.cancelled`. */
export async function checkInThread(order: CheckOrder, report: Report, signal: AbortSignal): Promise<Manifest> {
  const answer = await inThread({ kind: 'check', ...order }, report, signal);
  if (answer.kind !== 'checked') throw new Error(`the thread of a bundle answered ${answer.kind}`);
  return answer.manifest;
}

function inThread(order: Order, report: Report, signal: AbortSignal): Promise<Answer> {
  const file = new URL(`./bundle-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Problem('request.cancelled'));
    const worker = new Worker(file, { name: 'bundle', workerData: order });
    worker.unref();
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', cancel);
      // Only once it has ended does nobody write any more.
      void worker.terminate().then(settle);
    };
    const cancel = (): void => end(() => reject(new Problem('request.cancelled')));
    signal.addEventListener('abort', cancel, { once: true });
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'progress') report(answer.progress);
      else if (answer.kind === 'failed') end(() => reject(revived(answer)));
      else end(() => resolve(answer));
    });
    worker.on('error', (error: Error) => end(() => reject(error)));
  });
}

function revived({ data, stack }: Extract<Answer, { kind: 'failed' }>): Error {
  const problem = new Problem(data.code, data.details);
  if (stack !== undefined) problem.stack = stack;
  return problem;
}
