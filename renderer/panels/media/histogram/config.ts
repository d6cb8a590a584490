export type HistogramMode = 'heat' | 'ridges' | 'bars';

/** Own settings of a histogram panel. */
export interface HistogramConfig {
  readonly version: 1;
  readonly mode: HistogramMode;
}

/** Reads saved settings; what is missing or damaged is as on a new panel. */
export function readHistogramConfig(saved: unknown): HistogramConfig {
  const mode = typeof saved === 'object' && saved !== null ? (saved as { mode?: unknown }).mode : undefined;
  return { version: 1, mode: mode === 'ridges' || mode === 'bars' ? mode : 'heat' };
}
