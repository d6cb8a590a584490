export { registerSyncRoutes } from './routes.ts';
