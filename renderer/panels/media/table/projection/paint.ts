import type { PlotLook, PlotSize } from '#ui/charts';
import type { PanZoom } from '#ui/widgets';
import type { PointColors } from './colors.ts';

export interface Cloud {
  /** x and y on the plane in turn. */
  readonly laid: Float32Array;
  readonly colors: PointColors;
  readonly isShown: (i: number) => boolean;
}

type View = PanZoom['view'];

/** Radius in pixels: fewer points are larger, and they grow a little as one comes nearer. */
export function radiusOf(count: number, view: View, size: PlotSize, planeWidth: number): number {
  const base = count <= 500 ? 4 : count <= 3000 ? 3.2 : count <= 12_000 ? 2.4 : 1.7;
  const zoom = (view.scale * planeWidth) / Math.max(1, size.width);
  return base * Math.min(2, Math.max(0.8, zoom ** 0.35));
}

/** Draws all points that are in sight. A point of a colour is drawn once and then copied, which 50,000 of them need. */
export function paintCloud(
  context: CanvasRenderingContext2D,
  size: PlotSize,
  look: PlotLook,
  { laid, colors, isShown }: Cloud,
  view: View,
  radius: number,
): void {
  const stamps = colors.palette.map((color) => stampOf(look.ink(color), look.ground, radius));
  const half = radius + 1;
  context.globalAlpha = laid.length > 6000 ? 0.8 : 0.9;
  for (let i = 0; i < laid.length / 2; i++) {
    const x = view.x + (laid[2 * i] ?? 0) * view.scale;
    const y = view.y + (laid[2 * i + 1] ?? 0) * view.scale;
    if (x < -half || y < -half || x > size.width + half || y > size.height + half || !isShown(i)) continue;
    const stamp = stamps[colors.of[i] ?? 0];
    if (stamp !== undefined) context.drawImage(stamp, x - half, y - half, 2 * half, 2 * half);
  }
  context.globalAlpha = 1;
}

/** Draws one point larger, with a ring. */
export function paintPoint(
  context: CanvasRenderingContext2D,
  look: PlotLook,
  { laid, colors }: Cloud,
  view: View,
  radius: number,
  i: number,
): void {
  const x = view.x + (laid[2 * i] ?? 0) * view.scale;
  const y = view.y + (laid[2 * i + 1] ?? 0) * view.scale;
  context.beginPath();
  context.arc(x, y, radius + 3, 0, 2 * Math.PI);
  context.fillStyle = look.ink(colors.palette[colors.of[i] ?? 0] ?? look.text);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = look.text;
  context.stroke();
}

/** A point as a picture of its own, with a rim in the colour of the ground that parts it from others. */
function stampOf(color: string, ground: string, radius: number): OffscreenCanvas | undefined {
  const ratio = devicePixelRatio;
  const half = radius + 1;
  const canvas = new OffscreenCanvas(Math.ceil(2 * half * ratio), Math.ceil(2 * half * ratio));
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(canvas.width / (2 * half), canvas.height / (2 * half));
  context.beginPath();
  context.arc(half, half, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.lineWidth = 0.75;
  context.strokeStyle = ground;
  context.stroke();
  return canvas;
}
