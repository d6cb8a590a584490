import type { FastifyInstance } from 'fastify';
import type { HostContext } from '#host/base';
import { registerApiRoutes, startTrashCare } from '#host/api';
import { registerBundleRoutes } from '#host/bundle';
import { openBlobStore, registerFileRoutes } from '#host/files';
import { registerGraphqlRoutes } from '#host/graphql';
import { registerIngestRoutes, startCrashWatch } from '#host/ingest';
import { registerOfflineRoutes } from '#host/offline';
import { registerSyncRoutes } from '#host/sync';
import { registerSweepRoutes, startSweepCare } from '#host/sweeps';
import { registerHardware } from './hardware.ts';

/** Puts every room's routes into the server. */
export function registerRooms(app: FastifyInstance, context: HostContext): void {
  registerIngestRoutes(app, context);
  registerGraphqlRoutes(app, context);
  const blobs = openBlobStore(context.paths);
  registerFileRoutes(app, context, blobs);
  registerOfflineRoutes(app, context, blobs);
  registerBundleRoutes(app, context, blobs);
  registerSyncRoutes(app, context);
  registerApiRoutes(app, context);
  registerSweepRoutes(app, context);
  registerHardware(app, context);
}

/** Starts what runs by itself; returns what ends it. */
export function startTasks(context: HostContext): () => void {
  const stops = [startCrashWatch(context), startSweepCare(context), startTrashCare(context)];
  return () => stops.forEach((stop) => stop());
}
