import type { FastifyInstance, FastifyReply } from 'fastify';
import type { HostContext } from '#host/base';
import { signalOf } from '../cancel.ts';
import { makeBroadcast } from '../events/broadcast.ts';

/** Keeps proxies and sleeping windows from taking a quiet connection for a dead one. */
const HEARTBEAT_MS = 15_000;

/** `GET /api/events`: changes as server-sent events named `change`, at most ten a second for one run. */
export function registerEventRoutes(app: FastifyInstance, host: HostContext): void {
  const broadcast = makeBroadcast(host.clock);
  const unsubscribe = host.events.subscribe(broadcast.publish);
  const stopBeating = host.clock.every(HEARTBEAT_MS, () => broadcast.send(': still here\n\n'));

  app.get('/api/events', (_request, reply) => {
    open(reply, broadcast.join);
    return reply;
  });

  app.addHook('preClose', async () => {
    unsubscribe();
    stopBeating();
    broadcast.close();
  });
}

function open(reply: FastifyReply, join: ReturnType<typeof makeBroadcast>['join']): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  // The browser comes back a second after a lost connection.
  raw.write('retry: 1000\n: taffrail\n\n');
  const leave = join({
    write: (text) => void raw.write(text),
    waitingBytes: () => raw.writableLength,
    end: () => raw.end(),
    drop: () => raw.destroy(),
  });
  signalOf(reply).addEventListener('abort', leave, { once: true });
  raw.once('error', leave);
}
