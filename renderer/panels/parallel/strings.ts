const n = (count: number): string => count.toLocaleString('en-US');
const runs = (count: number): string => `${n(count)} ${count === 1 ? 'run' : 'runs'}`;

/** Words of the parallel coordinates panel. */
export const strings = {
  kind: 'Parallel coordinates',
  noAxes: 'Choose the columns to be axes',
  noAxesTip: 'Two or more of config, summary and metrics; a line for each run goes through all of them.',
  summary: (axes: readonly string[], shown: number): string =>
    `Parallel coordinates of ${axes.join(', ')}: ${runs(shown)}. ` +
    'Arrow up and down go from run to run, Enter opens the run, Space selects it.',
  runs,
  hidden: (count: number): string => `${runs(count)} with a closed eye in grey`,
  lacking: (count: number, label: string): string => `${n(count)} without a place on ${label}`,
  leftOut: (count: number): string => `${n(count)} beyond the first 10,000`,
  none: 'none',
  axis: (label: string, place: number, count: number): string => `${label}, axis ${place} of ${count}`,
  axisTip: 'Click for settings · drag or arrow keys to move · drag along the axis to select runs',
  name: 'Name',
  flip: 'Flip',
  log: 'Log scale',
  ranges: 'Selected range',
  from: 'From',
  to: 'To',
  addRange: 'Add a range',
  removeRange: 'Remove the range',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  removeAxis: 'Remove axis',
  axes: 'Axes',
  addAxis: 'Add an axis',
  color: 'Colour by',
  lastAxis: 'The last axis',
  byRun: 'Each run has its own',
  byColumn: 'A column',
  colorColumn: 'Column of the colour',
  open: 'click opens the run',
  run: 'Run',
  id: 'ID',
} as const;
