import type { FastifyInstance } from 'fastify';
import { dataPaths, silentLogger, systemClock, type HostContext, type HostSettings } from '#host/base';
import { createHttpServer, type HttpOptions } from './server.ts';

export const KEY = 'k'.repeat(40);

/** A host without a store: enough for everything that is decided before a room is asked. For tests. */
export function makeContext(settings: Partial<HostSettings> = {}): HostContext {
  const nobody = { call: () => Promise.reject(new Error('there is no store in this test')) };
  return {
    clock: systemClock,
    log: silentLogger,
    paths: dataPaths('/nonexistent'),
    settings: { username: 'ada', crashAfterMs: 300_000, requireKey: false, ...settings },
    version: '1.2.3',
    writer: nobody,
    readers: nobody,
    events: { publish: () => undefined, subscribe: () => () => undefined },
    signingSecret: 's'.repeat(64),
    apiKey: KEY,
  };
}

export interface TestServerOptions extends Partial<HttpOptions> {
  readonly settings?: Partial<HostSettings>;
  /** Owner of the other end of every connection; undefined = not to be found in the kernel's table. */
  readonly peer?: number | undefined;
}

/** A server with two routes of its own: `GET /api/who` and `POST /api/echo` (limit 1,000 bytes). For tests. */
export function makeTestServer(options: TestServerOptions = {}): FastifyInstance {
  const { settings, ...http } = options;
  const peer = 'peer' in options ? options.peer : process.getuid?.();
  const context = makeContext(settings);
  const app = createHttpServer(context, { bindHost: '127.0.0.1', peerUid: async () => peer, ...http });
  app.get('/api/who', async (request) => ({
    identity: request.identity.kind,
    baseUrl: request.baseUrl,
    username: request.claimedUsername,
  }));
  app.post('/api/echo', { bodyLimit: 1000 }, async (request) => request.body);
  app.post('/graphql', async () => ({ data: {} }));
  app.post('/files/:entity/:project/:run/file_stream', async () => ({}));
  return app;
}
