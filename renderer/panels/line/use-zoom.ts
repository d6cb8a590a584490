import { useCallback, useMemo, useState } from 'react';
import type { ChartWindow, Range } from '#ui/charts';

export interface Zoom {
  readonly window: ChartWindow;
  readonly isZoomed: boolean;
  readonly zoomTo: (part: ChartWindow) => void;
  /** Many small steps count as one. */
  readonly wheelTo: (x: Range) => void;
  readonly back: () => void;
  readonly reset: () => void;
}

const FULL: ChartWindow = {};

/** The zooms of one panel, newest last; belongs to the eye of the moment and is not saved. */
export function useZoom(): Zoom {
  const [stack, setStack] = useState<readonly { readonly window: ChartWindow; readonly isWheel: boolean }[]>([]);
  const window = stack.at(-1)?.window ?? FULL;
  const zoomTo = useCallback((part: ChartWindow) => {
    // What was not dragged stays; a new x without y lets y fit again.
    setStack((old) => [...old, { window: { x: part.x ?? old.at(-1)?.window.x, y: part.y }, isWheel: false }]);
  }, []);
  const wheelTo = useCallback((x: Range) => {
    setStack((old) => [...(old.at(-1)?.isWheel === true ? old.slice(0, -1) : old), { window: { x }, isWheel: true }]);
  }, []);
  const back = useCallback(() => setStack((old) => old.slice(0, -1)), []);
  const reset = useCallback(() => setStack((old) => (old.length === 0 ? old : [])), []);
  return useMemo(
    () => ({ window, isZoomed: stack.length > 0, zoomTo, wheelTo, back, reset }),
    [window, stack, zoomTo, wheelTo, back, reset],
  );
}
