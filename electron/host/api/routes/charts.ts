import type { FastifyInstance } from 'fastify';
import { z, type ZodType } from 'zod';
import { callerFor, checked, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { ChartPreset, ChartPresetBody, ChartsAnswer, ChartsQuery, HistoryAnswer, HistoryQuery } from '#shared/api';
import { signalOf } from '../cancel.ts';
import { projectParams } from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

const SPEC_CHARS = 1024 * 1024;

const runs = z.array(z.string().min(1).max(1024)).max(1000);
const chartsQuery: ZodType<ChartsQuery> = z.strictObject({ runs });
const historyQuery: ZodType<HistoryQuery> = z.strictObject({
  runs,
  keys: z.array(z.string().min(1).max(4096)).min(1).max(50),
  samples: z.int().min(1).max(10_000),
});
const presetParams = z.object({ entity: z.string().min(1).max(256), name: z.string().min(1).max(256) });
const presetBody: ZodType<ChartPresetBody> = z.strictObject({
  displayName: z.string().min(1).max(256),
  spec: z.string().max(SPEC_CHARS),
});

/** Routes of custom charts: which runs asked for which, and the presets of one's own. */
export function registerChartRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.post('/api/projects/:entity/:project/charts', async (request, reply): Promise<ChartsAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(chartsQuery, request.body) };
    return readers.call('query.charts', args, { signal: signalOf(reply) });
  });

  app.post('/api/projects/:entity/:project/history', async (request, reply): Promise<HistoryAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(historyQuery, request.body) };
    return readers.call('query.history', args, { signal: signalOf(reply) });
  });

  app.get('/api/charts', async (_request, reply): Promise<ChartPreset[]> =>
    readers.call('query.chartPresets', undefined, { signal: signalOf(reply) }),
  );

  app.put('/api/charts/:entity/:name', { bodyLimit: 4 * SPEC_CHARS }, async (request, reply) => {
    const { entity, name } = checked(presetParams, request.params);
    await writer.call('api.saveChartPreset', { entity, name, ...checked(presetBody, request.body) });
    return reply.code(204).send();
  });

  app.delete('/api/charts/:entity/:name', async (request, reply) => {
    await writer.call('api.deleteChartPreset', checked(presetParams, request.params));
    return reply.code(204).send();
  });
}
