import { fit, fontOf, roughWidth, ShiftedPen, type Pen, type PlotLook, type PlotSize } from '#ui/charts';
import { formatNumber } from '#shared/units';
import type { Picture } from '../frame/picture.ts';
import type { PlotLegend } from './legend.tsx';
import { rampColor } from './ramp.ts';

const ROW = 18;
const EDGE = 12;
const NAME_PX = 10.5;
const MOST_NAME = 180;

const TITLE_ROW = 26;

/** A picture with its title above it. */
export function withTitle(picture: Picture, title: string, look: PlotLook): Picture {
  return {
    sizeOf: (wanted) => {
      const { width, height } = picture.sizeOf(wanted);
      return { width, height: height + TITLE_ROW };
    },
    draw: (pen, wanted) => {
      pen.font = fontOf(look, 13, 600);
      pen.fillStyle = look.text;
      pen.textAlign = 'left';
      pen.textBaseline = 'alphabetic';
      pen.fillText(fit(pen, title, picture.sizeOf(wanted).width - 2 * EDGE), EDGE, 19);
      picture.draw(new ShiftedPen(pen, 0, TITLE_ROW), wanted);
    },
  };
}

/** A picture with its legend below it. */
export function withLegend(picture: Picture, legend: PlotLegend, look: PlotLook): Picture {
  if (legend.kind === 'none') return picture;
  return {
    sizeOf: (wanted) => {
      const { width, height } = picture.sizeOf(wanted);
      return { width, height: height + heightOf(legend, width) };
    },
    draw: (pen, wanted) => {
      picture.draw(pen, wanted);
      paintLegend(pen, legend, picture.sizeOf(wanted), look);
    },
  };
}

/** About as much as a name needs: how many rows there are is asked before there is a pen. */
function widthOf(label: string): number {
  return Math.min(MOST_NAME, roughWidth(label)) + 30;
}

function rowsOf(names: readonly string[], width: number): readonly (readonly number[])[] {
  const rows: number[][] = [];
  let left = Infinity;
  names.forEach((name, i) => {
    if (left + widthOf(name) > width - EDGE) {
      rows.push([]);
      left = EDGE;
    }
    rows.at(-1)?.push(i);
    left += widthOf(name);
  });
  return rows;
}

function namesOf(legend: PlotLegend): readonly string[] {
  if (legend.kind !== 'names') return [];
  return [...(legend.label === '' ? [] : [`${legend.label}:`]), ...legend.entries.map((entry) => entry.label)];
}

function heightOf(legend: PlotLegend, width: number): number {
  return (legend.kind === 'names' ? rowsOf(namesOf(legend), width).length : 1) * ROW + 8;
}

function paintLegend(pen: Pen, legend: PlotLegend, { width, height }: PlotSize, look: PlotLook): void {
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.font = fontOf(look, NAME_PX);
  if (legend.kind === 'names') paintNames(pen, legend, { width, height }, look);
  else if (legend.kind !== 'none') paintScale(pen, legend, height, look);
}

function paintNames(
  pen: Pen,
  legend: Extract<PlotLegend, { kind: 'names' }>,
  { width, height }: PlotSize,
  look: PlotLook,
): void {
  const names = namesOf(legend);
  const first = legend.label === '' ? 0 : 1;
  rowsOf(names, width).forEach((row, line) => {
    let left = EDGE;
    const base = height + line * ROW + 12;
    for (const i of row) {
      const name = names[i] ?? '';
      const entry = legend.entries[i - first];
      if (entry !== undefined) {
        pen.fillStyle = look.ink(entry.color);
        pen.beginPath();
        pen.arc(left + 4, base - 4, 4, 0, Math.PI * 2);
        pen.fill();
      }
      pen.fillStyle = entry === undefined ? look.softText : look.text;
      pen.fillText(fit(pen, name, MOST_NAME), left + (entry === undefined ? 0 : 13), base);
      left += widthOf(name);
    }
  });
}

const RAMP_PX = 120;
const RAMP_STEPS = 40;

function paintScale(
  pen: Pen,
  { kind, label, min, max }: Extract<PlotLegend, { kind: 'ramp' | 'size' }>,
  height: number,
  look: PlotLook,
): void {
  const base = height + 12;
  const start = `${label}  ${formatNumber(min)}`;
  pen.fillStyle = look.text;
  pen.fillText(start, EDGE, base);
  let left = EDGE + roughWidth(start) + 8;
  if (kind === 'ramp') {
    for (let i = 0; i < RAMP_STEPS; i++) {
      pen.fillStyle = rampColor(i / (RAMP_STEPS - 1));
      pen.beginPath();
      pen.rect(left + (i * RAMP_PX) / RAMP_STEPS, base - 8, RAMP_PX / RAMP_STEPS + 0.5, 8);
      pen.fill();
    }
    left += RAMP_PX + 8;
  } else {
    pen.fillStyle = look.softText;
    for (const radius of [2.5, 4.5, 6.5]) {
      pen.beginPath();
      pen.arc(left + radius, base - 4, radius, 0, Math.PI * 2);
      pen.fill();
      left += radius * 2 + 5;
    }
    left += 4;
  }
  pen.fillStyle = look.text;
  pen.fillText(formatNumber(max), left, base);
}
