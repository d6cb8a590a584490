import type { Letters } from './pdf-letters.ts';
import { PdfPen } from './pdf-pen.ts';
import { strings } from './strings.ts';

/** What knows colours by their names: a canvas context of the page. */
export type Colors = Pick<CanvasRenderingContext2D, 'fillStyle'>;

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const SAVED = [
  'globalAlpha',
  'lineWidth',
  'lineJoin',
  'lineCap',
  'strokeStyle',
  'fillStyle',
  'font',
  'textAlign',
] as const;
type Saved = Pick<PdfCanvas, (typeof SAVED)[number]> & { readonly matrix: Matrix };

/** A ramp of colours is so many stripes. */
const STRIPES = 64;

/** Colours along a line; of a round one the last. */
class Gradient {
  readonly stops: { readonly at: number; readonly color: string }[] = [];
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];

  constructor(from: Gradient['from'], to: Gradient['to']) {
    this.from = from;
    this.to = to;
  }

  addColorStop(at: number, color: string): void {
    this.stops.push({ at, color });
  }
}

/**
 * As much of a canvas context as Vega draws with, written into a PDF: vectors and texts, moved and turned as they are
 * drawn. It draws no pictures: throws an Error in words where a chart has one.
 */
export class PdfCanvas {
  globalAlpha = 1;
  globalCompositeOperation = 'source-over';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  lineDashOffset = 0;
  miterLimit = 10;
  strokeStyle: string | Gradient = '#000000';
  fillStyle: string | Gradient = '#000000';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #pen: PdfPen;
  readonly #names: Colors;
  readonly #letters: Letters;
  readonly #stack: Saved[] = [];
  #matrix: Matrix = [1, 0, 0, 1, 0, 0];
  #last: readonly [x: number, y: number] | undefined;
  #box: readonly [left: number, top: number, right: number, bottom: number] | undefined;

  /** Sizes in points. */
  constructor(width: number, height: number, names: Colors, letters: Letters) {
    this.#pen = new PdfPen(width, height, letters);
    this.#names = names;
    this.#letters = letters;
  }

  finish(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#pen.finish();
  }

  save(): void {
    const kept = Object.fromEntries(SAVED.map((name) => [name, this[name]]));
    this.#stack.push({ ...kept, matrix: this.#matrix } as Saved);
    this.#pen.save();
  }

  restore(): void {
    const saved = this.#stack.pop();
    if (saved === undefined) return;
    const { matrix, ...kept } = saved;
    Object.assign(this, kept);
    this.#matrix = matrix;
    this.#pen.restore();
  }

  scale(x: number, y: number): void {
    this.#transform([x, 0, 0, y, 0, 0]);
  }

