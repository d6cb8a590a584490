import type { ReactElement } from 'react';
import type { ColumnStats } from '#shared/api';
import { cellText } from './cell-text.ts';
import { strings } from './strings.ts';
import styles from './table.module.css';

/** How the numbers of a column lie, as bars. */
export function MiniBins({ stats }: { readonly stats: ColumnStats }): ReactElement | undefined {
  const { bins, min, max, missing } = stats;
  if (bins === undefined || min === undefined || max === undefined) return undefined;
  const most = Math.max(...bins);
  const words = `${cellText(min)} – ${cellText(max)}${missing > 0 ? `, ${strings.missingCount(missing)}` : ''}`;
  return (
    <svg
      className={styles.bins}
      viewBox={`0 0 ${bins.length} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      {bins.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(0.6, (count / most) * 10);
        return <rect key={i} x={i + 0.08} y={10 - height} width={0.84} height={height} />;
      })}
    </svg>
  );
}

/** The most frequent text of a column and how many there are. */
export function MiniTop({ stats }: { readonly stats: ColumnStats }): ReactElement | undefined {
  const { top, distinct, missing } = stats;
  const [first] = top ?? [];
  const words = [
    ...(distinct === undefined ? [] : [strings.values(distinct)]),
    ...(missing > 0 ? [strings.missingCount(missing)] : []),
  ].join(', ');
  const tip = (top ?? []).map(([value, count]) => `${value}: ${count.toLocaleString('en-US')}`).join('\n');
  if (words === '') return undefined;
  return <span title={tip}>{first !== undefined && distinct === 1 ? strings.allAre(first[0]) : words}</span>;
}
