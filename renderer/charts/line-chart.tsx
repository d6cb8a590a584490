import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactElement, type Ref } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useInk } from '#ui/widgets';
import { ChartTooltip, type TooltipRows } from './chart-tooltip.tsx';
import { ChartView, type Hover } from './chart-view.ts';
import type { ChartScales, ChartWindow } from './fit.ts';
import styles from './line-chart.module.css';
import { highlight, linkedCursor } from './link.ts';
import type { ChartLine, Range } from './lines.ts';
import { strings } from './strings.ts';

/** What a panel may ask of the chart it shows. */
export interface LineChartHandle {
  /** The ranges of the axes as they are now. */
  readonly ranges: () => ChartRanges | undefined;
}

/** What is in sight: x, y and the right y axis. */
export interface ChartRanges {
  readonly x: Range;
  readonly y: Range;
  readonly right: Range;
}

export interface LineChartProps {
  /** In drawing order, last on top. Keep its identity while nothing has changed. */
  readonly lines: readonly ChartLine[];
  readonly scales: ChartScales;
  /** Name of the x axis: charts with the same name share the cursor. */
  readonly axis: string;
  /** The same as people read it: `Step`. */
  readonly axisLabel: string;
  /** What is drawn, for screen readers and the tooltip's head: `train/loss`. */
  readonly label: string;
  readonly window: ChartWindow;
  /** Follow and lead the cursor of other charts. */
  readonly isLinked: boolean;
  /** How many lines the tooltip lists. */
  readonly tooltip: TooltipRows;
  readonly onZoom: (zoom: ChartWindow) => void;
  readonly onWheelZoom: (x: Range) => void;
  readonly onPan: (window: ChartWindow) => void;
  readonly onReset: () => void;
  readonly handle?: Ref<LineChartHandle>;
}

/**
 * Lines over a common x, filling its parent. Drag zooms, Shift-drag moves, double click fits, Ctrl/Cmd + wheel zooms at
 * the pointer, a click holds the tooltip.
 */
export function LineChart(props: LineChartProps): ReactElement {
  const { lines, scales, axis, axisLabel, label, window, isLinked, tooltip, handle } = props;
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<ChartView | undefined>(undefined);
  const latest = useRef(props);
  const [hover, setHover] = useState<Hover | undefined>(undefined);
  const [held, setHeld] = useState<Hover | undefined>(undefined);
  const ink = useInk();
  const paintedInk = useRef(ink);

  useLayoutEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const self = {};
    let lastHover: Hover | undefined;
    const size = { width: Math.max(80, element.clientWidth), height: Math.max(60, element.clientHeight) };
    const chart = new ChartView(element, size, scales, {
      onHover: (next) => {
        lastHover = next;
        setHover(next);
        if (latest.current.isLinked && next !== undefined)
          linkedCursor.getState().set(latest.current.axis, next.x, self);
        else linkedCursor.getState().clear(self);
        const nearest = next?.readings.find((one) => one.id === next.nearest);
        highlight.getState().set(next?.isOnLine === true ? nearest?.owner : undefined);
      },
      onZoom: (zoom) => latest.current.onZoom(zoom),
      onWheelZoom: (range) => latest.current.onWheelZoom(range),
      onPan: (next) => latest.current.onPan(next),
      onReset: () => latest.current.onReset(),
      onClick: () => setHeld((old) => (old === undefined ? lastHover : undefined)),
    });
    view.current = chart;
    chart.setData(latest.current.lines, latest.current.window);
    chart.setHighlight(highlight.getState().id);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth < 40 || element.clientHeight < 40) return;
      chart.setSize(element.clientWidth, element.clientHeight);
    });
    observer.observe(element);
    const stopHighlight = highlight.subscribe((state) => chart.setHighlight(state.id));
    const stopCursor = linkedCursor.subscribe((state) => {
      const isMine = state.source === self || !latest.current.isLinked || state.axis !== latest.current.axis;
      chart.setLinkedX(isMine ? undefined : state.x);
    });
    return () => {
      observer.disconnect();
      stopHighlight();
      stopCursor();
      linkedCursor.getState().clear(self);
      chart.destroy();
      view.current = undefined;
    };
  }, [scales]);

  useLayoutEffect(() => view.current?.setData(lines, window), [lines, window, scales]);
  useEffect(() => {
    if (paintedInk.current === ink) return;
    paintedInk.current = ink;
    view.current?.repaint();
  }, [ink]);
  useEffect(() => {
    if (!isLinked) view.current?.setLinkedX(undefined);
  }, [isLinked]);
  useImperativeHandle(handle, () => ({ ranges: () => view.current?.ranges() }), []);

  const shown = held ?? hover;
  return (
    <>
      <div ref={root} className={styles.chart} role="img" aria-label={summaryOf(label, lines)} data-axis={axis} />
      {shown === undefined ? undefined : (
        <ChartTooltip
          hover={shown}
          title={label}
          xKind={scales.xKind}
          xName={axisLabel}
          rows={tooltip}
          isHeld={held !== undefined}
          onRelease={() => setHeld(undefined)}
        />
      )}
    </>
  );
}

function summaryOf(label: string, lines: readonly ChartLine[]): string {
  const points = lines.reduce((sum, line) => sum + line.x.length, 0);
  return strings.summary(label, lines.length, points);
}
