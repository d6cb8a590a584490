/** Words of the comparison of runs. */
export const strings = {
  title: (count: number): string => `Compare ${count.toLocaleString('en-US')} runs`,
  nothing: 'Which runs shall be compared?',
  nothingTip: 'Select two or more rows of the runs table and press Compare.',
  toTable: 'To the runs table',
} as const;
