import type { Range } from './lines.ts';
import { backward, forward, type ScaleRule } from './scale.ts';

/** Where values lie in a plot area, in pixels from its start; y grows downwards. */
export interface Projection {
  readonly toPx: (value: number) => number;
  readonly toValue: (px: number) => number;
  /** Every finite number has a place, which a logarithm does not give to zero. */
  readonly isWhole: boolean;
}

/** Maps `range` onto `length` pixels by a scale; `isFlipped` for the y axis. NaN where the scale has no place. */
export function makeProjection(range: Range, length: number, rule: ScaleRule, isFlipped: boolean): Projection {
  const from = forward(rule, range[0]);
  const to = forward(rule, range[1]);
  const scale = to === from ? 0 : length / (to - from);
  const isWhole = rule.kind !== 'log';
  const toValue = (px: number): number => backward(rule, scale === 0 ? from : from + px / scale);
  if (!isFlipped) return { toPx: pixelsOf(rule, from, scale, 0), toValue, isWhole };
  return { toPx: pixelsOf(rule, from, -scale, length), toValue: (px) => toValue(length - px), isWhole };
}

/** One function of the value alone: it runs for every point of every line. */
function pixelsOf(rule: ScaleRule, from: number, scale: number, start: number): (value: number) => number {
  return rule.kind === 'linear'
    ? (value) => start + (value - from) * scale
    : (value) => start + (forward(rule, value) - from) * scale;
}
