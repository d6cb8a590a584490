import type { GroupBand, GroupCenter, Smoothing, SmoothingKind, XAxis } from '#shared/api';
import type { ScaleKind, TooltipRows } from '#ui/charts';
import { strings } from './strings.ts';

/** How the lines of a panel are drawn; stacked kinds put runs on top of each other, percent ones in shares of the whole. */
export type LineKind = 'line' | 'step' | 'points' | 'area' | 'stacked' | 'percent';

/** What of a bucket the line follows. */
export type Follow = 'mean' | 'last' | 'min' | 'max';

/**
 * Settings that go down from board to section to panel; each level may override any of them. A panel kind uses those
 * that mean something to it.
 */
export interface SharedSettings {
  /** undefined: what each metric was defined with, else the step. */
  readonly x?: XAxis | undefined;
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  /** symlog: up to here about linear. */
  readonly xLinearWidth: number;
  readonly yLinearWidth: number;
  readonly xMin?: number | undefined;
  readonly xMax?: number | undefined;
  readonly yMin?: number | undefined;
  readonly yMax?: number | undefined;
  readonly smoothing: Smoothing;
  readonly isOriginalShown: boolean;
  /** y fits the 5th to 95th percentile. */
  readonly isOutliersIgnored: boolean;
  readonly lineKind: LineKind;
  readonly follow: Follow;
  /** Lowest to highest point of each bucket, as a band. */
  readonly isEnvelopeShown: boolean;
  readonly tooltip: TooltipRows;
  readonly legend: 'none' | 'top' | 'bottom' | 'left' | 'right';
  /**
   * Name of a line: `${run:displayName}`, `${config:lr}`, `${summary:acc}`, `${key}`. What stands in `[[ ]]` is said at
   * the cursor alone, with `${x}`, `${y}`, `${original}`, `${mean}`, `${stddev}`, `${min}`, `${max}`, `${percent}`.
   */
  readonly legendTemplate: string;
  readonly groupCenter: GroupCenter;
  readonly groupBand: GroupBand;
  /** The runs of a group are drawn faintly behind its line. */
  readonly isMembersShown: boolean;
  /** Pixels; 0 = by the number of lines. */
  readonly lineWidth: number;
  /** Dots at points: where they are sparse, at each, or at none. */
  readonly markers: 'auto' | 'all' | 'none';
}

export type SettingOverrides = Partial<SharedSettings>;

/** Smoothing strengths: where each kind starts and ends; `ema` kinds 0 to 0.999, the others a width in points. */
export const SMOOTHING_KINDS: readonly {
  kind: SmoothingKind;
  label: string;
  min: number;
  max: number;
  step: number;
  start: number;
}[] = [
  { kind: 'none', label: strings.smoothingKinds.none, min: 0, max: 0, step: 1, start: 0 },
  {
    kind: 'time-weighted-ema',
    label: strings.smoothingKinds.timeWeighted,
    min: 0,
    max: 0.999,
    step: 0.001,
    start: 0.6,
  },
  { kind: 'ema', label: strings.smoothingKinds.ema, min: 0, max: 0.999, step: 0.001, start: 0.6 },
  { kind: 'running', label: strings.smoothingKinds.running, min: 1, max: 1000, step: 1, start: 20 },
  { kind: 'gaussian', label: strings.smoothingKinds.gaussian, min: 1, max: 1000, step: 1, start: 20 },
];

/** What a new board starts with. */
export const DEFAULT_SHARED: SharedSettings = {
  smoothing: { kind: 'none', strength: 0 },
  isOriginalShown: true,
  xScale: 'linear',
  yScale: 'linear',
  xLinearWidth: 1,
  yLinearWidth: 1,
  isOutliersIgnored: false,
  lineKind: 'line',
  follow: 'mean',
  isEnvelopeShown: true,
  tooltip: 'all',
  legend: 'none',
  legendTemplate: '',
  groupCenter: 'mean',
  groupBand: 'minmax',
  isMembersShown: false,
  lineWidth: 0,
  markers: 'auto',
};

type Reader<T> = (saved: unknown) => T | undefined;

const number: Reader<number> = (saved) => (typeof saved === 'number' && Number.isFinite(saved) ? saved : undefined);
const above: Reader<number> = (saved) =>
  typeof saved === 'number' && saved > 0 && saved < Infinity ? saved : undefined;
const bool: Reader<boolean> = (saved) => (typeof saved === 'boolean' ? saved : undefined);
const text: Reader<string> = (saved) => (typeof saved === 'string' ? saved : undefined);
const oneOf =
  <T extends string>(...values: readonly T[]): Reader<T> =>
  (saved) =>
    values.find((value) => value === saved);

const READERS: { readonly [Name in keyof Required<SharedSettings>]: Reader<NonNullable<SharedSettings[Name]>> } = {
  x: (saved) => (typeof saved === 'string' && saved !== '' ? saved : undefined),
  xScale: oneOf('linear', 'log', 'symlog'),
  yScale: oneOf('linear', 'log', 'symlog'),
  xLinearWidth: above,
  yLinearWidth: above,
  xMin: number,
  xMax: number,
  yMin: number,
  yMax: number,
  smoothing: readSmoothing,
  isOriginalShown: bool,
  isOutliersIgnored: bool,
  lineKind: oneOf('line', 'step', 'points', 'area', 'stacked', 'percent'),
  follow: oneOf('mean', 'last', 'min', 'max'),
  isEnvelopeShown: bool,
  tooltip: (saved) =>
    saved === 'nearest' || saved === 'all'
      ? saved
      : typeof saved === 'number' && Number.isInteger(saved) && saved >= 1 && saved <= 100
        ? saved
        : undefined,
  legend: oneOf('none', 'top', 'bottom', 'left', 'right'),
  legendTemplate: text,
  groupCenter: oneOf('mean', 'median', 'min', 'max'),
  groupBand: oneOf('none', 'minmax', 'std', 'stderr', 'ci95', 'p25p75', 'p10p90'),
  isMembersShown: bool,
  lineWidth: (saved) => (typeof saved === 'number' && saved >= 0 && saved <= 8 ? saved : undefined),
  markers: oneOf('auto', 'all', 'none'),
};

/** Reads saved settings one by one; what is not understood is left out, so that a damaged view still opens. */
export function readSettings(saved: unknown): SettingOverrides {
  if (typeof saved !== 'object' || saved === null) return {};
  const from = saved as Readonly<Record<string, unknown>>;
  const entries = Object.entries(READERS).flatMap(([name, read]): [string, unknown][] => {
    const value = Object.hasOwn(from, name) ? read(from[name]) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

/** A smoothing within its bounds; undefined when it is none that we know. */
export function readSmoothing(saved: unknown): Smoothing | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { kind, strength } = saved as Partial<Smoothing>;
  const known = SMOOTHING_KINDS.find((one) => one.kind === kind);
  if (known === undefined || typeof strength !== 'number' || !Number.isFinite(strength)) return undefined;
  return { kind: known.kind, strength: Math.min(known.max, Math.max(known.min, strength)) };
}
