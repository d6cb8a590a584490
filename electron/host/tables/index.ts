export { followDescriptions } from './described.ts';
export { tableReads, type TablePlace, type WantedFile } from './places.ts';
export type { RowsAnswer } from './work/handlers.ts';
export { makeTableThread } from './work/thread.ts';
