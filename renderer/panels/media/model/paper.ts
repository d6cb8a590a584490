import { fit, fontOf, paperLook, type Pen, type PlotLook } from '#ui/charts';
import { withTitle } from '../../columns/picture-parts.ts';
import type { DataTable } from '../../frame/data-table.tsx';
import type { Picture } from '../../frame/picture.ts';
import { factsOf } from './facts.ts';
import type { Box, Curve, ModelDrawing } from './layout.ts';
import { allLayers, type Layer, type Model } from './model.ts';
import { strings } from './strings.ts';

/** Straight pieces that stand for a bend: pens draw no curves. */
const PIECES = 8;
const ARROW_PX = 6;
const PADDING = 12;
/** The ground of open modules and of the names on their frames. */
const FRAME_GROUND = '#f1f7f8';

/** The graph as it is opened now, for paper: as large as its blocks need. */
export function modelOnPaper(drawing: ModelDrawing, title: string): Picture {
  const look = paperLook();
  const plain: Picture = {
    sizeOf: () => ({ width: Math.ceil(drawing.width), height: Math.ceil(drawing.height) }),
    draw: (pen) => {
      pen.lineJoin = 'round';
      for (const { box } of drawing.frames) {
        pen.fillStyle = FRAME_GROUND;
        pen.strokeStyle = look.axis;
        pen.setLineDash([3, 3]);
        drawBox(pen, box);
        pen.setLineDash([]);
      }
      for (const { curve } of drawing.edges) drawEdge(pen, curve, look);
      for (const { layer, head } of drawing.frames) drawHead(pen, layer, head, look);
      for (const { layer, box } of drawing.nodes) drawNode(pen, layer, box, look);
    },
  };
  return withTitle(plain, title, look);
}

/** Every layer of the model, those inside closed modules too. */
export function tableOfModel({ layers }: Model): DataTable {
  return {
    head: [strings.path, strings.type, strings.shape, strings.count],
    rows: allLayers(layers).map(({ id, type, outputShape, parameterCount }) => [id, type, outputShape, parameterCount]),
  };
}

function drawBox(pen: Pen, { x, y, width, height }: Box): void {
  pen.lineWidth = 1;
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.fill();
  pen.stroke();
}

function drawEdge(pen: Pen, { start, bends }: Curve, look: PlotLook): void {
  pen.strokeStyle = look.softText;
  pen.lineWidth = 1.3;
  pen.beginPath();
  pen.moveTo(start.x, start.y);
  let [from, last] = [start, start];
  for (const { control, end } of bends) {
    const begin = last;
    for (let i = 1; i <= PIECES; i++) {
      const t = i / PIECES;
      const along = (axis: 'x' | 'y'): number =>
        (1 - t) ** 2 * begin[axis] + 2 * t * (1 - t) * control[axis] + t ** 2 * end[axis];
      [from, last] = [last, { x: along('x'), y: along('y') }];
      pen.lineTo(last.x, last.y);
    }
  }
  pen.stroke();
  const angle = Math.atan2(last.y - from.y, last.x - from.x);
  const corner = (side: number): readonly [number, number] => [
    last.x - ARROW_PX * Math.cos(angle + side),
    last.y - ARROW_PX * Math.sin(angle + side),
  ];
  pen.fillStyle = look.softText;
  pen.beginPath();
  pen.moveTo(last.x, last.y);
  pen.lineTo(...corner(0.45));
  pen.lineTo(...corner(-0.45));
  pen.closePath();
  pen.fill();
}

function drawHead(pen: Pen, { name }: Layer, box: Box, look: PlotLook): void {
  pen.fillStyle = FRAME_GROUND;
  pen.strokeStyle = look.axis;
  drawBox(pen, box);
  write(pen, name, box, box.height / 2 + 4, { look, color: look.accent, size: 11 });
}

function drawNode(pen: Pen, layer: Layer, box: Box, look: PlotLook): void {
  pen.fillStyle = look.ground;
  pen.strokeStyle = look.axis;
  // A closed module stands as a pile.
  if (layer.children.length > 0) drawBox(pen, { ...box, x: box.x + 4, y: box.y + 4 });
  drawBox(pen, box);
  write(pen, layer.name, box, 21, { look, color: look.text, size: 12 });
  write(pen, factsOf(layer), box, 37, { look, color: look.softText, size: 10.5 });
}

function write(
  pen: Pen,
  words: string,
  { x, y, width }: Box,
  base: number,
  { look, color, size }: { readonly look: PlotLook; readonly color: string; readonly size: number },
): void {
  pen.font = fontOf(look, size);
  pen.fillStyle = color;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillText(fit(pen, words, width - 2 * PADDING), x + PADDING, y + base);
}
