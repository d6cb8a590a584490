import { useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { PlotCanvasHandle } from '#ui/charts';
import { valueAt, type Placing } from './placing.ts';
import { runAt, type AxisRange } from './reading.ts';
import type { Parallel } from './series.ts';

/** A run under the pointer, and where the pointer is in the window. */
export interface Hover {
  readonly row: number;
  readonly clientX: number;
  readonly clientY: number;
}

export interface PointerActs {
  readonly onHover: (row: number | undefined) => void;
  readonly onPress: (row: number | undefined, event: PointerEvent) => void;
  /** A range was dragged on an axis (`isAdded`: beside those it has); undefined = a click took its ranges away. */
  readonly onRange: (axis: number, range: AxisRange | undefined, isAdded: boolean) => void;
}

/** A range that is being dragged. */
export interface Drag {
  readonly axis: number;
  readonly range: AxisRange;
}

const DRAG_PX = 4;
const AXIS_PX = 11;

/** Hover and click on lines, drags along axes. The range under way is read by the painting of the upper canvas. */
export function usePointer(
  parallel: Parallel,
  placing: RefObject<Placing | undefined>,
  canvas: RefObject<PlotCanvasHandle | null>,
  acts: PointerActs,
) {
  const [hover, setHover] = useState<Hover | undefined>(undefined);
  const [isOverAxis, setOverAxis] = useState(false);
  const start = useRef<{ readonly axis: number | undefined; readonly x: number; readonly y: number } | undefined>(
    undefined,
  );
  const drag = useRef<Drag | undefined>(undefined);
  const axisAt = (x: number): number | undefined => {
    const at = placing.current?.xs.findIndex((one) => Math.abs(one - x) <= AXIS_PX) ?? -1;
    return at < 0 ? undefined : at;
  };
  const point = (next: Hover | undefined): void => {
    setHover(next);
    acts.onHover(next?.row);
  };
  const rangeTo = (y: number): AxisRange | undefined => {
    const from = start.current;
    if (placing.current === undefined || from?.axis === undefined) return undefined;
    return rangeBetween(parallel, placing.current, from.axis, from.y, y);
  };
  const move = (event: PointerEvent): void => {
    const { x, y } = spotOf(event);
    const from = start.current;
    if (from?.axis !== undefined) {
      const range = rangeTo(y);
      if (range === undefined || (drag.current === undefined && Math.abs(y - from.y) <= DRAG_PX)) return;
      if (hover !== undefined) point(undefined);
      drag.current = { axis: from.axis, range };
      canvas.current?.paintOver();
      return;
    }
    setOverAxis(axisAt(x) !== undefined);
    const row = placing.current === undefined ? undefined : runAt(parallel, placing.current, x, y);
    if (row !== undefined) point({ row, clientX: event.clientX, clientY: event.clientY });
    else if (hover !== undefined) point(undefined);
  };
  const end = (): void => {
    start.current = undefined;
    drag.current = undefined;
    canvas.current?.paintOver();
  };
  return {
    hover,
    drag,
    isOverAxis,
    handlers: {
      onPointerDown: (event: PointerEvent): void => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const spot = spotOf(event);
        start.current = { ...spot, axis: axisAt(spot.x) };
      },
      onPointerMove: move,
      onPointerUp: (event: PointerEvent): void => {
        const from = start.current;
        const dragged = drag.current;
        end();
        if (from === undefined) return;
        if (dragged !== undefined) acts.onRange(dragged.axis, dragged.range, event.shiftKey);
        else if (from.axis !== undefined && hover === undefined) acts.onRange(from.axis, undefined, false);
        else acts.onPress(hover?.row, event);
      },
      onPointerCancel: end,
      onPointerLeave: (): void => {
        setOverAxis(false);
        if (start.current === undefined) point(undefined);
      },
    },
  };
}

function spotOf(event: PointerEvent): { readonly x: number; readonly y: number } {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** The values between two heights on an axis, from the lower to the higher. */
function rangeBetween(parallel: Parallel, placing: Placing, axis: number, from: number, to: number): AxisRange {
  const value = (y: number): number =>
    valueAt(parallel, placing, axis, Math.max(0, Math.min(placing.height, y - placing.top)));
  const ends = [value(from), value(to)] as const;
  return [Math.min(...ends), Math.max(...ends)];
}
