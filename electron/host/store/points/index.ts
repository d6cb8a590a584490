export * from './types.ts';
export { appendLines, sealStream } from './append.ts';
export { historyKeys, metricsOf } from './metrics.ts';
export type { HistoryKeys } from './metrics.ts';
export { rowToExtendedJson, rowToStrictObject } from './row-json.ts';
export { lastRows, readRows } from './rows.ts';
export { ensureStream, findStreams } from './streams.ts';
export { truncateStream } from './truncate.ts';
