import type { SeriesLine } from '#shared/api';

/** Steps of a span within one doubling: a live chart is smoothed anew when it has grown by about a hundredth. */
const SPAN_STEPS = 64;

/**
 * Width of the x that lines take together, rounded up by less than 1/64, in the unit of x; undefined without two places.
 * Lines of a chart are smoothed over time by it, so that short and long runs are smoothed alike.
 */
export function spanOf(lines: Iterable<SeriesLine>): number | undefined {
  let [from, to] = [Infinity, -Infinity];
  const reach = (x: number | undefined): void => {
    if (x === undefined || !Number.isFinite(x)) return;
    from = Math.min(from, x);
    to = Math.max(to, x);
  };
  for (const line of lines) {
    if (line.facts.isOutOfOrder) line.x.forEach(reach);
    else [line.x[0], line.x.at(-1)].forEach(reach);
    if (line.mode !== 'exact') reach(line.xLast.at(-1));
  }
  if (!(to > from)) return undefined;
  const step = 2 ** Math.floor(Math.log2(to - from)) / SPAN_STEPS;
  return Math.ceil((to - from) / step) * step;
}
