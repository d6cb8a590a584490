import type { SyncItemState } from '#shared/api';
import { formatBytes } from '#shared/units';

const plural = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;

/** Words about sending runs to other servers. */
export const strings = {
  title: 'Sync',
  lead: 'Runs go to another Taffrail or a W&B server when you send them: whole, once, and again by themselves after an outage. Nothing leaves this machine before you name a remote and choose runs.',
  menu: 'Send to…',
  remotes: 'Remotes',
  add: 'Add remote',
  addTitle: 'Add a remote',
  empty: 'No remote yet',
  emptyText:
    'A remote is a server that runs may be sent to: the Taffrail of your lab, or a W&B server. Add one with its address and your API key there, then choose “Send to…” in the menu of a run, or for all selected rows of the runs table.',
  name: 'Name',
  namePlaceholder: 'Lab server',
  baseUrl: 'Address',
  baseUrlPlaceholder: 'https://taffrail.lab.example',
  key: 'API key',
  keyNote: 'It stays in a file on this machine that only you may read.',
  entity: 'Entity (optional)',
  entityNote: 'Where runs go over there. Left empty, it is your own.',
  test: 'Test connection',
  tested: (username: string, entity: string): string => `It answers. You are ${username}; runs go to ${entity}.`,
  cancel: 'Cancel',
  close: 'Close',
  removeRemote: (name: string): string => `Remove ${name}`,
  removeTitle: (name: string): string => `Remove the remote ${name}?`,
  removeText: 'Its key and the list of what was sent are forgotten. Nothing changes over there.',
  remove: 'Remove',
  runs: 'Runs',
  noRuns: 'Nothing was sent yet. Choose “Send to…” in the menu of a run.',
  pause: 'Pause all',
  resume: 'Resume',
  paused: 'Paused: nothing is sent until you resume.',
  sendTitle: (count: number): string => `Send ${plural(count, 'run')}`,
  sendText:
    'Everything goes: rows, system metrics, output, config, files and artifacts. A run that goes on is sent on.',
  noRemote: 'There is no remote yet. Add one on the Sync page first.',
  goSync: 'Open Sync',
  send: 'Send',
  remote: 'Remote',
  sending: (count: number): string => `${plural(count, 'run')} will be sent`,
  states: {
    waiting: 'Waiting',
    pushing: 'Sending',
    synced: 'Synced',
    failed: 'Failed',
    conflict: 'Conflict',
  } satisfies Record<SyncItemState, string>,
  progress: (sent: number, total: number): string => `${formatBytes(sent)} of ${formatBytes(total)}`,
  retrying: (reason: string): string => `Trying again: ${reason}`,
  conflict: (reason: string): string => `Not sent: ${reason}.`,
  to: (remote: string): string => `to ${remote}`,
  syncedAt: (ago: string): string => `synced ${ago}`,
  open: 'Open there',
  again: 'Send again',
  retry: 'Retry',
  copy: 'Send as a copy',
  overwrite: 'Overwrite…',
  overwriteTitle: 'Overwrite what was changed over there?',
  overwriteText: (run: string): string =>
    `Name, notes, tags, group and config of ${run} over there become what they are here.`,
  overwriteAct: 'Overwrite',
  forget: (run: string): string => `Take ${run} off the list`,
} as const;
