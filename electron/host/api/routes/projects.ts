import type { FastifyInstance } from 'fastify';
import { callerFor, checked, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type {
  BulkAnswer,
  ProjectKeys,
  ProjectOverview,
  ProjectSummary,
  RunColumnsAnswer,
  RunGroupAnswer,
  RunMoveAnswer,
  RunQueryAnswer,
  SavedView,
  ValueSuggestion,
} from '#shared/api';
import { signalOf } from '../cancel.ts';
import {
  bulkEdit,
  projectEdit,
  projectParams,
  runColumnsQuery,
  runGroupQuery,
  runMove,
  runQuery,
  seriesQuery,
  valuesQuery,
  viewBody,
  viewParams,
} from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

const PROJECT = '/api/projects/:entity/:project';

/** A page asks for many charts of many runs, each run with its full path. */
const SERIES_BODY_BYTES = 32 * 1024 * 1024;
/** A description of as many characters as are allowed, each escaped. */
const EDIT_BODY_BYTES = 2 * 1024 * 1024;
/** A saved view holds a layout of at most some thousand panels. */
const VIEW_BODY_BYTES = 8 * 1024 * 1024;

/** Routes of projects: lists, keys, the run table, charts, bulk changes, views. */
export function registerProjectRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.get('/api/projects', async (_request, reply): Promise<ProjectSummary[]> =>
    readers.call('query.projects', undefined, { signal: signalOf(reply) }),
  );

  app.get(`${PROJECT}/overview`, async (request, reply): Promise<ProjectOverview> =>
    readers.call('query.projectOverview', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.patch(PROJECT, { bodyLimit: EDIT_BODY_BYTES }, async (request, reply): Promise<ProjectOverview> => {
    const path = checked(projectParams, request.params);
    await writer.call('api.editProject', { path, edit: checked(projectEdit, request.body) });
    return readers.call('query.projectOverview', path, { signal: signalOf(reply) });
  });

  app.get(`${PROJECT}/keys`, async (request, reply): Promise<ProjectKeys> =>
    readers.call('query.projectKeys', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.get(`${PROJECT}/values`, async (request, reply): Promise<ValueSuggestion[]> => {
    const { text, ...column } = checked(valuesQuery, request.query);
    const args = { path: checked(projectParams, request.params), column, text };
    return readers.call('query.values', args, { signal: signalOf(reply) });
  });

  app.post(`${PROJECT}/runs/query`, async (request, reply): Promise<RunQueryAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(runQuery, request.body) };
    return readers.call('query.runs', args, { signal: signalOf(reply) });
  });

  app.post(`${PROJECT}/runs/groups`, async (request, reply): Promise<RunGroupAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(runGroupQuery, request.body) };
    return readers.call('query.runGroups', args, { signal: signalOf(reply) });
  });

  app.post(`${PROJECT}/runs/columns`, async (request, reply): Promise<RunColumnsAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(runColumnsQuery, request.body) };
    return readers.call('query.runColumns', args, { signal: signalOf(reply) });
  });

  app.post(`${PROJECT}/series`, { bodyLimit: SERIES_BODY_BYTES }, async (request, reply) => {
    const args = { path: checked(projectParams, request.params), query: checked(seriesQuery, request.body) };
    const buffer = await readers.call('query.series', args, { signal: signalOf(reply) });
    return reply.type('application/octet-stream').send(Buffer.from(buffer));
  });

  app.post(`${PROJECT}/runs/edit`, async (request): Promise<BulkAnswer> => {
    const args = { path: checked(projectParams, request.params), edit: checked(bulkEdit, request.body) };
    return writer.call('api.editRuns', args);
  });

  app.post(`${PROJECT}/runs/move`, async (request): Promise<RunMoveAnswer> => {
    const args = { path: checked(projectParams, request.params), move: checked(runMove, request.body) };
    return writer.call('api.moveRuns', args);
  });

  app.get(`${PROJECT}/views`, async (request, reply): Promise<SavedView[]> =>
    readers.call('query.views', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.put(`${PROJECT}/views/:id`, { bodyLimit: VIEW_BODY_BYTES }, async (request): Promise<SavedView> => {
    const { id, ...path } = checked(viewParams, request.params);
    return writer.call('api.saveView', { path, view: { id, ...checked(viewBody, request.body) } });
  });

  app.delete(`${PROJECT}/views/:id`, async (request, reply) => {
    const { id, ...path } = checked(viewParams, request.params);
    await writer.call('api.deleteView', { path, id });
    return reply.code(204).send();
  });
}
