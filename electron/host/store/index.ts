export type { ReadableDb, ReadContext, WritableDb, WriteContext } from './context.ts';
export { mergeEvents } from './events.ts';
export { prepared } from './prepared.ts';
export * from './runs/index.ts';
export { sortSqliteError } from './sqlite-errors.ts';
export { runInTransaction, runWriteCall } from './transaction.ts';
export type { WriteCall, WriteHandlers, WriteOutcome } from './transaction.ts';
export { VALUE_KIND } from './values.ts';
export type { TypedValue, ValueKind } from './values.ts';
