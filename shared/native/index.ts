export * from './bridge.ts';
export * from './data-dir.ts';
