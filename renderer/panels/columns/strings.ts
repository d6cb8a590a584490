import type { RunField } from '#shared/api';

/** Words of what panels over columns of runs have in common. */
export const strings = {
  fields: {
    displayName: 'Name',
    name: 'ID',
    state: 'State',
    createdAt: 'Created',
    heartbeatAt: 'Last sign',
    duration: 'Runtime',
    group: 'Group',
    jobType: 'Job type',
    tags: 'Tags',
    notes: 'Notes',
    username: 'User',
    host: 'Host',
    sweep: 'Sweep',
    lastStep: 'Step',
  } satisfies Record<RunField, string>,
  kinds: { run: 'Run', config: 'Config', summary: 'Summary', metric: 'Metric' },
  stats: { last: 'last', min: 'min', max: 'max', mean: 'mean' },
  noColumn: 'None',
  choose: 'Choose a column',
  search: 'Search columns',
  columns: 'Columns',
  nothingFound: 'No column has these words',
} as const;
