import type { Smoothing, SmoothingKind, XAxis } from '#shared/api';
import type { SharedSettings } from '../registry.ts';

/** Own settings of one line panel; what is left out is inherited. Version 1. */
export interface LineOverrides {
  readonly title?: string;
  readonly x?: XAxis;
  readonly smoothing?: Smoothing;
  readonly isOriginalShown?: boolean;
  readonly xScale?: 'linear' | 'log';
  readonly yScale?: 'linear' | 'log';
  readonly yMin?: number;
  readonly yMax?: number;
}

/** Settings in force. */
export interface LineConfig extends SharedSettings {
  readonly title?: string | undefined;
  readonly yMin?: number | undefined;
  readonly yMax?: number | undefined;
}

/** Smoothing strengths: where each kind starts and ends; `ema` kinds 0 to 0.999, the others a width in points. */
export const SMOOTHING_KINDS: readonly {
  kind: SmoothingKind;
  label: string;
  min: number;
  max: number;
  step: number;
  start: number;
}[] = [
  { kind: 'none', label: 'None', min: 0, max: 0, step: 1, start: 0 },
  { kind: 'time-weighted-ema', label: 'Time-weighted EMA', min: 0, max: 0.999, step: 0.001, start: 0.6 },
  { kind: 'ema', label: 'EMA', min: 0, max: 0.999, step: 0.001, start: 0.6 },
  { kind: 'running', label: 'Running average', min: 1, max: 1000, step: 1, start: 20 },
  { kind: 'gaussian', label: 'Gaussian', min: 1, max: 1000, step: 1, start: 20 },
];

/** What a new board starts with. */
export const DEFAULT_SHARED: SharedSettings = {
  smoothing: { kind: 'none', strength: 0 },
  isOriginalShown: true,
  xScale: 'linear',
  yScale: 'linear',
};

/** Reads saved settings; what is not understood is left out, so that a damaged view still opens. */
export function readOverrides(saved: unknown): LineOverrides {
  if (typeof saved !== 'object' || saved === null) return {};
  const from = saved as Readonly<Record<string, unknown>>;
  const x = from['x'];
  const title = from['title'];
  const smoothing = readSmoothing(from['smoothing']);
  const isOriginalShown = from['isOriginalShown'];
  return {
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    ...(typeof x === 'string' && x !== '' ? { x } : {}),
    ...(smoothing === undefined ? {} : { smoothing }),
    ...(typeof isOriginalShown === 'boolean' ? { isOriginalShown } : {}),
    ...readScale(from, 'xScale'),
    ...readScale(from, 'yScale'),
    ...readNumber(from, 'yMin'),
    ...readNumber(from, 'yMax'),
  };
}

/** A smoothing within its bounds; undefined when it is none that we know. */
export function readSmoothing(saved: unknown): Smoothing | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { kind, strength } = saved as Partial<Smoothing>;
  const known = SMOOTHING_KINDS.find((one) => one.kind === kind);
  if (known === undefined || typeof strength !== 'number' || !Number.isFinite(strength)) return undefined;
  return { kind: known.kind, strength: Math.min(known.max, Math.max(known.min, strength)) };
}

/** Own settings over inherited ones. */
export function effectiveConfig(shared: SharedSettings, own: LineOverrides): LineConfig {
  return { ...shared, ...own };
}

function readScale<Name extends 'xScale' | 'yScale'>(
  from: Readonly<Record<string, unknown>>,
  name: Name,
): { [K in Name]?: 'linear' | 'log' } {
  const value = from[name];
  return value === 'linear' || value === 'log' ? ({ [name]: value } as { [K in Name]?: 'linear' | 'log' }) : {};
}

function readNumber<Name extends 'yMin' | 'yMax'>(
  from: Readonly<Record<string, unknown>>,
  name: Name,
): { [K in Name]?: number } {
  const value = from[name];
  return typeof value === 'number' && Number.isFinite(value) ? ({ [name]: value } as { [K in Name]?: number }) : {};
}
