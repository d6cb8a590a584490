import type { FastifyInstance } from 'fastify';
import { callerFor, checked, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { BulkAnswer, PurgeAnswer, TrashAnswer, TrashList } from '#shared/api';
import { signalOf } from '../cancel.ts';
import { bulkDelete, projectParams, runParams, trashChoice } from '../schemas.ts';
import { TRASHED_AT_ONCE } from '../trash-writes.ts';
import type { apiWrites } from '../writes.ts';

const PROJECT = '/api/projects/:entity/:project';

/** At least one part, so that a project that is not there is told of for an empty list too. */
function partsOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  const count = Math.max(1, Math.ceil(list.length / TRASHED_AT_ONCE));
  return Array.from({ length: count }, (_, i) => list.slice(i * TRASHED_AT_ONCE, (i + 1) * TRASHED_AT_ONCE));
}

/** Routes of deleting runs and of the trash. */
export function registerTrashRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.delete('/api/runs/:entity/:project/:run', async (request, reply) => {
    await writer.call('api.deleteRun', checked(runParams, request.params));
    return reply.code(204).send();
  });

  app.post(`${PROJECT}/runs/delete`, async (request): Promise<TrashAnswer> => {
    const path = checked(projectParams, request.params);
    const { runs } = checked(bulkDelete, request.body);
    const ids: number[] = [];
    await writer.call('api.checkUnlocked', { path, runs });
    for (const part of partsOf(runs)) ids.push(...(await writer.call('api.deleteRuns', { path, runs: part })).ids);
    return { count: ids.length, ids };
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
    const path = checked(projectParams, request.params);
    const choice = checked(trashChoice, request.body);
    const ids = choice.ids ?? (await writer.call('api.trashIds', path));
    const gone = { count: 0, freedBytes: 0 };
    for (const part of partsOf(ids)) {
      const { count, freedBytes } = await writer.call('api.purgeRuns', { path, choice: { ids: part } });
      gone.count += count;
      gone.freedBytes += freedBytes;
    }
    return gone;
  });
}
