const n = (count: number): string => count.toLocaleString('en-US');

/** Words of the workspace. */
export const strings = {
  pageTitle: (project: string): string => `Workspace of ${project}`,
  runs: 'Runs',
  searchRuns: 'Search runs',
  visualized: (shown: number, total: number): string => `${n(shown)} visualized of ${n(total)}`,
  matches: (count: number): string => n(count),
  showAll: 'Show all runs that match',
  hideAll: 'Hide all runs that match',
  show: (name: string): string => `Show ${name}`,
  hide: (name: string): string => `Hide ${name}`,
  soloHint: 'Alt-click shows only this run',
  solo: 'Show only this run',
  showEvery: 'Show all runs',
  open: 'Open run',
  copyId: 'Copy id',
  copyPath: 'Copy path',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  color: 'Colour',
  resetColor: 'By run id',
  colorName: (index: number): string => `Colour ${index + 1}`,
  collapse: 'Hide the run list',
  expand: 'Show the run list',
  noRunsTitle: 'No runs yet',
  noRunsText: 'A run appears here as soon as a script starts it in this project.',
  noMatchTitle: 'No run matches',
  noMatchText: 'Names and ids are searched.',
  nothingTitle: 'No visualization data logged yet',
  nothingReceived:
    'Nothing has been received from the scripts so far. Charts appear with the first value that run.log sends.',
  nothingNumeric: 'The runs have logged values, but none of them is a number that a line could show.',
  nothingEnded: 'The runs of this project have ended without logging a value.',
  longSteps:
    'If one step takes long, log a few times within an epoch. The client gathers values for up to 15 seconds before it sends them.',
} as const;
