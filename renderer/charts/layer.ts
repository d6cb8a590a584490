/** The canvas reaches this far beyond the plot, so that dots on its edge are whole. Lines are clipped to the plot. */
const BLEED_PX = 6;

/** A canvas that is laid over a plot. */
export class Layer {
  readonly #canvas = document.createElement('canvas');

  constructor(over: HTMLElement) {
    const side = `calc(100% + ${2 * BLEED_PX}px)`;
    this.#canvas.style.cssText = `position:absolute;inset:${-BLEED_PX}px;width:${side};height:${side};pointer-events:none`;
    over.append(this.#canvas);
  }

  /** How it lies over what is below. */
  get style(): CSSStyleDeclaration {
    return this.#canvas.style;
  }

  /** Empty, in CSS pixels from the corner of a plot of this size; undefined where there is nothing to draw on. */
  begin(plot: { readonly width: number; readonly height: number }): CanvasRenderingContext2D | undefined {
    const canvas = this.#canvas;
    const width = Math.round((plot.width + 2 * BLEED_PX) * devicePixelRatio);
    const height = Math.round((plot.height + 2 * BLEED_PX) * devicePixelRatio);
    if (plot.width <= 0 || plot.height <= 0) return undefined;
    // The size comes first: a context begins with a picture of the size its canvas has.
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    const offset = BLEED_PX * devicePixelRatio;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, offset, offset);
    context.clearRect(-BLEED_PX, -BLEED_PX, width, height);
    return context;
  }
}
