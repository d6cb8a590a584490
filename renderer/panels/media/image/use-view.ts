import { useCallback, useState, type PointerEvent, type WheelEvent } from 'react';

/** How all pictures of the large view are moved: in parts of a view's width and height, so that all views agree. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { zoom: 1, x: 0, y: 0 };
const MOST_ZOOM = 200;

/** Zooms at a place (parts of the view) by a factor; the place stays where it is. */
export function zoomAt(view: View, factor: number, atX: number, atY: number): View {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor));
  const grown = zoom / view.zoom;
  return within({ zoom, x: atX - (atX - view.x) * grown, y: atY - (atY - view.y) * grown });
}

/** Moves by parts of the view, never past the picture's place. */
export function panBy(view: View, dx: number, dy: number): View {
  return within({ ...view, x: view.x + dx, y: view.y + dy });
}

function within({ zoom, x, y }: View): View {
  const clamp = (value: number): number => Math.min(0, Math.max(1 - zoom, value));
  return { zoom, x: clamp(x), y: clamp(y) };
}

/** Wheel zooms at the pointer, dragging moves, a double click shows the whole. */
export function useView(viewCount: number): {
  readonly view: View;
  readonly set: (view: View) => void;
  readonly onWheel: (event: WheelEvent<HTMLElement>) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onDoubleClick: () => void;
} {
  const [view, set] = useState(WHOLE);
  const onWheel = useCallback(
    (event: WheelEvent<HTMLElement>): void => {
      const box = event.currentTarget.getBoundingClientRect();
      const width = box.width / viewCount;
      const x = ((event.clientX - box.left) % width) / width;
      const y = (event.clientY - box.top) / box.height;
      set((old) => zoomAt(old, Math.exp(-event.deltaY * 0.0025), x, y));
    },
    [viewCount],
  );
  const onPointerDown = useCallback(
    (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      const element = event.currentTarget;
      const box = element.getBoundingClientRect();
      element.setPointerCapture(event.pointerId);
      let [lastX, lastY] = [event.clientX, event.clientY];
      const move = (next: globalThis.PointerEvent): void => {
        const dx = (next.clientX - lastX) / (box.width / viewCount);
        const dy = (next.clientY - lastY) / box.height;
        [lastX, lastY] = [next.clientX, next.clientY];
        set((old) => panBy(old, dx, dy));
      };
      const end = (): void => element.removeEventListener('pointermove', move);
      element.addEventListener('pointermove', move);
      element.addEventListener('pointerup', end, { once: true });
      element.addEventListener('pointercancel', end, { once: true });
    },
    [viewCount],
  );
  return { view, set, onWheel, onPointerDown, onDoubleClick: () => set(WHOLE) };
}
