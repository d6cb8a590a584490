import type { FastifyInstance } from 'fastify';
import { callerFor, checked, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { AlertList } from '#shared/api';
import { signalOf } from '../cancel.ts';
import { alertsSeen } from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

/** Alerts of all runs, and which of them somebody has seen. */
export function registerAlertRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.get('/api/alerts', async (_request, reply): Promise<AlertList> =>
    readers.call('query.alerts', undefined, { signal: signalOf(reply) }),
  );

  app.post('/api/alerts/seen', async (request, reply) => {
    await writer.call('api.markAlertsSeen', checked(alertsSeen, request.body));
    return reply.code(204).send();
  });
}
