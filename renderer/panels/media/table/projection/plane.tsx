import { useCallback, useEffect, useMemo, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { PlotCanvas, type PaintPlot } from '#ui/charts';
import { usePanZoom, ZoomButtons, type PlaneSize } from '#ui/widgets';
import type { PointColors } from './colors.ts';
import { paintCloud, paintPoint, radiusOf, type Cloud } from './paint.ts';
import { layOnPlane, PLANE_WIDTH, pointNear } from './points.ts';
import styles from './projection.module.css';
import { strings } from './strings.ts';

/** A point under the pointer, and where the pointer is in the window. */
export interface PointedAt {
  readonly i: number;
  readonly clientX: number;
  readonly clientY: number;
}

export interface PlaneProps {
  readonly label: string;
  /** x and y in turn. */
  readonly points: ArrayLike<number>;
  readonly colors: PointColors;
  /** Names of the legend that were turned off. */
  readonly hidden: ReadonlySet<string>;
  /** They do not move any more. */
  readonly isFinal: boolean;
  /** The wheel zooms without Ctrl. */
  readonly isWheelOwn: boolean;
  readonly pointed: number | undefined;
  readonly onPointed: (at: PointedAt | undefined) => void;
  readonly onOpen: (i: number) => void;
}

/** Pixels around the pointer in which a point is found. */
const REACH_PX = 10;
/** A press that moves further than this drags. */
const DRAG_PX = 4;
const MOST_SCALE = 30;

/** Points on a plane that is dragged and zoomed; hover and click find the nearest point. */
export function Plane(props: PlaneProps): ReactElement {
  const { label, points, colors, hidden, isFinal, isWheelOwn, pointed, onPointed, onOpen } = props;
  const frame = useRef<HTMLDivElement>(null);
  const size = usePlaneSize(frame);
  const laid = useMemo(() => layOnPlane(points, size), [points, size]);
  const isShown = useCallback(
    (i: number) => hidden.size === 0 || !hidden.has(colors.names[colors.of[i] ?? 0] ?? ''),
    [hidden, colors],
  );
  const cloud = useMemo((): Cloud => ({ laid, colors, isShown }), [laid, colors, isShown]);
  const { view, zoomIn, zoomOut, fit, drag, press } = usePanZoom(frame, size, {
    isWheelForPage: !isWheelOwn,
    mostScale: MOST_SCALE,
  });
  const count = laid.length / 2;
  const paint = useCallback<PaintPlot>(
    (context, room, look) => paintCloud(context, room, look, cloud, view, radiusOf(count, view, room, size.width)),
    [cloud, view, count, size.width],
  );
  const paintOver = useCallback<PaintPlot>(
    (context, room, look) => {
      if (pointed !== undefined && pointed < count)
        paintPoint(context, look, cloud, view, radiusOf(count, view, room, size.width), pointed);
    },
    [cloud, view, count, size.width, pointed],
  );
  const start = useRef<readonly [number, number] | undefined>(undefined);
  const isDragging = (event: PointerEvent): boolean =>
    start.current !== undefined &&
    Math.hypot(event.clientX - start.current[0], event.clientY - start.current[1]) > DRAG_PX;
  const find = (event: PointerEvent<HTMLElement>): number | undefined => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - left - view.x) / view.scale;
    const y = (event.clientY - top - view.y) / view.scale;
    return pointNear(laid, x, y, REACH_PX / view.scale, isShown);
  };
  return (
    <div
      ref={frame}
      className={styles.plane}
      role="application"
      aria-label={label}
      aria-description={strings.howTo}
      tabIndex={0}
      data-points={count}
      data-final={isFinal ? '' : undefined}
      data-pointed={pointed === undefined ? undefined : ''}
      onPointerDown={(event) => {
        // Buttons that lie on the plane are no part of it.
        if (event.button !== 0 || (event.target as Element).closest('button') !== null) return;
        start.current = [event.clientX, event.clientY];
        drag.onPointerDown(event);
      }}
      onPointerMove={(event) => {
        if (start.current === undefined) {
          const i = (event.target as Element).closest('button') === null ? find(event) : undefined;
          return onPointed(i === undefined ? undefined : { i, clientX: event.clientX, clientY: event.clientY });
        }
        if (!isDragging(event)) return undefined;
        onPointed(undefined);
        return drag.onPointerMove(event);
      }}
      onPointerUp={(event) => {
        const isClick = start.current !== undefined && !isDragging(event);
        start.current = undefined;
        drag.onPointerUp();
        const i = isClick ? find(event) : undefined;
        if (i === undefined) return;
        onPointed(undefined);
        onOpen(i);
      }}
      onPointerCancel={() => {
        start.current = undefined;
        drag.onPointerUp();
      }}
      onPointerLeave={() => onPointed(undefined)}
      onKeyDown={press}
    >
      <PlotCanvas paint={paint} paintOver={paintOver} />
      <ZoomButtons zoomIn={zoomIn} zoomOut={zoomOut} fit={fit} />
    </div>
  );
}

/** A plane of the shape of its frame. */
function usePlaneSize(frame: { readonly current: HTMLElement | null }): PlaneSize {
  const [height, setHeight] = useState(PLANE_WIDTH);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      if (clientWidth > 0 && clientHeight > 0) setHeight(Math.round((PLANE_WIDTH * clientHeight) / clientWidth));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return useMemo(() => ({ width: PLANE_WIDTH, height }), [height]);
}
