export * from './buckets.ts';
export * from './definitions.ts';
export * from './smoothing.ts';
export * from './expression.ts';
export * from './group.ts';
