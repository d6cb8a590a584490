import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import styles from './columns.module.css';

interface PointTooltipProps {
  /** Place of the pointer in the window. */
  readonly clientX: number;
  readonly clientY: number;
  readonly title: string;
  readonly color: string | undefined;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly note?: string | undefined;
}

const DISTANCE_PX = 14;
const MARGIN_PX = 8;

/** What is under the pointer, beside it and inside the window. */
function PointTooltip({ clientX, clientY, title, color, rows, note }: PointTooltipProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const isRight = clientX + DISTANCE_PX + width + MARGIN_PX <= innerWidth;
    const left = isRight ? clientX + DISTANCE_PX : clientX - DISTANCE_PX - width;
    const isBelow = clientY + DISTANCE_PX + height + MARGIN_PX <= innerHeight;
    const top = isBelow ? clientY + DISTANCE_PX : clientY - DISTANCE_PX - height;
    element.style.transform = `translate(${Math.max(MARGIN_PX, left)}px, ${Math.max(MARGIN_PX, top)}px)`;
  });
  return createPortal(
    <div ref={box} className={styles.tooltip} role="presentation">
      <div className={styles.tooltipHead}>
        {color === undefined ? undefined : <span className={styles.dot} style={{ background: color }} />}
        <span className={styles.cut}>{title}</span>
      </div>
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <td className={styles.tooltipName}>{name}</td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {note === undefined ? undefined : <div className={styles.tooltipNote}>{note}</div>}
    </div>,
    document.body,
  );
}

interface PointedProps extends Omit<PointTooltipProps, 'clientX' | 'clientY'> {
  /** Where it is in the window; undefined = nothing is pointed at. */
  readonly at: { readonly clientX: number; readonly clientY: number } | undefined;
  /** The keyboard has led there: then it is read aloud too. */
  readonly isKeyed: boolean;
}

/** What pointer or keyboard are on, as a tooltip and in words for screen readers. */
export function Pointed({ at, isKeyed, ...told }: PointedProps): ReactElement {
  return (
    <>
      <span className="visually-hidden" aria-live="polite">
        {at !== undefined && isKeyed ? `${told.title}, ${told.rows.map((row) => row.join(' ')).join(', ')}` : ''}
      </span>
      {at === undefined ? undefined : <PointTooltip clientX={at.clientX} clientY={at.clientY} {...told} />}
    </>
  );
}
