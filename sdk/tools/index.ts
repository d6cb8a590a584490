export { findTool } from './find.ts';
export { type LongReader, readLines } from './lines.ts';
