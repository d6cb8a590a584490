import type { ReactElement } from 'react';
import { decodeHistogram } from '#shared/media';
import { formatNumber } from '#shared/units';
import { strings } from './strings.ts';

const WIDTH = 96;
const HEIGHT = 18;
/** More bars than this cannot be told apart in so little room. */
const MOST_BARS = 48;

/** A logged histogram as a small shape; undefined when the value is none. Hovering tells its span and count. */
export function HistogramSpark({ value }: { readonly value: unknown }): ReactElement | undefined {
  const item = decodeHistogram(value);
  if (item === undefined) return undefined;
  const size = Math.ceil(item.counts.length / MOST_BARS);
  const bars = Array.from({ length: Math.ceil(item.counts.length / size) }, (_, i) =>
    item.counts.slice(i * size, (i + 1) * size).reduce((sum, count) => sum + count, 0),
  );
  const highest = Math.max(1, ...bars);
  const total = item.counts.reduce((sum, count) => sum + count, 0);
  const words = strings.span(total, formatNumber(item.edges[0] ?? 0), formatNumber(item.edges.at(-1) ?? 0));
  const width = WIDTH / bars.length;
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={words}
      style={{ color: 'var(--accent)', display: 'block' }}
    >
      <title>{words}</title>
      <rect width={WIDTH} height={HEIGHT} fill="transparent" />
      {bars.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(1, (count / highest) * (HEIGHT - 1));
        return (
          <rect
            key={i}
            x={i * width}
            y={HEIGHT - height}
            width={Math.max(0.6, width - (bars.length > 32 ? 0.3 : 0.8))}
            height={height}
            fill="currentColor"
          />
        );
      })}
    </svg>
  );
}
