import { useEffect, useRef } from 'react';
import type { PanZoom } from '#ui/widgets';
import type { Box } from './layout.ts';

export interface SteadyView extends Pick<PanZoom, 'fitFirst' | 'reveal' | 'shift'> {
  /** Where layers and names of frames lie, by id. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly chosen: string | undefined;
  /** The view begins anew when this changes. */
  readonly fitted: number;
  readonly scale: number;
}

/** Keeps the chosen layer where it is on the screen while modules around it are opened and closed, and in sight. */
export function useSteadyView(now: SteadyView): void {
  const { boxes, chosen, fitted } = now;
  const latest = useRef(now);
  const before = useRef({ boxes, fitted });
  useEffect(() => {
    latest.current = now;
  });
  useEffect(() => {
    const { fitFirst, reveal, shift, scale } = latest.current;
    const old = before.current;
    before.current = { boxes, fitted };
    if (old.fitted !== fitted) {
      fitFirst();
      return;
    }
    const box = boxes.get(chosen ?? '');
    const was = old.boxes.get(chosen ?? '');
    if (box === undefined) return;
    if (was !== undefined && was !== box) shift((was.x - box.x) * scale, (was.y - box.y) * scale);
    reveal(box);
  }, [boxes, chosen, fitted]);
}
