/** Words of query tables. */
export const strings = {
  kind: 'Query table',
  rows: 'Rows',
  on: { runs: 'Runs', artifacts: 'Artifacts' },
  runsNote: 'One row for each visible run: filter, search and eyes of the list count here too.',
  artifactsNote: 'One row for each version, the newest first.',
  columns: 'Columns',
  parts: { run: 'Run', config: 'Config', summary: 'Summary', media: 'Media' },
  keys: 'Keys',
  allKeys: 'all, or words of their names',
  type: 'Type',
  anyType: 'every type',
  collection: 'Artifact',
  anyCollection: 'every artifact',
  ofRun: 'Join',
  ofRunParts: { config: 'Config of its run', summary: 'Summary of its run' },
  titleOfVersions: (name: string): string => `Artifacts: ${name}`,
  noArtifacts: 'There is no artifact here',
  noArtifactsTip: 'run.log_artifact("model.pt", type="model")',
  cutRows: (shown: number, all: number): string =>
    `first ${shown.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} rows`,
  cutColumns: (shown: number, all: number): string =>
    `${shown.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} keys; choose them in the settings`,
} as const;
