import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LayoutQuestion } from './layout-worker.ts';
import type { Flow, ModelDrawing } from './layout.ts';
import type { Model } from './model.ts';
import { visibleModel } from './visible.ts';

/** A place this much wider than high has data flow to the right: a block is about so much wider than high, too. */
const WIDE = 2.2;

export interface DrawingState {
  /** For the element in which the graph is drawn; its shape says where data flows to. */
  readonly ref: (element: HTMLElement | null) => (() => void) | undefined;
  /** The last one stays while the next is made. */
  readonly drawing: { readonly picture: ModelDrawing; readonly fitted: number } | undefined;
  readonly isDrawing: boolean;
  readonly fault: string | undefined;
}

/**
 * The drawing of a model with some of its modules open, laid out in a thread of its own: hundreds of layers take seconds.
 * `fitted` comes back with the drawing that was asked for with it.
 */
export function useDrawing(model: Model, open: ReadonlySet<string>, fitted: number): DrawingState {
  const visible = useMemo(() => visibleModel(model, open), [model, open]);
  const [flow, setFlow] = useState<Flow | undefined>(undefined);
  const [done, setDone] = useState<{ readonly of: object; readonly picture: ModelDrawing; readonly fitted: number }>();
  const [fault, setFault] = useState<string | undefined>(undefined);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      if (clientWidth > 0) setFlow(clientWidth > WIDE * clientHeight ? 'LR' : 'TB');
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (flow === undefined) return undefined;
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ModelDrawing>) => {
      setDone({ of: visible, picture: data, fitted });
      setFault(undefined);
      worker.terminate();
    });
    worker.addEventListener('error', (event) => setFault(event.message));
    worker.postMessage({ visible, flow } satisfies LayoutQuestion);
    // What nobody waits for any more must not hold up what is asked next.
    return () => worker.terminate();
  }, [visible, flow, fitted]);
  return { ref, drawing: done, isDrawing: done?.of !== visible && fault === undefined, fault };
}
