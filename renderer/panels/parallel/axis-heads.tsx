import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { Popover } from '#ui/widgets';
import { AxisSettings, type AxisSettingsProps } from './axis-settings.tsx';
import { changeAxis, moveAxis, type AxisConfig } from './config.ts';
import styles from './parallel.module.css';
import type { Ranges } from './reading.ts';
import type { Parallel } from './series.ts';
import { strings } from './strings.ts';

export interface AxisHeadsProps {
  readonly parallel: Parallel;
  readonly axes: readonly AxisConfig[];
  /** x of each axis in pixels. */
  readonly xs: readonly number[];
  readonly width: number;
  readonly ranges: Ranges;
  readonly onRanges: (id: string, ranges: AxisSettingsProps['ranges']) => void;
  readonly onAxes: (axes: readonly AxisConfig[]) => void;
}

/** A press that moves further than this drags the axis. */
const DRAG_PX = 5;

/** The names above the axes: a click opens the axis' settings, a drag or an arrow key moves it. */
export function AxisHeads({ parallel, axes, xs, width, ranges, onRanges, onAxes }: AxisHeadsProps): ReactElement {
  return (
    <div className={styles.heads}>
      {parallel.axes.map((axis, shown) => {
        const at = axes.findIndex((one) => one.column === axis.id);
        const config = axes[at];
        if (config === undefined) return undefined;
        return (
          <Head
            key={axis.id}
            axis={axis}
            config={config}
            place={at}
            count={axes.length}
            shown={shown}
            xs={xs}
            width={width}
            ranges={ranges.get(axis.id) ?? []}
            onRanges={(next) => onRanges(axis.id, next)}
            onChange={(part) => onAxes(changeAxis(axes, at, part))}
            onMove={(to) => onAxes(moveAxis(axes, at, to))}
            onRemove={() => onAxes(axes.filter((_, i) => i !== at))}
          />
        );
      })}
    </div>
  );
}

interface HeadProps extends AxisSettingsProps {
  readonly shown: number;
  readonly xs: readonly number[];
  readonly width: number;
}

function Head({ shown, xs, width, ...props }: HeadProps): ReactElement {
  const { axis, place, count, onMove } = props;
  const [isOpen, setOpen] = useState(false);
  const [shift, setShift] = useState(0);
  const from = useRef<number | undefined>(undefined);
  const isDragged = useRef(false);
  const x = xs[shown] ?? 0;
  const gap = (xs[1] ?? width) - (xs[0] ?? 0);
  const room = Math.min(gap - 6, 2 * Math.min(x, width - x));
  const drop = (event: PointerEvent): void => {
    if (from.current !== undefined && isDragged.current) {
      const at = x + event.clientX - from.current;
      const nearest = xs.reduce((best, one, i) => (Math.abs(one - at) < Math.abs((xs[best] ?? 0) - at) ? i : best), 0);
      onMove(place + nearest - shown);
    }
    from.current = undefined;
    setShift(0);
  };
  const press = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0 || isOpen) return;
    event.preventDefault();
    onMove(place + by);
  };
  return (
    <div
      className={styles.head}
      data-dragged={shift === 0 ? undefined : ''}
      style={{ left: x + shift, maxWidth: Math.max(24, room) }}
    >
      <Popover
        label={axis.label}
        isOpen={isOpen}
        onOpen={(next) => setOpen(next && !isDragged.current)}
        trigger={
          <button
            type="button"
            className={styles.name}
            aria-label={strings.axis(axis.label, place + 1, count)}
            title={`${axis.label}\n${strings.axisTip}`}
            onKeyDown={press}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              from.current = event.clientX;
              isDragged.current = false;
            }}
            onPointerMove={(event) => {
              if (from.current === undefined) return;
              const by = event.clientX - from.current;
              isDragged.current ||= Math.abs(by) > DRAG_PX;
              if (isDragged.current) setShift(by);
            }}
            onPointerUp={drop}
            onPointerCancel={drop}
          >
            {axis.label}
          </button>
        }
      >
        <AxisSettings {...props} />
      </Popover>
    </div>
  );
}
