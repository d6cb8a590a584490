import { formatBytes } from '#shared/units';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Words of the page that opens logs from disk. */
export const strings = {
  title: 'Open logs',
  lead: 'Offline runs of the wandb client, folders with TensorBoard logs, and bundles of another Taffrail become runs here. The files are only read, never changed, and nothing is sent anywhere. Opening a log twice changes nothing.',
  path: 'Path of a .wandb file, a wandb folder, a folder with TensorBoard logs, or a bundle (.zip)',
  chooseBundle: 'Choose a bundle…',
  bundleFile: 'Bundle file',
  placeholder: '/home/me/project/wandb',
  look: 'Look',
  looking: 'Looking…',
  drop: 'Drop a file or folder here',
  dropBrowser:
    'In a browser, type or paste the path: a page cannot see where a dropped file lies. A bundle can be dropped here.',
  noPath: 'That has no place on this disk. Type its path instead.',
  foundTitle: (count: number): string => `Found ${plural(count, 'log')}`,
  foundNone: 'No logs there',
  foundNoneNote:
    'Offline runs lie in folders named wandb/offline-run-…, TensorBoard logs in files named events.out.tfevents.…',
  cut: 'There are more than can be listed. Name a folder further down.',
  openAll: (count: number): string => (count === 1 ? 'Open it' : `Open ${count.toLocaleString('en-US')}`),
  nothingNew: 'All of them are here already',
  watch: 'Watch this folder',
  watchNote: 'New runs in it appear by themselves, for as long as it is watched.',
  watching: 'Watched',
  here: { no: 'new', imported: 'opened before', run: 'run is here', deleted: 'deleted here' } as const,
  kinds: { wandb: 'wandb', tensorboard: 'TensorBoard', bundle: 'bundle' } as const,
  listTitle: 'Opened logs',
  listEmpty: 'Nothing was opened yet.',
  states: {
    queued: 'Waiting',
    reading: 'Reading',
    following: 'Following',
    done: 'Done',
    failed: 'Failed',
    cancelled: 'Stopped',
  } as const,
  stop: 'Stop reading',
  again: 'Open again',
  remove: 'Take off the list (the run stays)',
  counts: (lines: number, console: number, files: number, artifacts: number): string =>
    [
      plural(lines, 'row'),
      ...(console === 0 ? [] : [plural(console, 'line of output', 'lines of output')]),
      ...(files === 0 ? [] : [plural(files, 'file')]),
      ...(artifacts === 0 ? [] : [plural(artifacts, 'artifact')]),
    ].join(' · '),
  unchanged: 'Was here already; nothing changed',
  progress: (position: number, size: number): string => `${formatBytes(position)} of ${formatBytes(size)}`,
  torn: 'Ends in the middle of a record; read on when the rest comes.',
  damage: (from: number, to: number, reason: string): string =>
    `Bytes ${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')} could not be read: ${reason}`,
  notUnderstood: (count: number, reason: string): string => `${plural(count, 'record')} not understood: ${reason}`,
  notes: (count: number): string => plural(count, 'note'),
  watchedTitle: 'Watched folders',
  unwatch: 'Stop watching',
  since: (when: string): string => `since ${when}`,
} as const;
