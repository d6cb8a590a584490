const number = (count: number): string => count.toLocaleString('en-US');
const runs = (count: number): string => (count === 1 ? '1 run' : `${number(count)} runs`);

/** Words of moving runs to another project. */
export const strings = {
  menu: 'Move to project…',
  bulk: 'Move',
  title: (count: number, name: string): string => `Move ${count === 1 ? name : runs(count)}`,
  act: (count: number): string => `Move ${runs(count)}`,
  field: 'To the project',
  hint: 'Find a project, or name a new one',
  list: 'Projects',
  newProject: (name: string): string => `New project ${name}`,
  none: 'No other project yet. Type a name to make one.',
  runCount: runs,
  whole: 'They go with points, logs, files, media, notes and tags. Scripts that resume them name the new project.',
  wholeOne: 'It goes with points, logs, files, media, notes and tags. A script that resumes it names the new project.',
  artifacts: (project: string): string => `Artifacts stay in ${project}; who made and read them is still told there.`,
  sweeps: (count: number): string =>
    count === 1
      ? 'A run of a sweep leaves it, and is of it again when it is moved back.'
      : `${number(count)} runs of sweeps leave them, and are of them again when they are moved back.`,
  alive: (names: readonly string[], more: number): string =>
    `Still going, so not moved: ${names.join(', ')}${more === 0 ? '' : ` and ${number(more)} more`}. ${names.length === 1 ? 'Its script writes to this project until it ends.' : 'Their scripts write to this project until they end.'}`,
  cancel: 'Cancel',
  moved: (count: number, project: string): string => `${runs(count)} moved to ${project}`,
  movedBack: (count: number, project: string): string => `${runs(count)} back in ${project}`,
  undo: 'Undo',
} as const;
