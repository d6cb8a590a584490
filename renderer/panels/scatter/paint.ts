import {
  drawPlotFrame,
  fit,
  fontOf,
  layOutPlot,
  type Pen,
  type PlotBox,
  type PlotLook,
  type PlotSize,
} from '#ui/charts';
import type { Curve } from './curves.ts';
import type { Scatter } from './series.ts';

/** A part of the plane in values of the axes; undefined sides are as the data are. */
export interface ScatterWindow {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Where the picture has its plot; the same for drawing and for finding points. */
export function boxOf(
  pen: Pen,
  scatter: Scatter,
  size: PlotSize,
  look: PlotLook,
  window: ScatterWindow | undefined,
): PlotBox {
  const { xAxis, yAxis } = scatter;
  return layOutPlot(
    pen,
    size,
    {
      x: window !== undefined && xAxis.kind === 'number' ? { ...xAxis, range: window.x } : xAxis,
      y: window !== undefined && yAxis.kind === 'number' ? { ...yAxis, range: window.y } : yAxis,
    },
    look,
  );
}

/** Pixels of a point in the picture. Points on an axis of names lie beside each other, always in the same way. */
export function placeOf(scatter: Scatter, box: PlotBox, i: number): readonly [x: number, y: number] {
  const x = box.left + box.x.toPx(scatter.x[i] ?? 0) + box.x.band * spread(i);
  const y = box.top + box.y.toPx(scatter.y[i] ?? 0) + box.y.band * spread(i * 3 + 1);
  return [x, y];
}

/** -0.3 to 0.3, evenly spread for numbers that follow each other (golden ratio). */
function spread(i: number): number {
  return (((i + 0.5) * 0.618_033_988_75) % 1) * 0.6 - 0.3;
}

/** Draws the whole picture. `isFaint` tells which points stand back. */
export function paintScatter(
  pen: Pen,
  scatter: Scatter,
  box: PlotBox,
  look: PlotLook,
  isFaint: ((i: number) => boolean) | undefined,
): void {
  drawPlotFrame(pen, box, look);
  pen.save();
  pen.beginPath();
  pen.rect(box.left - 6, box.top - 6, box.width + 12, box.height + 12);
  pen.clip();
  paintPoints(pen, scatter, box, look, isFaint);
  pen.restore();
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  paintCurves(pen, scatter, box, look);
  pen.restore();
  paintFrontier(pen, scatter, box, look);
}

/** Points by colour, the first run last, on top. */
function paintPoints(
  pen: Pen,
  scatter: Scatter,
  box: PlotBox,
  look: PlotLook,
  isFaint: ((i: number) => boolean) | undefined,
): void {
  const count = scatter.x.length;
  const solid = count > 2000 ? 0.6 : count > 300 ? 0.75 : 0.85;
  if (isFaint !== undefined) paintSome(pen, scatter, box, look, { alpha: 0.12, takes: isFaint });
  paintSome(pen, scatter, box, look, { alpha: solid, takes: (i) => isFaint?.(i) !== true });
  pen.globalAlpha = 1;
}

/** So many circles make one path: longer ones cost more than they save. */
const PATH_CIRCLES = 400;

function paintSome(
  pen: Pen,
  scatter: Scatter,
  box: PlotBox,
  look: PlotLook,
  { alpha, takes }: { readonly alpha: number; readonly takes: (i: number) => boolean },
): void {
  pen.globalAlpha = alpha;
  const byColor = new Map<string, number[]>();
  for (let i = scatter.x.length - 1; i >= 0; i--) {
    if (!takes(i)) continue;
    const color = scatter.colors[i] ?? '';
    const known = byColor.get(color);
    if (known === undefined) byColor.set(color, [i]);
    else known.push(i);
  }
  for (const [color, members] of byColor) {
    pen.fillStyle = look.ink(color);
    for (let from = 0; from < members.length; from += PATH_CIRCLES) {
      pen.beginPath();
      for (const i of members.slice(from, from + PATH_CIRCLES)) {
        const [x, y] = placeOf(scatter, box, i);
        const radius = (scatter.radii[i] ?? 3) * look.scale;
        if (x < box.left - radius || x > box.left + box.width + radius) continue;
        pen.moveTo(x + radius, y);
        pen.arc(x, y, radius, 0, Math.PI * 2);
      }
      pen.fill();
    }
  }
}

function paintCurves(pen: Pen, { running, regression }: Scatter, box: PlotBox, look: PlotLook): void {
  pen.lineJoin = 'round';
  if (running !== undefined) {
    pen.strokeStyle = look.accent;
    pen.lineWidth = 2;
    pen.setLineDash([]);
    stroke(pen, running, box);
  }
  if (regression !== undefined) {
    pen.strokeStyle = look.text;
    pen.lineWidth = 1.5;
    pen.setLineDash([6, 4]);
    stroke(pen, regression, box);
    pen.setLineDash([]);
  }
}

function stroke(pen: Pen, curve: Curve, box: PlotBox): void {
  pen.beginPath();
  curve.x.forEach((x, i) => {
    const at = [box.left + box.x.toPx(x), box.top + box.y.toPx(curve.y[i] ?? 0)] as const;
    if (i === 0) pen.moveTo(...at);
    else pen.lineTo(...at);
  });
  pen.stroke();
}

const FRONTIER = 'var(--brass)';

/** The frontier as steps with rings, and names of its runs where there is room. */
function paintFrontier(pen: Pen, scatter: Scatter, box: PlotBox, look: PlotLook): void {
  const inside = scatter.frontier.flatMap((i) => {
    const [x, y] = placeOf(scatter, box, i);
    const isIn =
      x >= box.left - 1 && x <= box.left + box.width + 1 && y >= box.top - 1 && y <= box.top + box.height + 1;
    return isIn ? [{ i, x, y }] : [];
  });
  pen.strokeStyle = look.ink(FRONTIER);
  pen.lineWidth = 1.75;
  pen.beginPath();
  inside.forEach(({ x, y }, at) => {
    const before = inside[at - 1];
    if (before === undefined) {
      pen.moveTo(x, y);
      return;
    }
    // What one point reaches holds until the next takes over; which of the two reaches further tells the direction.
    if (scatter.isFrontierFromLeft) pen.lineTo(x, before.y);
    else pen.lineTo(before.x, y);
    pen.lineTo(x, y);
  });
  pen.stroke();
  for (const { i, x, y } of inside) {
    const radius = (scatter.radii[i] ?? 4) * look.scale + 2;
    pen.beginPath();
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, Math.PI * 2);
    pen.stroke();
  }
  if (scatter.hasLabels) paintNames(pen, scatter, inside, box, look);
}

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const NAME_PX = 10.5;

