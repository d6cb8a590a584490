import { useCallback, useMemo, useState } from 'react';
import { create } from 'zustand';
import type { ChartWindow, Range } from '#ui/charts';

export interface Zoom {
  readonly window: ChartWindow;
  readonly isZoomed: boolean;
  readonly zoomTo: (part: ChartWindow) => void;
  /** Many small steps, wheel or drag, count as one. */
  readonly driftTo: (part: ChartWindow) => void;
  readonly back: () => void;
  readonly reset: () => void;
}

interface Step {
  readonly x?: Range | undefined;
  readonly y?: Range | undefined;
  readonly isDrift: boolean;
  /** The panel whose y this is; other panels of a linked zoom fit their own. */
  readonly owner: string;
}

const FULL: ChartWindow = {};
const NONE: readonly Step[] = [];

interface LinkedState {
  /** Zooms by x axis, newest last. */
  readonly stacks: Readonly<Record<string, readonly Step[]>>;
  readonly change: (axis: string, update: (old: readonly Step[]) => readonly Step[]) => void;
}

/** Zooms that all charts over the same x share. */
const linkedZoom = create<LinkedState>((set) => ({
  stacks: {},
  change: (axis, update) => set((old) => ({ stacks: { ...old.stacks, [axis]: update(old.stacks[axis] ?? NONE) } })),
}));

/** The zooms of one panel, or with `axis` those of all panels over that axis; of the moment, not saved. */
export function useZoom(owner: string, axis: string | undefined): Zoom {
  const [own, setOwn] = useState<readonly Step[]>(NONE);
  const shared = linkedZoom((state) => (axis === undefined ? undefined : state.stacks[axis]));
  const stack = axis === undefined ? own : (shared ?? NONE);
  const change = useCallback(
    (update: (old: readonly Step[]) => readonly Step[]) => {
      if (axis === undefined) setOwn(update);
      else linkedZoom.getState().change(axis, update);
    },
    [axis],
  );
  const top = stack.at(-1);
  const y = top?.owner === owner ? top.y : undefined;
  const x = top?.x;
  const window = useMemo(() => (x === undefined && y === undefined ? FULL : { x, y }), [x, y]);
  const zoomTo = useCallback(
    // What was not dragged stays; a new x without y lets y fit again.
    (part: ChartWindow) => change((old) => [...old, { x: part.x ?? old.at(-1)?.x, y: part.y, isDrift: false, owner }]),
    [change, owner],
  );
  const driftTo = useCallback(
    (part: ChartWindow) =>
      change((old) => [
        ...(old.at(-1)?.isDrift === true ? old.slice(0, -1) : old),
        { x: part.x, y: part.y, isDrift: true, owner },
      ]),
    [change, owner],
  );
  const back = useCallback(() => change((old) => old.slice(0, -1)), [change]);
  const reset = useCallback(() => change((old) => (old.length === 0 ? old : NONE)), [change]);
  return useMemo(
    () => ({ window, isZoomed: stack.length > 0, zoomTo, driftTo, back, reset }),
    [window, stack, zoomTo, driftTo, back, reset],
  );
}