  translate(x: number, y: number): void {
    this.#transform([1, 0, 0, 1, x, y]);
  }

  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#transform([cos, sin, -sin, cos, 0, 0]);
  }

  beginPath(): void {
    this.#pen.beginPath();
    this.#last = undefined;
    this.#box = undefined;
  }

  moveTo(x: number, y: number): void {
    this.#pen.moveTo(...this.#to(x, y));
  }

  lineTo(x: number, y: number): void {
    if (this.#last === undefined) this.moveTo(x, y);
    else this.#pen.lineTo(...this.#to(x, y));
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#pen.curveTo(this.#to(x1, y1), this.#to(x2, y2), this.#to(x, y));
    this.#last = [x, y];
  }

  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    const [x0, y0] = this.#last ?? [x1, y1];
    const third = (from: number, over: number): number => from + ((over - from) * 2) / 3;
    this.bezierCurveTo(third(x0, x1), third(y0, y1), third(x, x1), third(y, y1), x, y);
  }

  arc(x: number, y: number, radius: number, from: number, to: number, isBackwards = false): void {
    const turn = 2 * Math.PI;
    const way = isBackwards ? -1 : 1;
    const sweep = (to - from) * way >= turn ? turn : ((((to - from) * way) % turn) + turn) % turn;
    this.lineTo(x + radius * Math.cos(from), y + radius * Math.sin(from));
    const parts = Math.ceil(sweep / (Math.PI / 2) - 1e-9);
    const part = (way * sweep) / Math.max(1, parts);
    // A quarter of a circle is a Bézier curve to a thousandth of its radius.
    const reach = (4 / 3) * Math.tan(part / 4) * radius;
    for (let i = 0; i < parts; i++) {
      const [a, b] = [from + i * part, from + (i + 1) * part];
      const [x1, y1] = [x + radius * Math.cos(a), y + radius * Math.sin(a)];
      const [x2, y2] = [x + radius * Math.cos(b), y + radius * Math.sin(b)];
      const [turnX1, turnY1] = [-reach * Math.sin(a), reach * Math.cos(a)];
      const [turnX2, turnY2] = [reach * Math.sin(b), -reach * Math.cos(b)];
      this.bezierCurveTo(x1 + turnX1, y1 + turnY1, x2 + turnX2, y2 + turnY2, x2, y2);
    }
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }

  closePath(): void {
    this.#pen.closePath();
  }

  clip(): void {
    this.#pen.clip();
  }

  fill(): void {
    if (this.fillStyle instanceof Gradient) this.#fillStripes(this.fillStyle);
    else this.#inked(this.fillStyle, () => this.#pen.fill());
  }

  stroke(): void {
    const [first] = this.strokeStyle instanceof Gradient ? this.strokeStyle.stops : [];
    const color = this.strokeStyle instanceof Gradient ? (first?.color ?? 'transparent') : this.strokeStyle;
    this.#pen.lineWidth = this.lineWidth * this.#size();
    this.#pen.lineJoin = this.lineJoin;
    this.#pen.lineCap = this.lineCap;
    this.#inked(color, () => this.#pen.stroke());
  }

  setLineDash(dash: readonly number[] | undefined): void {
    this.#pen.setLineDash((dash ?? []).map((one) => one * this.#size()));
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  fillText(text: string, x: number, y: number): void {
    if (typeof this.fillStyle === 'string') this.#write(text, x, y, this.fillStyle, false);
  }

  strokeText(text: string, x: number, y: number): void {
    if (typeof this.strokeStyle === 'string') this.#write(text, x, y, this.strokeStyle, true);
  }

  measureText(text: string): { readonly width: number } {
    return { width: this.#letters.widthOf(text, { size: this.#fontSize(), isBold: this.#isBold() }) };
  }

  createLinearGradient(x1: number, y1: number, x2: number, y2: number): Gradient {
    return new Gradient([x1, y1], [x2, y2]);
  }

  createRadialGradient(_x1: number, _y1: number, _r1: number, x: number, y: number): Gradient {
    return new Gradient([x, y], [x, y]);
  }

  createPattern(): never {
    throw new Error(strings.noPictures);
  }

  drawImage(): never {
    throw new Error(strings.noPictures);
  }

  #transform([a, b, c, d, e, f]: Matrix): void {
    const [A, B, C, D, E, F] = this.#matrix;
    this.#matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }

  /** Where a point lies on the page; it is the last of its path and widens the box around it. */
  #to(x: number, y: number): readonly [x: number, y: number] {
    const [a, b, c, d, e, f] = this.#matrix;
    this.#last = [x, y];
    const at = [a * x + c * y + e, b * x + d * y + f] as const;
    const [left, top, right, bottom] = this.#box ?? [Infinity, Infinity, -Infinity, -Infinity];
    this.#box = [Math.min(left, at[0]), Math.min(top, at[1]), Math.max(right, at[0]), Math.max(bottom, at[1])];
    return at;
  }

  /** How much larger than written things are drawn. */
  #size(): number {
    const [a, b, c, d] = this.#matrix;
    return Math.sqrt(Math.abs(a * d - b * c));
  }

  /** Sets the colour of the pen while it draws; nothing is drawn with what cannot be seen. */
  #inked(style: string, draw: () => void): void {
    this.#names.fillStyle = '#000000';
    this.#names.fillStyle = style;
    const known = String(this.#names.fillStyle);
    const [red = 0, green = 0, blue = 0, alpha = 1] = known.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(known.slice(at, at + 2), 16))
      : (known.match(/[\d.]+/g) ?? []).map(Number);
    this.#pen.globalAlpha = this.globalAlpha * alpha;
    if (this.#pen.globalAlpha <= 0) return;
    const hex = `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`;
    this.#pen.fillStyle = hex;
    this.#pen.strokeStyle = hex;
    draw();
  }

  /** Stripes across the line of the colours, clipped to the path. */
  #fillStripes({ from, to, stops }: Gradient): void {
    const [last] = stops.slice(-1);
    const [x1, y1] = from;
    const [x2, y2] = to;
    const box = this.#box;
    if (last === undefined || box === undefined) return;
    if (x1 === x2 && y1 === y2) return this.#inked(last.color, () => this.#pen.fill());
    this.save();
    this.clip();
    const [dx, dy] = [(x2 - x1) / STRIPES, (y2 - y1) / STRIPES];
    // Far enough to both sides of the line, and beyond its ends.
    const far = (box[2] - box[0] + box[3] - box[1]) / this.#size() / Math.hypot(dx, dy);
    for (let i = 0; i < STRIPES; i++) {
      const [begin, end] = [i === 0 ? -far : i, i === STRIPES - 1 ? i + 1 + far : i + 1.05];
      const corner = (along: number, aside: number): readonly [number, number] => [
        x1 + dx * along - dy * aside,
        y1 + dy * along + dx * aside,
      ];
      this.beginPath();
      this.moveTo(...corner(begin, -far));
      this.lineTo(...corner(end, -far));
      this.lineTo(...corner(end, far));
      this.lineTo(...corner(begin, far));
      this.closePath();
      this.#inked(this.#colorAt(stops, (i + 0.5) / STRIPES), () => this.#pen.fill());
    }
    this.restore();
  }

  #colorAt(stops: Gradient['stops'], at: number): string {
    const next = stops.find((one) => one.at >= at) ?? stops.at(-1);
    const before = stops.filter((one) => one.at <= at).at(-1) ?? stops[0];
    if (next === undefined || before === undefined || next === before) return next?.color ?? 'transparent';
    const share = (at - before.at) / (next.at - before.at || 1);
    const [a, b] = [this.#rgb(before.color), this.#rgb(next.color)];
    return `rgb(${a.map((one, i) => Math.round(one + ((b[i] ?? one) - one) * share)).join(', ')})`;
  }

  #rgb(color: string): readonly number[] {
    this.#names.fillStyle = color;
    const known = String(this.#names.fillStyle);
    return known.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(known.slice(at, at + 2), 16))
      : (known.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  }

  #write(text: string, x: number, y: number, style: string, isOutline: boolean): void {
    const { width } = this.measureText(text);
    const align = this.textAlign;
    const left = align === 'center' ? x - width / 2 : align === 'right' || align === 'end' ? x - width : x;
    const [a, b, c, d, e, f] = this.#matrix;
    this.#pen.lineWidth = this.lineWidth * this.#size();
    this.#inked(style, () =>
      this.#pen.write(text, a * left + c * y + e, b * left + d * y + f, {
        size: this.#fontSize() * this.#size(),
        isBold: this.#isBold(),
        angle: Math.atan2(b, a),
        isOutline,
      }),
    );
  }

  #fontSize(): number {
    return Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 10);
  }

  #isBold(): boolean {
    return /\b(bold|bolder|[6-9]00)\b/.test(this.font);
  }
}