/** Names beside the points of the frontier: on the first free side, else none. */
function paintNames(
  pen: Pen,
  scatter: Scatter,
  points: readonly { readonly i: number; readonly x: number; readonly y: number }[],
  box: PlotBox,
  look: PlotLook,
): void {
  const height = (NAME_PX + 3) * look.scale;
  const gap = 8 * look.scale;
  const taken: Rect[] = points.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
  pen.font = fontOf(look, NAME_PX, 540);
  pen.textAlign = 'left';
  for (const { i, x, y } of points) {
    const words = fit(pen, scatter.runs[i]?.label ?? '', 150 * look.scale);
    const width = pen.measureText(words).width;
    const sides = [
      [x + gap, y - gap - height / 2],
      [x + gap, y + gap - height / 2],
      [x - gap - width, y - gap - height / 2],
      [x - gap - width, y + gap - height / 2],
    ] as const;
    const free = sides
      .map(([left, top]) => ({ left, right: left + width, top, bottom: top + height }))
      .find((one) => isInside(one, box) && !taken.some((other) => meets(one, other)));
    if (free === undefined) continue;
    taken.push(free);
    pen.globalAlpha = 0.8;
    pen.fillStyle = look.ground;
    pen.beginPath();
    pen.rect(free.left - 2, free.top, width + 4, height);
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = look.text;
    pen.fillText(words, free.left, free.bottom - 4 * look.scale);
  }
}

function isInside(one: Rect, box: PlotBox): boolean {
  return (
    one.left >= box.left &&
    one.right <= box.left + box.width + 8 &&
    one.top >= box.top - 4 &&
    one.bottom <= box.top + box.height
  );
}

function meets(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
