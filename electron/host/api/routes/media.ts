import type { FastifyInstance } from 'fastify';
import { z, type ZodType } from 'zod';
import { callerFor, checked, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { MediaItemsAnswer, MediaItemsQuery, MediaStepsAnswer, MediaStepsQuery } from '#shared/api';
import { signalOf } from '../cancel.ts';
import { projectParams } from '../schemas.ts';

const MEDIA = '/api/projects/:entity/:project/media';

const which = {
  key: z.string().min(1).max(4096),
  runs: z.array(z.string().min(1).max(1024)).max(1000),
};
const stepsQuery: ZodType<MediaStepsQuery> = z.strictObject(which);
const itemsQuery: ZodType<MediaItemsQuery> = z.strictObject({
  ...which,
  pick: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('step'), step: z.number().exactOptional() }),
    z.strictObject({ kind: z.literal('sample'), count: z.int().min(1).max(1000) }),
  ]),
});

/** Routes of logged pictures, sounds, pages, histograms and texts. */
export function registerMediaRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);

  app.post(`${MEDIA}/steps`, async (request, reply): Promise<MediaStepsAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(stepsQuery, request.body) };
    return readers.call('query.mediaSteps', args, { signal: signalOf(reply) });
  });

  app.post(`${MEDIA}/items`, async (request, reply): Promise<MediaItemsAnswer> => {
    const args = { path: checked(projectParams, request.params), query: checked(itemsQuery, request.body) };
    return readers.call('query.mediaItems', args, { signal: signalOf(reply) });
  });
}
