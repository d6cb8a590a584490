import { type ChartLine } from '#ui/charts';

/**
 * Puts lines on top of each other, the first at the foot; with `isPercent` as shares of the sum. All get the x of all
 * together; between its own points a line keeps its last value, before its first and after its last it counts nothing.
 * Values that are not finite count nothing. Cost: lines × all x.
 */
export function stackLines(lines: readonly ChartLine[], isPercent: boolean): ChartLine[] {
  const x = Float64Array.from([...new Set(lines.flatMap((line) => [...line.x]))].sort((a, b) => a - b));
  const columns = lines.map((line) => heldValues(line, x));
  const sums = new Float64Array(x.length);
  for (const column of columns) for (let i = 0; i < x.length; i++) sums[i] = (sums[i] ?? 0) + (column[i] ?? 0);
  let base = new Float64Array(x.length);
  return lines.map((line, at) => {
    const top = base.map((below, i) => {
      const value = columns[at]?.[i] ?? 0;
      const sum = sums[i] ?? 0;
      return below + (isPercent ? (sum === 0 ? 0 : (value / sum) * 100) : value);
    });
    const { low: _low, high: _high, faint: _faint, xLast: _xLast, members: _members, count: _count, ...rest } = line;
    const stacked: ChartLine = { ...rest, x, y: top, base, isOutOfOrder: false };
    base = top;
    return stacked;
  });
}

function heldValues(line: ChartLine, x: Float64Array): Float64Array {
  const order = Array.from(line.x.keys()).sort((a, b) => (line.x[a] ?? 0) - (line.x[b] ?? 0));
  const last = line.x[order.at(-1) ?? 0] ?? NaN;
  let next = 0;
  let value = 0;
  return x.map((at) => {
    while (next < order.length && (line.x[order[next] ?? 0] ?? 0) <= at) {
      const found = line.y[order[next] ?? 0] ?? NaN;
      value = Number.isFinite(found) ? found : 0;
      next += 1;
    }
    return next === 0 || at > last ? 0 : value;
  });
}
