import { create } from 'zustand';

/** Where the pointer is, for all charts: a chart marks the same x when its own axis has the same name. */
interface CursorState {
  readonly axis: string | undefined;
  readonly x: number | undefined;
  /** The chart the pointer is over. */
  readonly source: object | undefined;
  readonly set: (axis: string, x: number, source: object) => void;
  readonly clear: (source: object) => void;
}

/** The linked cursor; read outside of React so that moving it renders nothing. */
export const linkedCursor = create<CursorState>((set, get) => ({
  axis: undefined,
  x: undefined,
  source: undefined,
  set: (axis, x, source) => set({ axis, x, source }),
  clear: (source) => {
    if (get().source === source) set({ axis: undefined, x: undefined, source: undefined });
  },
}));

interface HighlightState {
  readonly id: string | undefined;
  readonly set: (id: string | undefined) => void;
}

/** The line that stands out in every chart while the rest is dimmed; run id. */
export const highlight = create<HighlightState>((set, get) => ({
  id: undefined,
  set: (id) => {
    if (get().id !== id) set({ id });
  },
}));
