const number = (count: number): string => count.toLocaleString('en-US');
const many = (count: number, one: string, more: string): string => `${number(count)} ${count === 1 ? one : more}`;

/** Words of a project's overview. */
export const strings = {
  failed: 'The overview could not be read',
  created: (at: string): string => `created ${at}`,
  active: (at: string): string => `last activity ${at}`,
  notSaved: 'The description was not saved',
  figures: 'In figures',
  runs: 'Runs',
  locked: (count: number): string => `${number(count)} locked`,
  tracked: 'Tracked time',
  noTime: '0 h',
  trackedHours: (hours: string): string => `${hours} hours over all runs`,
  size: 'Size',
  artifacts: 'Artifacts',
  versions: (count: number): string => many(count, 'version', 'versions'),
  sweeps: 'Sweeps',
  newest: 'Newest runs',
  allRuns: (count: number): string => (count === 1 ? 'Show it in the table' : `All ${number(count)} runs`),
  openWorkspace: 'Open the workspace',
  noRunsTitle: 'No runs yet',
  noRunsText: 'A run appears here as soon as a script logs to this project.',
  byState: 'Runs by state',
  showState: (count: number, state: string): string =>
    `${number(count)} ${state}: show ${count === 1 ? 'it' : 'them'} in the table`,
  byKind: 'Size by kind',
  kinds: { points: 'Points and logs', files: 'Media and files', artifacts: 'Artifacts' },
  sizeNote: 'Equal files are stored once on disk; here each run counts its own.',
  types: 'Artifact types',
  collections: (count: number): string => many(count, 'collection', 'collections'),
  tags: 'Tags in use',
  showTag: (count: number, tag: string): string => `${many(count, 'run', 'runs')} tagged ${tag}: show in the table`,
  people: 'Who logged',
  runCount: (count: number): string => many(count, 'run', 'runs'),
} as const;
