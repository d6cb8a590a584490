export * from './types.ts';
export { appendLines, sealStream } from './append.ts';
export { ensureStream, findStreams } from './streams.ts';
export { truncateStream } from './truncate.ts';
