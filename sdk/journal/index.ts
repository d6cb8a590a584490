export { decodeMessage, type Decoded, type Message } from './log/protobuf.ts';
export type { ByteSource, DamagedSpan, FramedRecord, ReadEnd } from './log/framing.ts';
export { LogAppender } from './log/appender.ts';
export { itemPrefix } from './log/item-writer.ts';
export { varint } from './log/items.ts';
export { fileSource } from './log/source.ts';
export { NO_SHIFT, type Shift } from './run/shift.ts';
export { environmentRecord } from './run/environment.ts';
export { metricRecords } from './run/metrics.ts';
export { telemetryRecord } from './run/telemetry.ts';
export { protoTime } from './run/times.ts';
export { openWandbLog } from './run/wandb-log.ts';
export type {
  LineSpan,
  LogAlert,
  LogArtifact,
  LogArtifactEntry,
  LogBatch,
  LogFields,
  LogFile,
  LogHead,
  LogRest,
  LogUse,
  MadeFile,
  OpenLog,
} from './run/types.ts';
