import { useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { PlotBox, PlotCanvasHandle } from '#ui/charts';
import { pointAt, pointsIn, type Rectangle } from './reading.ts';
import type { Scatter } from './series.ts';

/** A point under the pointer, and where the pointer is in the window. */
export interface Hover {
  readonly i: number;
  readonly clientX: number;
  readonly clientY: number;
}

export interface PointerActs {
  readonly onHover: (i: number | undefined) => void;
  readonly onPress: (i: number | undefined, event: PointerEvent) => void;
  readonly onBrush: (found: readonly number[], area: Rectangle, isAdded: boolean) => void;
}

/** A press that moves further than this is a brush. */
const DRAG_PX = 4;

/** Hover, click and brush over the picture. The rectangle is read by the painting of the upper canvas. */
export function usePointer(
  scatter: Scatter,
  box: RefObject<PlotBox | undefined>,
  canvas: RefObject<PlotCanvasHandle | null>,
  acts: PointerActs,
) {
  const [hover, setHover] = useState<Hover | undefined>(undefined);
  const start = useRef<readonly [number, number] | undefined>(undefined);
  const brush = useRef<Rectangle | undefined>(undefined);
  const placeOf = (event: PointerEvent): readonly [number, number] => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const point = (next: Hover | undefined): void => {
    setHover(next);
    acts.onHover(next?.i);
  };
  const end = (): void => {
    start.current = undefined;
    brush.current = undefined;
    canvas.current?.paintOver();
  };
  return {
    hover,
    brush,
    forget: () => point(undefined),
    handlers: {
      onPointerDown: (event: PointerEvent): void => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = placeOf(event);
      },
      onPointerMove: (event: PointerEvent): void => {
        const [x, y] = placeOf(event);
        const from = start.current;
        if (from !== undefined && Math.hypot(x - from[0], y - from[1]) > DRAG_PX) {
          if (hover !== undefined) point(undefined);
          brush.current = {
            left: Math.min(x, from[0]),
            right: Math.max(x, from[0]),
            top: Math.min(y, from[1]),
            bottom: Math.max(y, from[1]),
          };
          canvas.current?.paintOver();
          return;
        }
        if (box.current === undefined) return;
        const i = pointAt(scatter, box.current, x, y);
        if (i !== undefined) point({ i, clientX: event.clientX, clientY: event.clientY });
        else if (hover !== undefined) point(undefined);
      },
      onPointerUp: (event: PointerEvent): void => {
        const area = brush.current;
        const isPress = start.current !== undefined && area === undefined;
        end();
        if (box.current === undefined) return;
        if (area !== undefined) acts.onBrush(pointsIn(scatter, box.current, area), area, event.shiftKey);
        else if (isPress) acts.onPress(pointAt(scatter, box.current, ...placeOf(event)), event);
      },
      onPointerCancel: end,
      onPointerLeave: (): void => {
        if (start.current === undefined) point(undefined);
      },
    },
  };
}
