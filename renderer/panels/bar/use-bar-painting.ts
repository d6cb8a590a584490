import { useCallback, useEffect, useMemo, useRef, type MouseEvent } from 'react';
import { highlight, type PaintPlot, type PlotCanvasHandle } from '#ui/charts';
import type { BarConfig } from './config.ts';
import { layOutBars, type BarLayout } from './layout.ts';
import { paintBars } from './paint.ts';
import type { Bar, Bars } from './series.ts';

/** Painting of bars in a scrolled window, and what lies where. `at`: the bar that is marked; `selected`: runs that stand out. */
export function useBarPainting(
  bars: Bars,
  config: BarConfig,
  at: number | undefined,
  selected: ReadonlySet<string> | undefined,
) {
  const canvas = useRef<PlotCanvasHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const layout = useRef<BarLayout | undefined>(undefined);
  const { isUpright } = config;
  const offsetNow = useCallback(
    () => (isUpright ? scroller.current?.scrollLeft : scroller.current?.scrollTop) ?? 0,
    [isUpright],
  );
  const isFaint = useMemo(() => {
    if (selected === undefined || !bars.bars.some((bar) => bar.runs.some((run) => selected.has(run)))) return undefined;
    return (bar: Bar): boolean => !bar.runs.some((run) => selected.has(run));
  }, [bars, selected]);
  const paint = useCallback<PaintPlot>(
    (context, size, look) => {
      const laid = layOutBars(context, bars, size, isUpright, look);
      layout.current = laid;
      const more = Math.max(0, Math.round(laid.whole - (isUpright ? laid.width : laid.height)));
      if (spacer.current !== null) {
        spacer.current.style.height = isUpright ? '0' : `${more}px`;
        spacer.current.style.width = isUpright ? `${more}px` : '0';
      }
      paintBars(context, bars, laid, look, { offset: Math.min(offsetNow(), more), config, isFaint });
    },
    [bars, config, isUpright, isFaint, offsetNow],
  );
  const paintOver = useCallback<PaintPlot>(
    (context, _size, look) => {
      const laid = layout.current;
      const shown = highlight.getState().id;
      const index = at ?? bars.bars.findIndex((bar) => bar.id === shown);
      if (laid === undefined || index < 0) return;
      const start = (isUpright ? laid.left : laid.top) + index * laid.band - offsetNow();
      context.globalAlpha = 0.1;
      context.fillStyle = look.accent;
      context.beginPath();
      if (isUpright) context.rect(start, laid.top, laid.band, laid.height + 22);
      else
        context.rect(
          0,
          Math.max(laid.top, start),
          laid.left + laid.width,
          Math.min(laid.band, laid.top + laid.height - start),
        );
      context.fill();
    },
    [bars, at, isUpright, offsetNow],
  );
  useEffect(() => highlight.subscribe(() => canvas.current?.paintOver()), []);
  const indexUnder = (event: MouseEvent): number | undefined => {
    const laid = layout.current;
    if (laid === undefined) return undefined;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const along = isUpright ? event.clientX - left - laid.left : event.clientY - top - laid.top;
    const room = isUpright ? laid.width : laid.height;
    const index = Math.floor((along + offsetNow()) / laid.band);
    return along >= 0 && along <= room && index >= 0 && index < bars.bars.length ? index : undefined;
  };
  return { canvas, scroller, spacer, layout, paint, paintOver, offsetNow, isFaint, indexUnder };
}
