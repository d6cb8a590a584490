import type { FastifyReply } from 'fastify';

/** A signal that fires when the caller goes away before its answer is out; reads that still wait are dropped then. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
