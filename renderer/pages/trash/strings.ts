const number = (count: number): string => count.toLocaleString('en-US');
const runs = (count: number): string => (count === 1 ? '1 run' : `${number(count)} runs`);
const days = (count: number): string => (count === 1 ? '1 day' : `${number(count)} days`);

/** Words of the trash: of its page, and of what puts runs into it. */
export const strings = {
  trash: 'Trash',
  lead: (count: number): string => `Deleted runs stay here for ${days(count)}, then they go for good.`,
  change: 'Change in Settings',
  sum: (count: number, size: string): string => `${runs(count)}, ${size}`,
  columns: { run: 'Run', deleted: 'Deleted', expires: 'Goes for good', size: 'Size' },
  emptyTitle: 'The trash is empty',
  emptyText: (count: number): string =>
    `Runs that are deleted in this project can be brought back from here for ${days(count)}.`,
  more: (count: number): string =>
    `${runs(count)} deleted earlier are not listed; they are restored and deleted with all.`,
  restore: 'Restore',
  restoreOne: (name: string): string => `Restore ${name}`,
  restoreAll: 'Restore all',
  restoreSome: (count: number): string => `Restore ${runs(count)}`,
  restored: (count: number): string => `${runs(count)} restored`,
  purge: 'Delete for good…',
  purgeOne: (name: string): string => `Delete ${name} for good`,
  purgeSome: (count: number): string => `Delete ${runs(count)} for good…`,
  empty: 'Empty the trash…',
  purgeTitle: (count: number, name: string): string => `Delete ${count === 1 ? name : runs(count)} for good?`,
  purgeText: (count: number, size: string): string =>
    `Points, logs and files go from this machine, up to ${size}. This cannot be undone, and scripts cannot use ${count === 1 ? 'its id' : 'their ids'} again.`,
  purgeAct: (count: number): string => `Delete ${runs(count)} for good`,
  purged: (count: number): string => `${runs(count)} deleted for good`,
  freed: (size: string): string => `${size} freed`,
  select: (name: string): string => `Select ${name}`,
  selectAll: 'Select all',
  expiresSoon: 'within the hour',
  expiresIn: (count: number): string => `in ${days(count)}`,
  expiresToday: 'within a day',
  failed: 'The trash could not be read',
  deleteText: (count: number, kept: number): string =>
    `${count === 1 ? 'It goes' : 'They go'} to the trash of the project with points, logs and files, and can be restored for ${days(kept)}. Artifacts stay.`,
  deleted: (count: number): string => `${runs(count)} moved to the trash`,
  undo: 'Undo',
} as const;
