import uPlot from 'uplot';
import { makeAxes, plotScale } from './axes.ts';
import { fitWindow, type ChartScales, type ChartWindow, type Sight } from './fit.ts';
import { ink } from './ink.ts';
import { Layer } from './layer.ts';
import { indexAt, type ChartLine, type Range } from './lines.ts';
import { paintHighlight, paintLines, yOf, type PaintedLine, type Plot } from './paint.ts';
import { makeProjection } from './projection.ts';
import { readAt, snapX, type Reading } from './reading.ts';

/** What the pointer is over. */
export interface Hover {
  /** Snapped to the nearest point of any line. */
  readonly x: number;
  readonly readings: readonly Reading[];
  /** Id of the line nearest to the pointer; undefined without lines. Its `owner` is highlighted. */
  readonly nearest: string | undefined;
  /** True when the pointer is on that line, near enough to mean it. */
  readonly isOnLine: boolean;
  readonly clientX: number;
  readonly clientY: number;
}

export interface ChartEvents {
  readonly onHover: (hover: Hover | undefined) => void;
  /** A window was dragged; sides that were not dragged are left out. */
  readonly onZoom: (zoom: ChartWindow) => void;
  /** Ctrl/Cmd + wheel: many small steps. */
  readonly onWheelZoom: (x: Range) => void;
  /** Shift + drag: the whole window moves, in many small steps. */
  readonly onPan: (window: ChartWindow) => void;
  readonly onReset: () => void;
  /** A click that was no drag. */
  readonly onClick: () => void;
}

const ON_LINE_PX = 18;
const DRAG_PX = 6;
/** A drag that stays within this many pixels of a straight line zooms one axis only. */
const STRAIGHT_PX = 28;
/** Linked dots are drawn for at most so many lines; the vertical line is always there. */
const MOST_LINKED_DOTS = 40;

/** One chart on the page: uPlot makes axes, grid and the drag, we draw the lines on canvases above it. */
export class ChartView {
  readonly #events: ChartEvents;
  readonly #scales: ChartScales;
  readonly #chart: uPlot;
  /** Makes the axes; called with the first lines. */
  #init: (() => void) | undefined;
  readonly #base: Layer;
  readonly #top: Layer;
  readonly #cursor = document.createElement('div');
  #lines: readonly ChartLine[] = [];
  #painted: readonly PaintedLine[] = [];
  #window: ChartWindow = {};
  #sight: Sight = { x: [0, 1], y: [0, 1], right: [0, 1] };
  #grabbed: { readonly clientX: number; readonly clientY: number; readonly x: Range; readonly y: Range } | undefined;
  #pressedAt: { readonly x: number; readonly y: number } | undefined;
  #highlighted: string | undefined;
  /** What the top canvas shows, in words; undefined = it must be drawn again. */
  #topShows: string | undefined;
  #linkedX: number | undefined;
  #pointer: { left: number; top: number; clientX: number; clientY: number } | undefined;
  #frame = 0;
  #isOnScreen = true;
  #isStale = false;
  readonly #watch: IntersectionObserver;

