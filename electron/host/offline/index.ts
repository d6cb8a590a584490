export { offlineReads, offlineWrites } from './records/index.ts';
export { registerOfflineRoutes } from './routes.ts';
