export { ConnectionError, NotFoundError, ResumeError, SdkError, UsageError, type Wait } from '#sdk/base';
export type { Aggregation, MetricOptions } from '#sdk/metrics';
export {
  Config,
  type FinishOptions,
  type FinishReport,
  init,
  type InitOptions,
  type LogOptions,
  Run,
  type RunEvents,
  Summary,
  type Warning,
} from '#sdk/run';
export type { NumericArray } from '#sdk/values';
