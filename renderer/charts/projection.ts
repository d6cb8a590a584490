import type { Range } from './lines.ts';

/** Where values lie in a plot area, in pixels from its start; y grows downwards. */
export interface Projection {
  readonly toPx: (value: number) => number;
  readonly toValue: (px: number) => number;
}

/** Maps `range` onto `length` pixels, linear or by logarithm; `isFlipped` for the y axis. NaN where a log has no value. */
export function makeProjection(range: Range, length: number, isLog: boolean, isFlipped: boolean): Projection {
  const from = isLog ? Math.log10(range[0]) : range[0];
  const to = isLog ? Math.log10(range[1]) : range[1];
  const scale = to === from ? 0 : length / (to - from);
  const forward = isLog
    ? (value: number): number => (value > 0 ? (Math.log10(value) - from) * scale : NaN)
    : (value: number): number => (value - from) * scale;
  const back = (px: number): number => {
    const value = scale === 0 ? from : from + px / scale;
    return isLog ? 10 ** value : value;
  };
  if (!isFlipped) return { toPx: forward, toValue: back };
  return { toPx: (value) => length - forward(value), toValue: (px) => back(length - px) };
}
