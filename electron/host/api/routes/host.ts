import process from 'node:process';
import type { FastifyInstance } from 'fastify';
import { callerFor, checked, ensureLocalUser, type HostContext } from '#host/base';
import type { queryReads } from '#host/query';
import type { AppSettings, ConnectState, SessionInfo } from '#shared/api';
import { asProblem, Problem } from '#shared/errors';
import { signalOf } from '../cancel.ts';
import {
  connectClient,
  connectPaths,
  type ConnectPaths,
  connectState,
  type ConnectTarget,
  disconnectClient,
} from '../connect/index.ts';
import { appSettings } from '../schemas.ts';
import type { apiWrites } from '../writes.ts';

/** Seconds between two sends and between two samples; the client's own default is 15 for both (wandb 0.31). */
const FASTER = { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1', WANDB_X_STATS_SAMPLING_INTERVAL: '2' } as const;

/** Routes of the host itself: session, settings, connecting the client. */
export function registerHostRoutes(app: FastifyInstance, host: HostContext): void {
  const readers = callerFor<typeof queryReads>(host.readers);
  const writer = callerFor<typeof apiWrites>(host.writer);

  app.get('/api/session', async (request, reply): Promise<SessionInfo> => {
    const runCount = await readers.call('query.runCount', undefined, { signal: signalOf(reply) });
    return {
      username: host.settings.username,
      entity: host.settings.username,
      version: host.version,
      address: request.baseUrl,
      dataDir: host.paths.root,
      isKeyNeeded: host.settings.requireKey,
      apiKey: host.apiKey,
      isFirstStart: runCount === 0,
      runCount,
    };
  });

  app.get('/api/settings', async (_request, reply): Promise<AppSettings> => {
    const defaults = { crashAfterSeconds: host.settings.crashAfterMs / 1000 };
    return readers.call('query.settings', defaults, { signal: signalOf(reply) });
  });

  app.put('/api/settings', async (request): Promise<AppSettings> => {
    const settings = checked(appSettings, request.body);
    await writer.call('api.saveSettings', settings);
    return settings;
  });

  const paths = connectPaths(process.env, process.platform, host.paths.root);
  const connection =
    (act: typeof connectState) =>
    (request: { readonly baseUrl: string }): ConnectState => {
      const target = { baseUrl: request.baseUrl, key: host.apiKey };
      return { ...tried(act, paths, target), ...environmentOf(target) };
    };
  app.get('/api/connect', async (request) => connection(connectState)(request));
  app.post('/api/connect', async (request) => {
    ensureLocalUser(request.identity);
    return connection(connectClient)(request);
  });
  app.delete('/api/connect', async (request) => {
    ensureLocalUser(request.identity);
    return connection(disconnectClient)(request);
  });
}

function environmentOf(target: ConnectTarget): Pick<ConnectState, 'environment' | 'fasterEnvironment'> {
  return {
    environment: { WANDB_BASE_URL: target.baseUrl, WANDB_API_KEY: target.key },
    fasterEnvironment: FASTER,
  };
}

function tried(act: typeof connectState, paths: ConnectPaths, target: ConnectTarget): ConnectState {
  try {
    return act(paths, target);
  } catch (error) {
    throw new Problem('connect.failed', { reason: asProblem(error).message }, { cause: error });
  }
}
