import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type CanvasHTMLAttributes,
  type ReactElement,
  type Ref,
} from 'react';
import { textScale, useInk } from '#ui/widgets';
import styles from './plot-canvas.module.css';
import { screenLook, type PlotLook, type PlotSize } from './plot-frame.ts';

export type PaintPlot = (context: CanvasRenderingContext2D, size: PlotSize, look: PlotLook) => void;

export interface PlotCanvasHandle {
  /** Draws both again, as after scrolling. */
  readonly paint: () => void;
  /** Draws the upper canvas again: what follows the pointer. */
  readonly paintOver: () => void;
}

/** `role`, `aria-*` and `data-*` are the picture's; without a label it is hidden from those who do not see it. */
export interface PlotCanvasProps extends Pick<CanvasHTMLAttributes<HTMLCanvasElement>, 'role' | 'aria-label'> {
  /** Draws the picture. A new function draws it anew; so do another size and other inks. */
  readonly paint: PaintPlot;
  /** Draws what lies above the picture and changes with the pointer. */
  readonly paintOver?: PaintPlot;
  readonly handle?: Ref<PlotCanvasHandle>;
}

/** Canvases that fill their parent: the picture, and above it what follows the pointer, where anything does. */
export function PlotCanvas({ paint, paintOver, handle, ...marks }: PlotCanvasProps): ReactElement {
  const ink = useInk();
  const under = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const latest = useRef({ paint, paintOver });
  useLayoutEffect(() => {
    latest.current = { paint, paintOver };
  });
  useLayoutEffect(() => draw(under.current, paint), [paint, ink]);
  useLayoutEffect(() => draw(over.current, paintOver), [paintOver, ink]);
  useImperativeHandle(handle, () => {
    const paintAbove = (): void => draw(over.current, latest.current.paintOver);
    return {
      paint: () => {
        draw(under.current, latest.current.paint);
        paintAbove();
      },
      paintOver: paintAbove,
    };
  }, []);
  useEffect(() => {
    const parent = under.current?.parentElement;
    if (parent === null || parent === undefined) return undefined;
    const observer = new ResizeObserver(() => {
      draw(under.current, latest.current.paint);
      draw(over.current, latest.current.paintOver);
    });
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);
  return (
    <>
      <canvas ref={under} className={styles.layer} aria-hidden={marks['aria-label'] === undefined} {...marks} />
      {paintOver === undefined ? undefined : <canvas ref={over} className={styles.layer} aria-hidden />}
    </>
  );
}

function draw(canvas: HTMLCanvasElement | null, paint: PaintPlot | undefined): void {
  const context = canvas?.getContext('2d');
  const parent = canvas?.parentElement;
  if (canvas === null || context === null || context === undefined || parent === null || parent === undefined) return;
  const size = { width: parent.clientWidth, height: parent.clientHeight };
  const ratio = devicePixelRatio;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  if (size.width < 40 || size.height < 40) return;
  context.globalAlpha = 1;
  context.setLineDash([]);
  paint?.(context, size, screenLook(textScale()));
}
