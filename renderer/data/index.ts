export type { Clock } from './clock.ts';
export { fileHref, type Api, type LogSearchInput } from './api.ts';
export { queryKeys } from './keys.ts';
export { DataProvider, useData } from './provider.tsx';
export type { SeriesState, SeriesWant } from './series-want.ts';
export * from './hooks.ts';
export * from './import-hooks.ts';
export * from './bulk-hooks.ts';
