const n = (count: number): string => count.toLocaleString('en-US');

/** Words of the histogram panel. */
export const strings = {
  kind: 'Histogram',
  modes: { heat: 'Heat', ridges: 'Ridges', bars: 'Bars' },
  loading: 'Loading',
  step: (step: number | string): string => `step ${step}`,
  runAtStep: (run: string, step: number): string => `${run}, step ${step}`,
  histograms: (run: string, count: number): string => `${run}: ${count} histograms`,
  values: (run: string, step: number, count: number): string => `${run}: step ${step}, ${n(count)} values`,
  atStep: (step: number, count: number): string => `step ${step} · ${n(count)} values`,
  bin: (step: number, from: string, to: string, count: number, all: number): string =>
    `step ${step} · ${from} to ${to} · ${n(count)} of ${n(all)}`,
  span: (count: number, from: string, to: string): string => `${n(count)} values from ${from} to ${to}`,
  table: { run: 'run', step: 'step', from: 'from', to: 'to', count: 'count' },
} as const;
