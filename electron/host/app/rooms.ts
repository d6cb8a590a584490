import type { FastifyInstance } from 'fastify';
import type { HostContext } from '#host/base';
import { registerApiRoutes } from '#host/api';
import { registerFileRoutes } from '#host/files';
import { registerGraphqlRoutes } from '#host/graphql';
import { registerIngestRoutes, startCrashWatch } from '#host/ingest';

/** Puts every room's routes into the server. */
export function registerRooms(app: FastifyInstance, context: HostContext): void {
  registerIngestRoutes(app, context);
  registerGraphqlRoutes(app, context);
  registerFileRoutes(app, context);
  registerApiRoutes(app, context);
}

/** Starts what runs by itself; returns what ends it. */
export function startTasks(context: HostContext): () => void {
  return startCrashWatch(context);
}
