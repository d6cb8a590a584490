import type { FastifyInstance, FastifyReply } from 'fastify';
import { callerFor, type HostContext } from '#host/base';
import type { SweepCheck, SweepCreated, SweepDetail, SweepSummary } from '#shared/api';
import { Problem } from '#shared/errors';
import { z, type ZodType } from 'zod';
import type { sweepReads, sweepWrites } from './handlers.ts';

const SWEEPS = '/api/projects/:entity/:project/sweeps';
const NAME_LENGTH = 1024;
const CONFIG_LENGTH = 1_000_000;
const BODY_BYTES = 4 * 1024 * 1024;

const name = z.string().min(1).max(NAME_LENGTH);
const projectParams = z.object({ entity: name, project: name });
const sweepParams = z.object({ entity: name, project: name, sweep: name });
const checkBody = z.strictObject({ config: z.string().max(CONFIG_LENGTH) });
const createBody = z.strictObject({
  config: z.string().max(CONFIG_LENGTH),
  displayName: z.string().min(1).max(NAME_LENGTH).exactOptional(),
});
const stateBody = z.strictObject({ state: z.enum(['RUNNING', 'PAUSED', 'FINISHED', 'CANCELED']) });

/** Routes of `#shared/api` for sweeps. */
export function registerSweepRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof sweepReads>(host.readers);
  const writer = callerFor<typeof sweepWrites>(host.writer);

  app.get(SWEEPS, async (request, reply): Promise<SweepSummary[]> =>
    readers.call('sweeps.list', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  // Beside the sweeps, not below: a sweep may have any name.
  app.get('/api/projects/:entity/:project/sweep-count', async (request, reply): Promise<{ count: number }> =>
    readers.call('sweeps.count', checked(projectParams, request.params), { signal: signalOf(reply) }),
  );

  app.get(`${SWEEPS}/:sweep`, async (request, reply): Promise<SweepDetail> => {
    const { sweep, ...path } = checked(sweepParams, request.params);
    return readers.call('sweeps.detail', { path, name: sweep }, { signal: signalOf(reply) });
  });

  app.post(`${SWEEPS}/check`, { bodyLimit: BODY_BYTES }, async (request, reply): Promise<SweepCheck> =>
    readers.call('sweeps.check', checked(checkBody, request.body).config, { signal: signalOf(reply) }),
  );

  app.post(SWEEPS, { bodyLimit: BODY_BYTES }, async (request, reply): Promise<SweepCreated> => {
    const path = checked(projectParams, request.params);
    const body = checked(createBody, request.body);
    void reply.code(201);
    return writer.call('sweeps.create', { path, username: host.settings.username, ...body });
  });

  app.post(`${SWEEPS}/:sweep/state`, async (request): Promise<SweepSummary> => {
    const { sweep, ...path } = checked(sweepParams, request.params);
    return writer.call('sweeps.setState', { path, name: sweep, ...checked(stateBody, request.body) });
  });

  app.delete(`${SWEEPS}/:sweep`, async (request, reply) => {
    const { sweep, ...path } = checked(sweepParams, request.params);
    await writer.call('sweeps.delete', { path, name: sweep });
    return reply.code(204).send();
  });
}

function checked<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Problem('body.invalid', { field: field === '' ? 'body' : field, reason: issue?.message ?? 'not valid' });
}

/** A read whose caller has gone is dropped while it waits. */
function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
