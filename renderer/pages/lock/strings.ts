const number = (count: number): string => count.toLocaleString('en-US');
const runs = (count: number): string => (count === 1 ? '1 run' : `${number(count)} runs`);

/** Words of locking runs. */
export const strings = {
  lock: 'Lock',
  unlock: 'Unlock',
  /** Beside an entry of a menu that a locked run does not allow. */
  note: 'locked',
  word: 'Locked',
  /** Said of the sign at a run. */
  sign: 'Locked: not deleted and not moved until it is unlocked. Scripts may still log to it, and its name, tags and notes can be edited.',
  locked: (count: number): string => `${runs(count)} locked`,
  unlocked: (count: number): string => `${runs(count)} unlocked`,
  undo: 'Undo',
  staysOne: 'It is locked, so it stays. Unlock it first to delete it.',
  stayAll: (count: number): string =>
    `All ${number(count)} are locked, so they stay. Unlock them first to delete them.`,
  staySome: (locked: number, all: number): string =>
    locked === 1
      ? `1 of the ${number(all)} chosen runs is locked and stays.`
      : `${number(locked)} of the ${number(all)} chosen runs are locked and stay.`,
  notMoved: (names: readonly string[], more: number): string =>
    `Locked, so not moved: ${names.join(', ')}${more === 0 ? '' : ` and ${number(more)} more`}. Unlock first to move.`,
} as const;
