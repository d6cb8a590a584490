export { readPath } from './disk/find.ts';
export { beginVersion, type BegunArtifact } from './records/artifacts.ts';
export { offlineReads, offlineWrites } from './records/index.ts';
export { registerOfflineRoutes } from './routes.ts';
export { takeBundledLog } from './work/visit.ts';
