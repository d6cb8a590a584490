import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { formatNumber } from '#shared/units';
import type { Hover } from './chart-view.ts';
import styles from './line-chart.module.css';
import type { XKind } from './lines.ts';
import { windowAround, type Reading } from './reading.ts';
import { formatX } from './ticks.ts';

const MOST_ROWS = 14;
/** Free space between pointer and tooltip, so that it never covers what is pointed at. */
const DISTANCE_PX = 18;
const MARGIN_PX = 8;

export interface ChartTooltipProps {
  readonly hover: Hover;
  readonly title: string;
  readonly xKind: XKind;
  readonly xName: string;
}

/** Every line at the cursor, by value; beside the pointer and inside the window. */
export function ChartTooltip({ hover, title, xKind, xName }: ChartTooltipProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const fitsRight = hover.clientX + DISTANCE_PX + width + MARGIN_PX <= innerWidth;
    const left = fitsRight ? hover.clientX + DISTANCE_PX : hover.clientX - DISTANCE_PX - width;
    const top = Math.min(hover.clientY + DISTANCE_PX / 2, innerHeight - height - MARGIN_PX);
    element.style.transform = `translate(${Math.max(MARGIN_PX, left)}px, ${Math.max(MARGIN_PX, top)}px)`;
  }, [hover]);
  const { readings, nearest, x } = hover;
  const shown = windowAround(
    readings,
    readings.findIndex((one) => one.id === nearest),
    MOST_ROWS,
  );
  const hasOriginal = shown.rows.some((one) => one.original !== undefined);
  const hasSpread = shown.rows.some((one) => one.count > 1);
  return createPortal(
    <div ref={box} className={styles.tooltip} role="presentation">
      <div className={styles.tooltipHead}>
        <span className={styles.tooltipTitle}>{title}</span>
        <span>
          {xName} {formatX(x, xKind)}
        </span>
      </div>
      {shown.above > 0 ? <div className={styles.more}>{shown.above} higher</div> : undefined}
      <table className={styles.rows}>
        <tbody>
          {shown.rows.map((one) => (
            <Row
              key={one.id}
              reading={one}
              hover={hover}
              xKind={xKind}
              hasOriginal={hasOriginal}
              hasSpread={hasSpread}
            />
          ))}
        </tbody>
      </table>
      {shown.below > 0 ? <div className={styles.more}>{shown.below} lower</div> : undefined}
    </div>,
    document.body,
  );
}

interface RowProps {
  readonly reading: Reading;
  readonly hover: Hover;
  readonly xKind: XKind;
  readonly hasOriginal: boolean;
  readonly hasSpread: boolean;
}

function Row({ reading, hover, xKind, hasOriginal, hasSpread }: RowProps): ReactElement {
  const { value, original, low, high, count } = reading;
  return (
    <tr className={styles.row} data-nearest={reading.id === hover.nearest ? '' : undefined}>
      <td>
        <svg width="16" height="8" aria-hidden style={{ color: reading.color }}>
          <line
            x1="1"
            x2="15"
            y1="4"
            y2="4"
            stroke="currentColor"
            strokeWidth="2.5"
            strokeDasharray={reading.dash.join(' ')}
          />
        </svg>
      </td>
      <td className={styles.name}>{reading.label}</td>
      <td className={styles.value}>{formatNumber(value)}</td>
      {hasOriginal ? (
        <td className={styles.aside}>{original === undefined ? '' : formatNumber(original)}</td>
      ) : undefined}
      {hasSpread ? (
        <td className={styles.aside}>
          {count > 1 && low !== undefined && high !== undefined ? `${formatNumber(low)} … ${formatNumber(high)}` : ''}
        </td>
      ) : undefined}
      {reading.x <= hover.x && hover.x <= reading.xEnd ? undefined : (
        <td className={styles.aside}>at {formatX(reading.x, xKind)}</td>
      )}
    </tr>
  );
}
