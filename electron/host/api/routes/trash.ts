import type { FastifyInstance } from 'fastify';
import { callerFor, checked, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { BulkAnswer, PurgeAnswer, TrashAnswer, TrashList } from '#shared/api';
import { signalOf } from '../cancel.ts';
import { bulkDelete, projectParams, runParams, trashChoice } from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

const PROJECT = '/api/projects/:entity/:project';

/** Routes of deleting runs and of the trash. */
export function registerTrashRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.delete('/api/runs/:entity/:project/:run', async (request, reply) => {
    await writer.call('api.deleteRun', checked(runParams, request.params));
    return reply.code(204).send();
  });

  app.post(`${PROJECT}/runs/delete`, async (request): Promise<TrashAnswer> => {
    const args = { path: checked(projectParams, request.params), ...checked(bulkDelete, request.body) };
    return writer.call('api.deleteRuns', args);
  });

  app.get(`${PROJECT}/trash`, async (request, reply): Promise<TrashList> =>
    readers.call('query.trash', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.get(`${PROJECT}/trash-count`, async (request, reply): Promise<{ readonly count: number }> =>
    readers.call('query.trashCount', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.post(`${PROJECT}/trash/restore`, async (request): Promise<BulkAnswer> => {
    const args = { path: checked(projectParams, request.params), choice: checked(trashChoice, request.body) };
    return writer.call('api.restoreRuns', args);
  });

  app.post(`${PROJECT}/trash/purge`, async (request): Promise<PurgeAnswer> => {
    const args = { path: checked(projectParams, request.params), choice: checked(trashChoice, request.body) };
    return writer.call('api.purgeRuns', args);
  });
}
