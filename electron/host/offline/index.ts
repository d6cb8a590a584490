export { readPath } from './disk/find.ts';
export { beginVersion, type BegunArtifact } from './records/artifacts.ts';
export { offlineReads, offlineWrites } from './records/index.ts';
export { registerOfflineRoutes } from './routes.ts';
export { type BundledLogs, readBundledLogs } from './work/visit.ts';