  constructor(root: HTMLElement, size: { width: number; height: number }, scales: ChartScales, events: ChartEvents) {
    this.#events = events;
    this.#scales = scales;
    const data: uPlot.AlignedData = [[0, 1], [null, null], ...(scales.hasRight ? [[null, null]] : [])];
    // Axes wait for the first lines: drawn by themselves they would be drawn twice.
    this.#chart = new uPlot(this.#options(size), data, (chart, init) => {
      root.append(chart.root);
      this.#init = () => init();
    });
    this.#base = new Layer(this.#chart.over);
    this.#top = new Layer(this.#chart.over);
    this.#cursor.style.cssText =
      'position:absolute;top:0;bottom:0;left:0;width:1px;pointer-events:none;display:none;will-change:transform';
    this.#chart.over.append(this.#cursor);
    this.#listen();
    // A chart that nobody sees draws nothing: what changed meanwhile is drawn when it comes into sight.
    this.#watch = new IntersectionObserver((entries) => {
      this.#isOnScreen = entries.at(-1)?.isIntersecting ?? true;
      if (this.#isOnScreen && this.#isStale) this.#refit();
    });
    this.#watch.observe(root);
  }

  /** Lines in drawing order (last on top) and the window to show; draws at once, unless both are the same as before. */
  setData(lines: readonly ChartLine[], window: ChartWindow): void {
    if (lines === this.#lines && window === this.#window) return;
    this.#lines = lines;
    this.#window = window;
    if (this.#isOnScreen) this.#refit();
    else this.#isStale = true;
  }

  setSize(width: number, height: number): void {
    if (width !== this.#chart.width || height !== this.#chart.height) this.#chart.setSize({ width, height });
  }

  /** Colours of the theme have changed. */
  repaint(): void {
    if (!this.#isOnScreen) {
      this.#isStale = true;
      return;
    }
    this.#chart.redraw(false, true);
  }

  setHighlight(id: string | undefined): void {
    if (id === this.#highlighted) return;
    this.#highlighted = id;
    if (this.#isOnScreen) this.#paintTop();
    else this.#isStale = true;
  }

  /** Marks an x that the pointer is at in another chart. */
  setLinkedX(x: number | undefined): void {
    if (x === this.#linkedX) return;
    this.#linkedX = x;
    if (!this.#isOnScreen) {
      this.#isStale = true;
      return;
    }
    this.#placeCursor();
    this.#paintTop();
  }

  /** What is in sight. */
  ranges(): Sight {
    return this.#sight;
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#watch.disconnect();
    this.#chart.destroy();
  }

  #options(size: { width: number; height: number }): uPlot.Options {
    const { xKind, x, y, hasRight } = this.#scales;
    return {
      ...size,
      padding: [8, hasRight ? 0 : 14, 0, 0],
      legend: { show: false },
      scales: {
        x: { ...plotScale(x), time: xKind === 'time', auto: false, range: () => [...this.#sight.x] },
        y: { ...plotScale(y), auto: false, range: () => [...this.#sight.y] },
        ...(hasRight ? { right: { ...plotScale(y), auto: false, range: () => [...this.#sight.right] } } : {}),
      },
      axes: makeAxes(xKind, x, y, hasRight),
      series: [{}, { ...NO_SERIES, scale: 'y' }, ...(hasRight ? [{ ...NO_SERIES, scale: 'right' }] : [])],
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: true, y: true, uni: STRAIGHT_PX, dist: DRAG_PX, setScale: false },
        bind: {
          dblclick: () => () => null,
          // With Shift the drag is ours: it moves the window.
          mousedown: (_chart, _target, handler) => (event) => (event.shiftKey ? null : handler(event)),
        },
      },
      hooks: {
        draw: [() => this.#paint()],
        setSelect: [() => this.#onSelect()],
      },
    };
  }

  #refit(): void {
    this.#isStale = false;
    this.#sight = fitWindow(this.#lines, this.#window, this.#scales);
    this.#chart.batch(() => {
      this.#init?.();
      this.#init = undefined;
      const { x, y, right } = this.#sight;
      this.#chart.setScale('x', { min: x[0], max: x[1] });
      this.#chart.setScale('y', { min: y[0], max: y[1] });
      if (this.#scales.hasRight) this.#chart.setScale('right', { min: right[0], max: right[1] });
      this.#chart.redraw(false, true);
    });
  }

  /** CSS pixels of the plot; asking the element would lay out the page anew, in every linked chart. */
  #area(): { readonly width: number; readonly height: number } {
    const { width, height } = this.#chart.bbox;
    return { width: Math.round(width / uPlot.pxRatio), height: Math.round(height / uPlot.pxRatio) };
  }

  #plot(): Plot {
    const { width, height } = this.#area();
    const { x, y, hasRight } = this.#scales;
    const left = makeProjection(this.#sight.y, height, y, true);
    return {
      width,
      height,
      x: makeProjection(this.#sight.x, width, x, false),
      y: left,
      yRight: hasRight ? makeProjection(this.#sight.right, height, y, true) : left,
      xRange: this.#sight.x,
    };
  }

  #paint(): void {
    const context = this.#base.begin(this.#area());
    if (context === undefined) return;
    const width = this.#lines.length > 24 ? 1 : 1.6;
    this.#painted = this.#lines.map((line) => ({ line, color: ink(line.color), width: line.width ?? width }));
    paintLines(context, this.#plot(), this.#painted);
    this.#cursor.style.background = ink('var(--chart-cursor)');
    this.#placeCursor();
    this.#topShows = undefined;
    this.#paintTop();
  }

  #paintTop(): void {
    const dotsAt = this.#painted.length > MOST_LINKED_DOTS ? undefined : this.#cursorX();
    // Clearing a canvas costs a whole new picture of it, in every linked chart, at every move of the pointer.
    const shows = `${dotsAt ?? ''} ${this.#highlighted ?? ''}`;
    if (shows === this.#topShows) return;
    this.#topShows = shows;
    const chosen = this.#painted.filter((one) => ownerOf(one.line) === this.#highlighted);
    // An empty canvas would still be laid over the lines in every frame.
    const isEmpty = dotsAt === undefined && chosen.length === 0;
    this.#top.style.display = isEmpty ? 'none' : 'block';
    // Dimming is left to the compositor: the lines themselves are not drawn again.
    this.#base.style.opacity = chosen.length === 0 ? '1' : '0.22';
    if (isEmpty) return;
    const context = this.#top.begin(this.#area());
    if (context === undefined) return;
    const plot = this.#plot();
    for (const one of chosen) paintHighlight(context, plot, { ...one, width: one.width + 0.9 });
    if (dotsAt !== undefined) this.#paintDots(context, plot, dotsAt);
  }

  #paintDots(context: CanvasRenderingContext2D, plot: Plot, x: number): void {
    const ring = ink('var(--surface)');
    for (const { line, color } of this.#painted) {
      const index = indexAt(line, x);
      const px = plot.x.toPx(line.x[index] ?? NaN);
      const py = yOf(plot, line).toPx(line.y[index] ?? NaN);
      if (!Number.isFinite(px) || !Number.isFinite(py) || Math.abs(px - plot.x.toPx(x)) > 12) continue;
      context.globalAlpha = this.#highlighted === undefined || this.#highlighted === ownerOf(line) ? 1 : 0.35;
      context.beginPath();
      context.arc(px, py, 3.5, 0, Math.PI * 2);
      context.fillStyle = color;
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = ring;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #cursorX(): number | undefined {
    if (this.#pointer === undefined) return this.#linkedX;
    return snapX(this.#lines, this.#plot().x.toValue(this.#pointer.left));
  }

  #placeCursor(): void {
    const x = this.#cursorX();
    const px = x === undefined ? NaN : this.#plot().x.toPx(x);
    const isShown = px >= 0 && px <= this.#area().width;
    this.#cursor.style.display = isShown ? 'block' : 'none';
    this.#cursor.style.opacity = this.#pointer === undefined ? '0.45' : '0.8';
    if (isShown) this.#cursor.style.transform = `translateX(${Math.round(px)}px)`;
  }

  #listen(): void {
    const { over } = this.#chart;
    over.addEventListener('pointermove', (event) => this.#onMove(event));
    over.addEventListener('pointerleave', () => this.#onLeave());
    over.addEventListener('pointerdown', (event) => this.#onPress(event));
    over.addEventListener('pointerup', (event) => this.#onRelease(event));
    over.addEventListener('dblclick', () => this.#events.onReset());
    over.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
  }

  #onMove(event: PointerEvent): void {
    const box = this.#chart.over.getBoundingClientRect();
    const { clientX, clientY } = event;
    this.#pointer = { left: clientX - box.left, top: clientY - box.top, clientX, clientY };
    if (this.#grabbed !== undefined) this.#pan(clientX, clientY);
    if (event.buttons !== 0) {
      this.#events.onHover(undefined);
      return;
    }
    // Several moves may come in one frame; only the last is worth a picture.
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#hover();
    });
  }

  #hover(): void {
    if (this.#pointer === undefined) return;
    const { clientX, clientY, top } = this.#pointer;
    const plot = this.#plot();
    const x = this.#cursorX();
    this.#placeCursor();
    this.#paintTop();
    if (x === undefined) {
      this.#events.onHover(undefined);
      return;
    }
    const tolerance = Math.abs(plot.x.toValue(plot.x.toPx(x) + 12) - x);
    const readings = readAt(this.#lines, x, tolerance);
    let nearest: string | undefined;
    let distance = Infinity;
    for (const reading of readings) {
      const away = Math.abs((reading.isRight ? plot.yRight : plot.y).toPx(reading.drawnAt) - top);
      if (away >= distance) continue;
      nearest = reading.id;
      distance = away;
    }
    this.#events.onHover({ x, readings, nearest, isOnLine: distance <= ON_LINE_PX, clientX, clientY });
  }

  #onPress(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { clientX, clientY } = event;
    this.#pressedAt = { x: clientX, y: clientY };
    if (!event.shiftKey) return;
    event.preventDefault();
    this.#chart.over.setPointerCapture(event.pointerId);
    this.#grabbed = { clientX, clientY, x: this.#sight.x, y: this.#sight.y };
  }

  #onRelease(event: PointerEvent): void {
    const from = this.#pressedAt;
    this.#pressedAt = undefined;
    const isDrag = from === undefined || Math.hypot(event.clientX - from.x, event.clientY - from.y) > DRAG_PX / 2;
    const wasGrabbed = this.#grabbed !== undefined;
    this.#grabbed = undefined;
    if (!isDrag && !wasGrabbed) this.#events.onClick();
  }

  #pan(clientX: number, clientY: number): void {
    const from = this.#grabbed;
    if (from === undefined) return;
    const { width, height } = this.#area();
    const x = makeProjection(from.x, width, this.#scales.x, false);
    const y = makeProjection(from.y, height, this.#scales.y, true);
    const dx = from.clientX - clientX;
    const dy = from.clientY - clientY;
    // A mostly level drag leaves y to fit by itself, unless it was zoomed.
    const isLevel = Math.abs(dy) < STRAIGHT_PX && this.#window.y === undefined;
    this.#events.onPan({
      x: [x.toValue(dx), x.toValue(width + dx)],
      ...(isLevel ? {} : { y: [y.toValue(height + dy), y.toValue(dy)] }),
    });
  }

  #onLeave(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pointer = undefined;
    this.#placeCursor();
    this.#paintTop();
    this.#events.onHover(undefined);
  }

  #onSelect(): void {
    const { left, top, width, height } = this.#chart.select;
    if (width <= 0 || height <= 0) return;
    const area = this.#area();
    const plot = this.#plot();
    const isX = width < area.width - 1 || height >= area.height - 1;
    const isY = height < area.height - 1;
    const x: Range = [plot.x.toValue(left), plot.x.toValue(left + width)];
    const y: Range = [plot.y.toValue(top + height), plot.y.toValue(top)];
    this.#chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#events.onZoom({ ...(isX ? { x } : {}), ...(isY ? { y } : {}) });
  }

  #onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.#chart.over.getBoundingClientRect();
    const factor = 1.0015 ** event.deltaY;
    const px = event.clientX - box.left;
    const { x } = this.#plot();
    this.#events.onWheelZoom([x.toValue(px - px * factor), x.toValue(px + (box.width - px) * factor)]);
  }
}

const ownerOf = (line: ChartLine): string => line.owner ?? line.id;

const NO_SERIES = { show: true, paths: () => null, points: { show: false } };
