import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Flow, ModelDrawing } from './layout.ts';
import type { Model } from './model.ts';
import { visibleModel } from './visible.ts';

/** A place this much wider than high has data flow to the right: a block is about so much wider than high, too. */
const WIDE = 2.2;

export interface DrawingState {
  /** For the element in which the graph is drawn; its shape says where data flows to. */
  readonly ref: (element: HTMLElement | null) => (() => void) | undefined;
  /** The last one stays while the next is made. */
  readonly drawing: ModelDrawing | undefined;
  readonly fault: string | undefined;
}

/** The drawing of a model with some of its modules open. The layout's library is fetched with the first one. */
export function useDrawing(model: Model, open: ReadonlySet<string>): DrawingState {
  const visible = useMemo(() => visibleModel(model, open), [model, open]);
  const [flow, setFlow] = useState<Flow | undefined>(undefined);
  const [drawing, setDrawing] = useState<ModelDrawing | undefined>(undefined);
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
    let isWanted = true;
    const draw = async (): Promise<void> => {
      const { layOutModel } = await import('./layout.ts');
      if (!isWanted) return;
      setDrawing(layOutModel(visible, flow));
      setFault(undefined);
    };
    draw().catch((error: unknown) => {
      if (isWanted) setFault(error instanceof Error ? error.message : String(error));
    });
    return () => {
      isWanted = false;
    };
  }, [visible, flow]);
  return { ref, drawing, fault };
}
