import { layOutModel, type Flow, type ModelDrawing } from './layout.ts';
import type { VisibleModel } from './visible.ts';

/** What the worker is asked. */
export interface LayoutQuestion {
  readonly visible: VisibleModel;
  readonly flow: Flow;
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<LayoutQuestion>) => void;
  postMessage: (drawing: ModelDrawing) => void;
};

scope.onmessage = ({ data: { visible, flow } }) => scope.postMessage(layOutModel(visible, flow));
