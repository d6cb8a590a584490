export { attach, type AttachedLogOptions, type AttachedRun, type RunHandle } from './attached.ts';
export { Config } from './config.ts';
export type { RunEvents, Warning } from './events.ts';
export { init } from './init.ts';
export type { InitOptions } from './options.ts';
export type {
  AlertOptions,
  ConsoleText,
  FinishOptions,
  FinishReport,
  LogArtifactOptions,
  LogOptions,
  SaveFileOptions,
  SystemSampleOptions,
} from './parts.ts';
export { Run } from './run.ts';
export { Summary } from './summary.ts';
export type { Named, WatchOptions, WatchSource } from './watch.ts';
