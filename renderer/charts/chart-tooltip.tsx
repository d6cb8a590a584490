import { useEffect, useLayoutEffect, useRef, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { formatNumber } from '#shared/units';
import { CopyButton, cx, RunName } from '#ui/widgets';
import type { Hover } from './chart-view.ts';
import styles from './line-chart.module.css';
import type { XKind } from './lines.ts';
import { fillTip, windowAround, type Reading } from './reading.ts';
import { strings } from './strings.ts';
import { formatX } from './ticks.ts';

/** Lines listed at the cursor: the one under the pointer, so many around it, or as many as a screen holds. */
export type TooltipRows = 'nearest' | 'all' | number;

/** More rows than this do not fit beside the pointer; the held tooltip scrolls through all. */
const MOST_ROWS = 14;
/** Free space between pointer and tooltip, so that it never covers what is pointed at. */
const DISTANCE_PX = 18;
const MARGIN_PX = 8;

export interface ChartTooltipProps {
  readonly hover: Hover;
  readonly title: string;
  readonly xKind: XKind;
  readonly xName: string;
  readonly rows: TooltipRows;
  /** Stands still with all rows, to be read, scrolled and copied. */
  readonly isHeld: boolean;
  readonly onRelease: () => void;
}

/** Every line at the cursor, by value; beside the pointer and inside the window. */
export function ChartTooltip(props: ChartTooltipProps): ReactElement {
  const { hover, title, xKind, xName, isHeld, onRelease } = props;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const fitsRight = hover.clientX + DISTANCE_PX + width + MARGIN_PX <= innerWidth;
    const left = fitsRight ? hover.clientX + DISTANCE_PX : hover.clientX - DISTANCE_PX - width;
    const top = Math.min(hover.clientY + DISTANCE_PX / 2, innerHeight - height - MARGIN_PX);
    element.style.transform = `translate(${Math.max(MARGIN_PX, left)}px, ${Math.max(MARGIN_PX, top)}px)`;
  }, [hover, isHeld]);
  useRelease(box, isHeld, onRelease);
  const { readings, nearest, x } = hover;
  const limit = isHeld || props.rows === 'all' ? MOST_ROWS : props.rows === 'nearest' ? 1 : props.rows;
  const center = readings.findIndex((one) => one.id === nearest);
  const shown = isHeld ? { rows: readings, above: 0, below: 0 } : windowAround(readings, center, limit);
  const hasOriginal = shown.rows.some((one) => one.original !== undefined);
  const hasSpread = shown.rows.some((one) => one.count > 1 || one.members !== undefined);
  return createPortal(
    <div ref={box} className={cx(styles.tooltip, isHeld && styles.held)} role={isHeld ? 'dialog' : 'presentation'}>
      <div className={styles.tooltipHead}>
        <span className={styles.tooltipTitle}>{title}</span>
        <span>
          {xName} {formatX(x, xKind)}
        </span>
        {isHeld ? <CopyButton text={() => readingsText(hover, xName)} label={strings.copyValues} /> : undefined}
      </div>
      {shown.above > 0 ? <div className={styles.more}>{strings.higher(shown.above)}</div> : undefined}
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
      {shown.below > 0 ? <div className={styles.more}>{strings.lower(shown.below)}</div> : undefined}
    </div>,
    document.body,
  );
}

/** A held tooltip goes with Escape or a press elsewhere. */
function useRelease(box: React.RefObject<HTMLElement | null>, isHeld: boolean, onRelease: () => void): void {
  useEffect(() => {
    if (!isHeld) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      onRelease();
    };
    const point = (event: PointerEvent): void => {
      const { target } = event;
      const isInside = target instanceof Node && box.current?.contains(target) === true;
      // A click on the chart itself releases by its own click.
      const isChart = target instanceof Element && target.closest('.u-over') !== null;
      if (!isInside && !isChart) onRelease();
    };
    addEventListener('keydown', press, true);
    addEventListener('pointerdown', point, true);
    return () => {
      removeEventListener('keydown', press, true);
      removeEventListener('pointerdown', point, true);
    };
  }, [box, isHeld, onRelease]);
}

/** The rows as a table to paste, values in full. */
function readingsText({ x, readings }: Hover, xName: string): string {
  const rows = readings.map((one) => [one.label, one.value, one.original ?? '', one.low ?? '', one.high ?? '']);
  const head = Object.values(strings.table);
  return [[xName, x], head, ...rows].map((row) => row.join('\t')).join('\n');
}

interface RowProps {
  readonly reading: Reading;
  readonly hover: Hover;
  readonly xKind: XKind;
  readonly hasOriginal: boolean;
  readonly hasSpread: boolean;
}

function Row({ reading, hover, xKind, hasOriginal, hasSpread }: RowProps): ReactElement {
  const { value, original } = reading;
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
      <td className={styles.name}>
        <RunName name={reading.label} />
      </td>
      {reading.tip === undefined ? (
        <td className={styles.value}>{formatNumber(value)}</td>
      ) : (
        <td className={styles.value}>{fillTip(reading, hover.readings, formatX(reading.x, xKind))}</td>
      )}
      {hasOriginal ? (
        <td className={styles.aside}>{original === undefined ? '' : formatNumber(original)}</td>
      ) : undefined}
      {hasSpread ? <td className={styles.aside}>{spreadOf(reading)}</td> : undefined}
      {reading.x <= hover.x && hover.x <= reading.xEnd ? undefined : (
        <td className={styles.aside}>{strings.at(formatX(reading.x, xKind))}</td>
      )}
    </tr>
  );
}

function spreadOf({ low, high, count, members }: Reading): string {
  const span = low === undefined || high === undefined ? '' : `${formatNumber(low)} … ${formatNumber(high)}`;
  if (members !== undefined) return `${span}  ${strings.members(members)}`;
  return count > 1 ? span : '';
}
