import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactElement, type Ref } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '#ui/widgets';
import { ChartTooltip } from './chart-tooltip.tsx';
import { ChartView, type ChartScales, type ChartWindow, type Hover } from './chart-view.ts';
import styles from './line-chart.module.css';
import { highlight, linkedCursor } from './link.ts';
import type { ChartLine, Range } from './lines.ts';

/** What a panel may ask of the chart it shows. */
export interface LineChartHandle {
  /** The picture as it is, on the colour of the panel. */
  readonly toCanvas: (background: string) => HTMLCanvasElement | undefined;
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
  readonly onZoom: (zoom: ChartWindow) => void;
  readonly onWheelZoom: (x: Range) => void;
  readonly onReset: () => void;
  /** Called with the width of the drawing in pixels, which decides how many buckets are worth asking for. */
  readonly onWidth?: (width: number) => void;
  readonly handle?: Ref<LineChartHandle>;
}

/** Lines over a common x, filling its parent. Drag zooms, double click fits, Ctrl/Cmd + wheel zooms at the pointer. */
export function LineChart(props: LineChartProps): ReactElement {
  const { lines, scales, axis, axisLabel, label, window, isLinked, onWidth, handle } = props;
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<ChartView | undefined>(undefined);
  const latest = useRef(props);
  const [hover, setHover] = useState<Hover | undefined>(undefined);
  const theme = useTheme();
  const { xKind, isXLog, isYLog } = scales;

  useLayoutEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const self = {};
    const size = { width: Math.max(80, element.clientWidth), height: Math.max(60, element.clientHeight) };
    const chart = new ChartView(
      element,
      size,
      { xKind, isXLog, isYLog },
      {
        onHover: (next) => {
          setHover(next);
          if (latest.current.isLinked && next !== undefined)
            linkedCursor.getState().set(latest.current.axis, next.x, self);
          else linkedCursor.getState().clear(self);
          highlight.getState().set(next?.isOnLine === true ? next.nearest : undefined);
        },
        onZoom: (zoom) => latest.current.onZoom(zoom),
        onWheelZoom: (range) => latest.current.onWheelZoom(range),
        onReset: () => latest.current.onReset(),
      },
    );
    view.current = chart;
    chart.setData(latest.current.lines, latest.current.window);
    chart.setHighlight(highlight.getState().id);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth < 40 || element.clientHeight < 40) return;
      chart.setSize(element.clientWidth, element.clientHeight);
      latest.current.onWidth?.(element.clientWidth);
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
  }, [xKind, isXLog, isYLog]);

  useLayoutEffect(() => view.current?.setData(lines, window), [lines, window, xKind, isXLog, isYLog]);
  useEffect(() => view.current?.repaint(), [theme]);
  useEffect(() => {
    if (!isLinked) view.current?.setLinkedX(undefined);
  }, [isLinked]);
  useEffect(() => onWidth?.(root.current?.clientWidth ?? 0), [onWidth]);
  useImperativeHandle(handle, () => ({ toCanvas: (background) => view.current?.toCanvas(background) }), []);

  return (
    <>
      <div ref={root} className={styles.chart} role="img" aria-label={summaryOf(label, lines)} data-axis={axis} />
      {hover === undefined ? undefined : <ChartTooltip hover={hover} title={label} xKind={xKind} xName={axisLabel} />}
    </>
  );
}

function summaryOf(label: string, lines: readonly ChartLine[]): string {
  const points = lines.reduce((sum, line) => sum + line.x.length, 0);
  return `${label}: line chart of ${lines.length} ${lines.length === 1 ? 'run' : 'runs'}, ${points} points drawn`;
}
