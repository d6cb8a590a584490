/** Words of comparisons of two texts. */
export const strings = {
  layout: 'Layout of the comparison',
  sideBySide: 'Side by side',
  inline: 'Inline',
  unchanged: (count: number): string => `${n(count)} unchanged ${count === 1 ? 'line' : 'lines'}`,
  equal: 'Both sides are the same',
  tooDifferent: 'The two sides have too little in common to be compared line by line.',
  added: 'Added',
  removed: 'Removed',
  summaryOf: (added: number, removed: number): string => `${n(added)} added, ${n(removed)} removed`,
} as const;

function n(value: number): string {
  return value.toLocaleString('en-US');
}
