/** How values are spread over an axis. */
export type ScaleKind = 'linear' | 'log' | 'symlog';

export interface ScaleRule {
  readonly kind: ScaleKind;
  /** symlog: up to this distance from zero the axis is about linear, beyond it logarithmic. Above 0. */
  readonly linearWidth: number;
}

export const LINEAR: ScaleRule = { kind: 'linear', linearWidth: 1 };

/** A value as a place on an evenly spaced axis; NaN where the scale has no place for it. */
export function forward({ kind, linearWidth }: ScaleRule, value: number): number {
  if (kind === 'log') return value > 0 ? Math.log10(value) : Number.NaN;
  return kind === 'symlog' ? Math.asinh(value / linearWidth) : value;
}

/** The value that stands at a place; turns `forward` round. */
export function backward({ kind, linearWidth }: ScaleRule, place: number): number {
  if (kind === 'log') return 10 ** place;
  return kind === 'symlog' ? Math.sinh(place) * linearWidth : place;
}

/** Whether the scale can show the value at all. */
export function isShowable({ kind }: ScaleRule, value: number): boolean {
  return Number.isFinite(value) && (kind !== 'log' || value > 0);
}
