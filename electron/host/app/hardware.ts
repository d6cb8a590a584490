import { arch, hostname, platform, release, type as systemName } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { callerFor, type HostContext } from '#host/base';
import type { machineReads } from '#host/query';
import { makeSampler, probesFor, registerMachineRoutes, type ProbeWorld } from '#host/sampler';
import type { machineWrites } from '#host/store';
import { DEFAULT_MACHINE_SETTINGS } from '#shared/api';
import { asProblem } from '#shared/errors';

/** Measures the machine from when the server listens until it closes, and answers about it. */
export function registerHardware(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof machineReads>(host.readers);
  const writer = callerFor<typeof machineWrites>(host.writer);
  const windows = countWindows(app, () => sampler.hurry());
  const runs = watchRuns(host);
  const everyMs = (): number => sampler.state().settings.sampleSeconds * 1000;
  const sampler = makeSampler({
    clock: host.clock,
    log: host.log,
    host: hostname(),
    system: `${systemName()} ${release()} ${arch()}`,
    probes: probesFor(platform(), worldOf(host, everyMs)),
    settings: DEFAULT_MACHINE_SETTINGS,
    record: (record) => writer.call('machine.record', record),
    onSample: () => host.events.publish({ kind: 'machine' }),
    isWanted: () => windows.count() > 0 || runs.isAnyLive(),
  });
  registerMachineRoutes(app, host, sampler, {
    series: (query) => readers.call('machine.series', query),
    ofRun: (args) => readers.call('machine.ofRun', args),
    saveSettings: (settings) => writer.call('machine.saveSettings', settings),
  });
  app.addHook('onListen', () => {
    const begin = async (): Promise<void> => {
      sampler.change(await readers.call('machine.settings', undefined));
      await runs.look();
      sampler.start();
    };
    begin().catch((error: unknown) => {
      host.log.error('the machine is not measured', { reason: asProblem(error).message });
    });
  });
  app.addHook('preClose', async () => {
    runs.stop();
    await sampler.stop();
  });
}

function worldOf(host: HostContext, everyMs: () => number): ProbeWorld {
  return {
    root: '',
    path: process.env.PATH ?? '',
    monotonic: () => host.clock.monotonic(),
    everyMs,
  };
}

/** Windows that follow the stream of changes. */
function countWindows(app: FastifyInstance, onFirst: () => void): { readonly count: () => number } {
  let count = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/api/events') return;
    count += 1;
    if (count === 1) onFirst();
    reply.raw.once('close', () => {
      count -= 1;
    });
  });
  return { count: () => count };
}

/** Whether any run is live, asked anew whenever one began or ended. */
function watchRuns(host: HostContext): {
  readonly isAnyLive: () => boolean;
  readonly look: () => Promise<void>;
  readonly stop: () => void;
} {
  const readers = callerFor<typeof machineReads>(host.readers);
  let isAnyLive = false;
  let cancel: (() => void) | undefined;
  const look = async (): Promise<void> => {
    isAnyLive = await readers.call('machine.hasLiveRun', undefined);
  };
  const stopListening = host.events.subscribe((event) => {
    if (event.kind !== 'run' || !event.aspects.some((aspect) => LIFE.has(aspect))) return;
    cancel ??= host.clock.after(LOOK_AFTER_MS, () => {
      cancel = undefined;
      look().catch((error: unknown) =>
        host.log.warn('live runs were not counted', { reason: asProblem(error).message }),
      );
    });
  });
  return {
    isAnyLive: () => isAnyLive,
    look,
    stop() {
      stopListening();
      cancel?.();
    },
  };
}

const LIFE: ReadonlySet<string> = new Set(['created', 'state', 'deleted']);
/** A sweep begins and ends runs in bursts. */
const LOOK_AFTER_MS = 1000;
