import type { SyncItemState, SyncRemote, SyncRule, SyncState } from '#shared/api';
import { formatBytes } from '#shared/units';

const plural = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;

const COUNTED: Readonly<Record<SyncItemState, string>> = {
  pushing: 'sending',
  waiting: 'waiting',
  conflict: 'in conflict',
  failed: 'failed',
  synced: 'synced',
};

/** Words about sending runs to other servers. */
export const strings = {
  title: 'Sync',
  lead: 'Runs go to another Taffrail or a W&B server when you send them: whole, once, and again by themselves after an outage. Nothing leaves this machine before you name a remote and choose runs, or say which go by themselves.',
  menu: 'Send to…',
  remotes: 'Remotes',
  add: 'Add remote',
  addTitle: 'Add a remote',
  empty: 'No remote yet',
  emptyText:
    'A remote is a server that runs may be sent to: the Taffrail of your lab, or a W&B server. Add one with its address and your API key there, then choose “Send to…” in the menu of a run, or for all selected rows of the runs table.',
  fields: {
    name: 'Name',
    baseUrl: 'Address',
    key: 'API key',
    entity: 'Entity (optional)',
    maxBytesPerSecond: 'Send at most',
    network: 'Only on this network',
    proxyUrl: 'Proxy',
    proxyUser: 'User of the proxy',
    proxyPassword: 'Password',
  },
  namePlaceholder: 'Lab server',
  baseUrlPlaceholder: 'https://taffrail.lab.example',
  keyNotes: {
    file: 'It stays on this machine, in a file that only you may read: no safe storage of the system is within reach.',
    system: 'It stays on this machine, sealed by the safe storage of the system.',
  } satisfies Record<SyncState['keyStore'], string>,
  keyStays: 'Left empty, it stays as it is.',
  keyPlaces: {
    file: 'Key in a file that only you may read',
    system: 'Key sealed by the safe storage of the system',
    locked: 'Key sealed by the safe storage of the system: open the window of Taffrail, or give the key again',
  } satisfies Record<SyncRemote['keyPlace'], string>,
  entityNote: 'Where runs go over there. Left empty, it is your own.',
  network: 'Speed, network, proxy and certificates',
  unit: 'Unit',
  noLimit: 'No limit',
  networkAny: 'Any network',
  networkNote: 'Elsewhere nothing is sent. A subnet of this machine, 10.2.0.0/16, or one of its interfaces, wg0.',
  onlyOn: (network: string): string => `only on ${network}`,
  away: (network: string): string => `only on ${network}, where this machine is not now`,
  waitsFor: (network: string): string => `Waits for the network ${network}`,
  proxyPlaceholder: 'http://proxy.lab.example:3128',
  proxyNote: 'All requests to this remote go through it, and only those. Left empty, they go directly.',
  passwordStays: 'Left empty, it stays as it is.',
  ca: 'Trusted certificates',
  caNone: 'Those that the system trusts',
  caChoose: 'Choose file…',
  caClear: 'Remove',
  caNote: 'A PEM file of the authority that signed the certificate of the remote, trusted beside those of the system.',
  changeTitle: (name: string): string => `Change the remote ${name}`,
  changeRemote: (name: string): string => `Change ${name}`,
  save: 'Save',
  limit: (speed: string): string => `at most ${speed}`,
  throughProxy: (url: string): string => `through ${url}`,
  trusts: (subjects: string): string => `trusts ${subjects}`,
  isPaused: 'Paused',
  pauseOne: (name: string): string => `Pause ${name}`,
  resumeOne: (name: string): string => `Resume ${name}`,
  rules: 'Rules',
  noRules: 'No run goes by itself. Add a rule to send those of a project, with a tag, or that match a filter.',
  addRule: 'Add rule',
  addRuleTitle: 'Send runs by themselves',
  changeRuleTitle: 'Change the rule',
  ruleWords: (project: string | undefined, tag: string | undefined, remote: string): string =>
    `Runs of ${project ?? 'every project'}${tag === undefined ? '' : ` tagged ${tag}`} to ${remote}`,
  ruleOn: (words: string): string => `On: ${words}`,
  changeRule: (words: string): string => `Change: ${words}`,
  removeRule: (words: string): string => `Remove: ${words}`,
  project: 'Runs of',
  everyProject: 'Every project',
  tag: 'Tag (optional)',
  tagAny: 'Any',
  filterNone: 'All of its runs',
  whenLabel: 'When',
  when: {
    finished: 'When they are over',
    live: 'While they go on',
  } satisfies Record<SyncRule['when'], string>,
  forAll: 'Also runs that are here already',
  whose: (isForAll: boolean): string => (isForAll ? 'all runs' : 'runs begun since the rule was made'),
  counting: 'Counting…',
  matching: (count: number, isForAll: boolean): string =>
    count === 0
      ? 'No run here matches yet.'
      : isForAll
        ? `${plural(count, 'run')} here match and will be sent.`
        : `${plural(count, 'run')} here match and stay here; those that begin from now on will be sent.`,
  byRule: 'by rule',
  sentTo: 'Sync',
  onlyHere: 'Only on this machine.',
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
  retryFailed: (count: number): string => `Retry ${count.toLocaleString('en-US')} failed`,
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
  looking: 'Looking what is there already',
  progress: (sent: number, total: number): string =>
    `${formatBytes(sent)} of ${formatBytes(total)}, ${total === 0 ? 100 : Math.floor((100 * sent) / total)} %`,
  counts: (counts: Readonly<Record<SyncItemState, number>>): string =>
    (['pushing', 'waiting', 'conflict', 'failed', 'synced'] as const)
      .filter((state) => counts[state] > 0)
      .map((state) => `${counts[state].toLocaleString('en-US')} ${COUNTED[state]}`)
      .join(' · '),
  rest: (count: number): string => `${plural(count, 'more run')} that went over earlier or wait behind these.`,
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
