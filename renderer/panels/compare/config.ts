import { strip } from '../strip.ts';

export const COMPARE_TABS = ['values', 'config', 'packages', 'patch', 'code'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

/** Own settings of a comparer; what is left out is as on a new one. */
export interface CompareConfig {
  readonly title?: string | undefined;
  readonly tab: CompareTab;
  /** Show keys that all runs agree on, too. */
  readonly isAll: boolean;
  /** Rows that stand first, by section and key. */
  readonly pins: readonly string[];
  /** Short ids of the two runs that texts are compared of; left out = the first two. */
  readonly left?: string | undefined;
  readonly right?: string | undefined;
  readonly file?: string | undefined;
  readonly layout: 'split' | 'inline';
  /** Show unchanged lines far from any change, too. */
  readonly isWhole: boolean;
}

export const NEW_COMPARE: CompareConfig = { tab: 'values', isAll: false, pins: [], layout: 'split', isWhole: false };

/** Reads saved settings one by one; what is missing or damaged is as on a new panel. */
export function readCompareConfig(saved: unknown): CompareConfig {
  if (typeof saved !== 'object' || saved === null) return NEW_COMPARE;
  const from = saved as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = from[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const pins = from['pins'];
  return {
    ...strip({ title: text('title'), left: text('left'), right: text('right'), file: text('file') }),
    tab: COMPARE_TABS.find((tab) => tab === from['tab']) ?? NEW_COMPARE.tab,
    isAll: from['isAll'] === true,
    pins: Array.isArray(pins) ? pins.filter((one): one is string => typeof one === 'string') : [],
    layout: from['layout'] === 'inline' ? 'inline' : 'split',
    isWhole: from['isWhole'] === true,
  };
}

/** Settings as they are saved: only what is not as on a new panel. */
export function sparseCompareConfig(config: CompareConfig): Partial<CompareConfig> {
  const entries = Object.entries(strip(config)).filter(
    ([name, value]) =>
      NEW_COMPARE[name as keyof CompareConfig] !== value && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries);
}
