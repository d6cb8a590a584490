export { Api, type ApiOptions, type ProjectFacts } from './api.ts';
/** @internal */
export { RunHost } from './run-host.ts';
export type { ArtifactFile, LoggedArtifact } from './artifacts/logged-artifact.ts';
export type { ConsoleLine, ConsoleOptions } from './console.ts';
export type { FilesOptions, RunFile } from './files.ts';
export type { Row, SystemRow } from './history/rows.ts';
export type { HistoryOptions } from './history/samples.ts';
export type { ScanOptions } from './history/scan.ts';
export type { RunChanges } from './record/changes.ts';
export type { RunRecord, RunState } from './record/run-record.ts';
export type { Filter, RunList, RunsOptions } from './run-list.ts';
