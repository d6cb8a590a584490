export * from './buckets.ts';
export * from './definitions.ts';
export * from './smoothing.ts';
export * from './expression.ts';
export * from './time-buckets.ts';
export * from './group.ts';
export * from './inner.ts';
