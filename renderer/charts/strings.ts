/** Words of charts: what stands at the cursor, and what is said of a chart. */
export const strings = {
  copyValues: 'Copy these values',
  higher: (count: number): string => `${count} higher`,
  lower: (count: number): string => `${count} lower`,
  at: (x: string): string => `at ${x}`,
  members: (count: number): string => `n=${count}`,
  table: { name: 'name', value: 'value', original: 'original', low: 'low', high: 'high' },
  summary: (label: string, lines: number, points: number): string =>
    `${label}: line chart of ${lines} ${lines === 1 ? 'line' : 'lines'}, ${points} points drawn`,
  noPictures: 'The chart holds pictures, which a PDF made here cannot. SVG and PNG can.',
  noCanvas: 'no canvas',
} as const;
