import type { FastifyInstance } from 'fastify';
import { z, type ZodType } from 'zod';
import type { HostContext } from '#host/base';
import type { MachineOfRun, MachinePoint, MachineSeriesQuery, MachineSettings, MachineState } from '#shared/api';
import { Problem } from '#shared/errors';
import type { RunPath } from '#shared/units';
import type { Sampler } from './sampler.ts';

/** What the room is given of the store. */
export interface MachineStore {
  /** Lines of kept and pending points as `encodeSeries` writes them; `gapSeconds` without a point is a gap. */
  readonly series: (
    query: MachineSeriesQuery & { readonly pending: readonly MachinePoint[]; readonly gapSeconds: number },
  ) => Promise<ArrayBuffer>;
  readonly ofRun: (args: {
    readonly path: RunPath;
    readonly host: string;
    readonly pendingKeys: readonly string[];
  }) => Promise<MachineOfRun>;
  readonly saveSettings: (settings: MachineSettings) => Promise<unknown>;
}

const name = z.string().min(1).max(1024);
const runParams = z.object({ entity: name, project: name, run: name });
const seriesQuery: ZodType<MachineSeriesQuery> = z.strictObject({
  keys: z.array(z.string().min(1).max(4096)).max(2000),
  from: z.number().min(0),
  to: z.number().min(0),
  buckets: z.int().min(10).max(2000),
});
const machineSettings: ZodType<MachineSettings> = z
  .strictObject({
    sampleSeconds: z.number().min(0.5).max(60),
    keepSeconds: z.number().min(0.5).max(600),
    keepDays: z.int().min(1).max(365),
  })
  .refine((settings) => settings.keepSeconds >= settings.sampleSeconds, {
    path: ['keepSeconds'],
    error: 'must not be shorter than the time between samples',
  });

/** Two averages in a row may be late or lost before a line is broken. */
const GAP_INTERVALS = 3;
const LEAST_GAP_S = 45;

/** Routes of `#shared/api` for the machine. */
export function registerMachineRoutes(
  app: FastifyInstance,
  host: HostContext,
  sampler: Sampler,
  store: MachineStore,
): void {
  app.get('/api/machine', async (): Promise<MachineState> => sampler.state());

  app.post('/api/machine/series', async (request, reply) => {
    const query = checked(seriesQuery, request.body);
    const gapSeconds = Math.max(LEAST_GAP_S, sampler.state().settings.keepSeconds * GAP_INTERVALS);
    const buffer = await store.series({ ...query, pending: sampler.pending(), gapSeconds });
    return reply.type('application/octet-stream').send(Buffer.from(buffer));
  });

  app.get('/api/machine/run/:entity/:project/:run', async (request): Promise<MachineOfRun> => {
    const path = checked(runParams, request.params);
    const state = sampler.state();
    return store.ofRun({ path, host: state.host, pendingKeys: Object.keys(state.values) });
  });

  app.get('/api/machine/settings', async (): Promise<MachineSettings> => sampler.state().settings);

  app.put('/api/machine/settings', async (request): Promise<MachineSettings> => {
    const settings = checked(machineSettings, request.body);
    await store.saveSettings(settings);
    sampler.change(settings);
    host.events.publish({ kind: 'machine' });
    return settings;
  });
}

function checked<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  throw new Problem('body.invalid', { field: field === '' ? 'body' : field, reason: issue?.message ?? 'not valid' });
}
