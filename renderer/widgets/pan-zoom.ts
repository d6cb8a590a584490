import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

/** Where a plane lies in its frame: a point of the plane is at `x + scale * px`. */
export interface PlaneView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface PlaneSize {
  readonly width: number;
  readonly height: number;
}

export interface PanZoom {
  readonly view: PlaneView;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** The whole plane, in the middle of the frame. */
  readonly fit: () => void;
  /** The view to begin with. */
  readonly fitFirst: () => void;
  /** Moves the plane by pixels of the screen. */
  readonly shift: (dx: number, dy: number) => void;
  /** Moves the plane just so far that a box of it is in sight. */
  readonly reveal: (box: { readonly x: number; readonly y: number } & PlaneSize) => void;
  /** Listeners of the frame: dragging anywhere but on controls. */
  readonly drag: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: () => void;
  };
  /** Moves by arrows, zooms by + and -, fits by 0; true when the press was one of these. */
  readonly press: (event: KeyboardEvent) => boolean;
}

export interface PanZoomOptions {
  /** The first view is not smaller than this; a plane that does not fit then begins at its upper left corner. */
  readonly leastFirst?: number;
  /** The wheel zooms only with Ctrl or Cmd (or by pinching), where the page around it scrolls. */
  readonly isWheelForPage?: boolean;
  /** A plane that grows is not fitted again: what is looked at stays where it is. */
  readonly isFittedOnce?: boolean;
  /** How far one can zoom in; 2.5 when left out. */
  readonly mostScale?: number;
}

const LEAST_SCALE = 0.1;
const USUAL_MOST_SCALE = 2.5;
const ZOOM_STEP = 1.25;
const PAN_PX = 60;
/** Room around a box that is brought into sight. */
const MARGIN_PX = 24;

/** A plane that is dragged, wheeled and zoomed in its frame; fitted at first and when its size changes. */
export function usePanZoom(
  frame: { readonly current: HTMLElement | null },
  size: PlaneSize,
  { leastFirst = 0, isWheelForPage = false, isFittedOnce = false, mostScale = USUAL_MOST_SCALE }: PanZoomOptions = {},
): PanZoom {
  const { width, height } = size;
  const [view, setView] = useState<PlaneView>({ x: 0, y: 0, scale: 1 });
  const grabbed = useRef<{ x: number; y: number; view: PlaneView } | undefined>(undefined);
  const room = (): PlaneSize => ({
    width: frame.current?.clientWidth ?? 0,
    height: frame.current?.clientHeight ?? 0,
  });
  const fitAt = (least: number): void => setView((old) => fitted(size, room(), least) ?? old);
  const zoomAt = (factor: number, x: number, y: number): void =>
    setView((old) => {
      const scale = Math.max(LEAST_SCALE, Math.min(mostScale, old.scale * factor));
      const ratio = scale / old.scale;
      return { x: x - (x - old.x) * ratio, y: y - (y - old.y) * ratio, scale };
    });
  const latest = useRef(fitAt);
  useEffect(() => {
    latest.current = fitAt;
  });
  const isFitted = useRef(false);
  useEffect(() => {
    if (isFittedOnce && isFitted.current) return;
    isFitted.current = true;
    latest.current(leastFirst);
  }, [width, height, leastFirst, isFittedOnce]);
  useWheel(frame, isWheelForPage, zoomAt);
  const drag = {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if ((event.target as Element).closest('button, a, input') !== null) return;
      grabbed.current = { x: event.clientX, y: event.clientY, view };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      const from = grabbed.current;
      if (from === undefined) return;
      setView({ ...from.view, x: from.view.x + event.clientX - from.x, y: from.view.y + event.clientY - from.y });
    },
    onPointerUp: (): void => {
      grabbed.current = undefined;
    },
  };
  const zoom = (factor: number): void => zoomAt(factor, room().width / 2, room().height / 2);
  const reveal: PanZoom['reveal'] = (box) =>
    setView((old) => ({
      scale: old.scale,
      x: old.x + shiftInto(old.x + box.x * old.scale, box.width * old.scale, room().width),
      y: old.y + shiftInto(old.y + box.y * old.scale, box.height * old.scale, room().height),
    }));
  const shift: PanZoom['shift'] = (dx, dy) => setView((old) => ({ ...old, x: old.x + dx, y: old.y + dy }));
  const fit = (): void => fitAt(0);
  const fitFirst = (): void => fitAt(leastFirst);
  const zoomIn = (): void => zoom(ZOOM_STEP);
  const zoomOut = (): void => zoom(1 / ZOOM_STEP);
  const press = (event: KeyboardEvent): boolean => {
    const step = PANS[event.key];
    if (step !== undefined) setView({ ...view, x: view.x + step[0], y: view.y + step[1] });
    else if (event.key === '+' || event.key === '=') zoomIn();
    else if (event.key === '-') zoomOut();
    else if (event.key === '0') fit();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { view, zoomIn, zoomOut, fit, fitFirst, shift, reveal, drag, press };
}

/** Turns of the wheel over an element as factors around the pointer. */
function useWheel(
  frame: { readonly current: HTMLElement | null },
  isForPage: boolean,
  onZoom: (factor: number, x: number, y: number) => void,
): void {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    // React's own wheel listeners are passive: the page would scroll too.
    const onWheel = (event: WheelEvent): void => {
      if (isForPage && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const step = Math.max(-60, Math.min(60, event.deltaY));
      latest.current(Math.exp(-step / 300), event.clientX - box.left, event.clientY - box.top);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame, isForPage]);
}

const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [PAN_PX, 0],
  ArrowRight: [-PAN_PX, 0],
  ArrowUp: [0, PAN_PX],
  ArrowDown: [0, -PAN_PX],
};

/** The view that shows all of a plane, at least at a scale; undefined where one of both has no size. */
function fitted({ width, height }: PlaneSize, room: PlaneSize, least: number): PlaneView | undefined {
  if (room.width === 0 || width === 0 || height === 0) return undefined;
  const scale = Math.max(LEAST_SCALE, least, Math.min(1, room.width / width, room.height / height));
  const middle = (space: number, length: number): number => {
    const rest = space - length * scale;
    return rest < 0 && scale <= least ? 0 : rest / 2;
  };
  return { x: middle(room.width, width), y: middle(room.height, height), scale };
}

/** How far a stretch has to move to lie within a room. */
function shiftInto(from: number, length: number, room: number): number {
  if (from < MARGIN_PX) return MARGIN_PX - from;
  const over = from + length - (room - MARGIN_PX);
  return over > 0 ? -Math.min(over, from - MARGIN_PX) : 0;
}
