import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';
import { PlotCanvas, type PaintPlot } from '#ui/charts';
import { usePanZoom, useStable, ZoomButtons, type PanZoom, type PlaneSize } from '#ui/widgets';
import type { PointColors } from './colors.ts';
import { paintCloud, paintPoint, radiusOf, type Cloud } from './paint.ts';
import { layOnPlane, PLANE_WIDTH, pointBeside, pointNear, pointToward, type Toward } from './points.ts';
import styles from './projection.module.css';
import { strings } from './strings.ts';

/** A point under the pointer, and where the pointer is in the window; or one that keys went to, and where it is. */
export interface PointedAt {
  readonly i: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly isByKeys: boolean;
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
/** A point that keys go to comes into sight with so much of the plane around it. */
const NEAR = 4;

/** Points on a plane that is dragged and zoomed; hover and click find the nearest point, arrows go from one to the next. */
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
  const { view, zoomIn, zoomOut, fit, drag, press, reveal } = usePanZoom(frame, size, {
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
  const walk = useWalk({ frame, laid, view, isShown, onPointed });
  const pressKey = (event: KeyboardEvent): void => {
    // Buttons that lie on the plane keep their keys.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && walk.at !== undefined) onOpen(walk.at);
    else if (event.key === 'Escape' && walk.at !== undefined) walk.end();
    else {
      const to = event.shiftKey ? undefined : walk.step(event.key);
      if (to === undefined) return void press(event);
      const [x, y] = [(laid[2 * to] ?? 0) - NEAR, (laid[2 * to + 1] ?? 0) - NEAR];
      reveal({ x, y, width: 2 * NEAR, height: 2 * NEAR });
    }
    event.preventDefault();
    event.stopPropagation();
  };
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
        walk.leave();
        drag.onPointerDown(event);
      }}
      onPointerMove={(event) => {
        if (start.current === undefined) {
          walk.leave();
          const i = (event.target as Element).closest('button') === null ? find(event) : undefined;
          return onPointed(
            i === undefined ? undefined : { i, clientX: event.clientX, clientY: event.clientY, isByKeys: false },
          );
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
      onPointerLeave={() => {
        if (walk.at === undefined) onPointed(undefined);
      }}
      onBlur={walk.end}
      onKeyDown={pressKey}
    >
      <PlotCanvas paint={paint} paintOver={paintOver} />
      <ZoomButtons zoomIn={zoomIn} zoomOut={zoomOut} fit={fit} />
    </div>
  );
}

const TOWARD: Readonly<Record<string, Toward>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface WalkedPlane extends Pick<PlaneProps, 'onPointed'> {
  readonly frame: { readonly current: HTMLElement | null };
  readonly laid: Float32Array;
  readonly view: PanZoom['view'];
  readonly isShown: (i: number) => boolean;
}

interface Walk {
  /** The point that keys went to. */
  readonly at: number | undefined;
  /** The point that a key leads to, which is gone to; undefined when it is no such key. */
  readonly step: (key: string) => number | undefined;
  /** The pointer takes over. */
  readonly leave: () => void;
  readonly end: () => void;
}

/** Goes from point to point by keys, beginning in the middle of what is in sight. */
function useWalk({ frame, laid, view, isShown, onPointed }: WalkedPlane): Walk {
  const [at, setAt] = useState<number | undefined>(undefined);
  // Who comes back from a row goes on where they were.
  const last = useRef<number | undefined>(undefined);
  const count = laid.length / 2;
  const point = useStable({ point: onPointed });
  useLayoutEffect(() => {
    if (at === undefined || at >= count) return;
    const { left = 0, top = 0 } = frame.current?.getBoundingClientRect() ?? {};
    const clientX = left + view.x + (laid[2 * at] ?? 0) * view.scale;
    const clientY = top + view.y + (laid[2 * at + 1] ?? 0) * view.scale;
    point.point({ i: at, clientX, clientY, isByKeys: true });
  }, [at, count, frame, laid, view, point]);
  const first = (): number | undefined => {
    if (last.current !== undefined && last.current < count && isShown(last.current)) return last.current;
    const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
    const [x, y] = [(clientWidth / 2 - view.x) / view.scale, (clientHeight / 2 - view.y) / view.scale];
    return pointNear(laid, x, y, Infinity, isShown);
  };
  const step = (key: string): number | undefined => {
    const toward = TOWARD[key];
    const by = key === 'PageDown' ? 1 : key === 'PageUp' ? -1 : undefined;
    if (toward === undefined && by === undefined && key !== 'Home' && key !== 'End') return undefined;
    const from = at ?? first();
    if (from === undefined) return undefined;
    const to =
      key === 'Home'
        ? pointBeside(count, -1, 1, isShown)
        : key === 'End'
          ? pointBeside(count, count, -1, isShown)
          : at === undefined
            ? from
            : toward !== undefined
              ? (pointToward(laid, from, toward, isShown) ?? from)
              : pointBeside(count, from, by ?? 1, isShown);
    if (to < 0 || to >= count) return undefined;
    last.current = to;
    setAt(to);
    return to;
  };
  const leave = (): void => setAt(undefined);
  const end = (): void => {
    if (at === undefined) return;
    leave();
    onPointed(undefined);
  };
  return { at, step, leave, end };
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
