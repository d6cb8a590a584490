export { type SyncOutcome, syncPaths } from './sync.ts';
