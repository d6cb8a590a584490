import { formatBytes } from '#shared/units';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Words about bundles: the dialog that makes one, and the list of those under way. */
export const strings = {
  menu: 'Export bundle…',
  title: (what: string): string => `Export ${what}`,
  runs: (count: number): string => plural(count, 'run'),
  project: (name: string, count: number): string => `${name} (${plural(count, 'run')})`,
  form: 'Form',
  forms: { zip: 'Bundle (zip)', folder: 'wandb folder' } as const,
  zipNote:
    'One file with everything: rows, system metrics, output, files, media, artifacts and who made and read them. Another Taffrail imports it under “Open logs”; importing it twice changes nothing.',
  folderNote:
    'A folder of offline runs, as the Python client leaves them. Send each on with: wandb sync wandb/offline-run-…',
  zipPath: 'Write it to (optional)',
  zipPathNote:
    'A path on the machine that Taffrail runs on, ending with .zip. Left empty, the file is downloaded here.',
  folderPath: 'Folder',
  folderPathNote: 'A new or empty folder on the machine that Taffrail runs on.',
  zipPlaceholder: '/media/usb/runs.zip',
  folderPlaceholder: '/home/me/runs',
  make: 'Export',
  cancel: 'Cancel',
  close: 'Close',
  stop: 'Stop',
  phases: {
    gathering: 'Reading the runs',
    writing: 'Writing',
    checking: 'Checking every byte',
    importing: 'Bringing it in',
  } as const,
  waiting: 'Waiting for its turn',
  far: (done: number, total: number): string => `${formatBytes(done)} of ${formatBytes(total)}`,
  made: (runs: number, size: number): string => `${plural(runs, 'run')}, ${formatBytes(size)}, written and checked.`,
  madeAt: (path: string): string => `It lies at ${path}`,
  download: 'Download',
  stopped: 'Stopped. Nothing was left behind.',
  listTitle: 'Bundles',
  kinds: { export: 'Export', import: 'Import' } as const,
  states: { working: 'Working', done: 'Done', failed: 'Failed', cancelled: 'Stopped' } as const,
  imported: (all: number, fresh: number): string =>
    fresh === 0
      ? `${plural(all, 'run')}, all here already; nothing changed`
      : fresh === all
        ? `${plural(all, 'run')} brought in`
        : `${plural(fresh, 'run')} brought in, ${plural(all - fresh, 'run')} here already or refused`,
  remove: 'Take off the list',
  notes: (count: number): string => plural(count, 'note'),
  foundTitle: 'A bundle of runs',
  foundBy: (who: string, when: string): string => `Made by ${who}, ${when}`,
  foundFacts: (runs: number, artifacts: number, size: number): string =>
    [
      plural(runs, 'run'),
      ...(artifacts === 0 ? [] : [plural(artifacts, 'version of artifacts', 'versions of artifacts')]),
      formatBytes(size),
    ].join(' · '),
  import: 'Import it',
  more: (count: number): string => `and ${count.toLocaleString('en-US')} more`,
} as const;
