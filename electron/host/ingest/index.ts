export { startCrashWatch } from './crash-watch.ts';
export type { FileStreamArgs, FileStreamResult } from './file-stream.ts';
export { registerIngestRoutes } from './routes.ts';
export { ingestWrites } from './writes.ts';
