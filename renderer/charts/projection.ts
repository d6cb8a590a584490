import type { Range } from './lines.ts';
import { backward, forward, type ScaleRule } from './scale.ts';

/** Where values lie in a plot area, in pixels from its start; y grows downwards. */
export interface Projection {
  readonly toPx: (value: number) => number;
  readonly toValue: (px: number) => number;
}

/** Maps `range` onto `length` pixels by a scale; `isFlipped` for the y axis. NaN where the scale has no place. */
export function makeProjection(range: Range, length: number, rule: ScaleRule, isFlipped: boolean): Projection {
  const from = forward(rule, range[0]);
  const to = forward(rule, range[1]);
  const scale = to === from ? 0 : length / (to - from);
  const toPx =
    rule.kind === 'linear'
      ? (value: number): number => (value - from) * scale
      : (value: number): number => (forward(rule, value) - from) * scale;
  const toValue = (px: number): number => backward(rule, scale === 0 ? from : from + px / scale);
  if (!isFlipped) return { toPx, toValue };
  return { toPx: (value) => length - toPx(value), toValue: (px) => toValue(length - px) };
}
