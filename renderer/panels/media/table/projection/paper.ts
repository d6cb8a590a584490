import { paperLook, type Pen } from '#ui/charts';
import { withLegend, withTitle } from '../../../columns/picture-parts.ts';
import type { PlotLegend } from '../../../columns/legend.tsx';
import type { Picture } from '../../../frame/picture.ts';
import type { PointColors } from './colors.ts';
import { radiusOf } from './paint.ts';
import { layOnPlane } from './points.ts';

/** All shown points for paper, whatever part of them is looked at, with the names of their colours. `points`: x and y in turn. */
export function cloudOnPaper(
  points: ArrayLike<number>,
  colors: PointColors,
  hidden: ReadonlySet<string>,
  title: string,
): Picture {
  const look = paperLook();
  const draw = (pen: Pen, size: { readonly width: number; readonly height: number }): void => {
    const laid = layOnPlane(points, size);
    const count = laid.length / 2;
    const radius = radiusOf(count, { x: 0, y: 0, scale: 1 }, size, size.width);
    const inks = colors.palette.map((color) => look.ink(color));
    pen.lineWidth = 0.75;
    pen.strokeStyle = look.ground;
    for (let i = 0; i < count; i++) {
      const color = colors.of[i] ?? 0;
      if (hidden.has(colors.names[color] ?? '')) continue;
      pen.fillStyle = inks[color] ?? look.text;
      pen.beginPath();
      pen.arc(laid[2 * i] ?? 0, laid[2 * i + 1] ?? 0, radius, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    }
  };
  const plain: Picture = { sizeOf: (wanted) => wanted, draw };
  return withTitle(withLegend(plain, shownOf(colors.legend, hidden), look), title, look);
}

function shownOf(legend: PlotLegend, hidden: ReadonlySet<string>): PlotLegend {
  if (legend.kind !== 'names') return legend;
  return { ...legend, entries: legend.entries.filter(({ label }) => !hidden.has(label)) };
}
