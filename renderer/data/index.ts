export type { Clock } from './clock.ts';
export { fileHref, storedHref, type Api, type Asked, type LogSearchInput } from './api.ts';
export { queryKeys } from './keys.ts';
export { createDataClient, DataProvider, useData, type DataClient } from './provider.tsx';
export { toRequestForAll, type SeriesState, type SeriesWant, type WantedGroups } from './series-want.ts';
export { useSeriesSet } from './series-set.ts';
export * from './hooks.ts';
export * from './alert-hooks.ts';
export * from './sweeps.ts';
export * from './bundle-hooks.ts';
export * from './import-hooks.ts';
export * from './machine-hooks.ts';
export * from './sync-hooks.ts';
export * from './bulk-hooks.ts';
export * from './overview-hooks.ts';
export * from './trash-hooks.ts';
export { useColumnTable, type ColumnTableState } from './column-hooks.ts';
export {
  useCodeArtifacts,
  useFileLists,
  useRunDetails,
  useTexts,
  type CodeFile,
  type ManyState,
} from './compare-hooks.ts';
export {
  categoriesOf,
  pickRows,
  textOf,
  toColumn,
  type Categories,
  type ColumnCounts,
  type ColumnTable,
  type ColumnTableRun,
  type RunColumn,
  type RunColumnType,
} from './run-columns.ts';
export * from './media-hooks.ts';
export * from './chart-hooks.ts';
export * from './table-hooks.ts';
export * from './artifact-hooks.ts';
export { artifactFileHref, type CollectionPath, type VersionPath } from './artifact-api.ts';
