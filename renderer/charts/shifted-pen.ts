import type { Pen } from './pen.ts';

/** A pen whose origin lies elsewhere. */
export class ShiftedPen implements Pen {
  readonly #pen: Pen;
  readonly #dx: number;
  readonly #dy: number;
  constructor(pen: Pen, dx: number, dy: number) {
    this.#pen = pen;
    this.#dx = dx;
    this.#dy = dy;
  }
  get globalAlpha(): number {
    return this.#pen.globalAlpha;
  }
  set globalAlpha(alpha: number) {
    this.#pen.globalAlpha = alpha;
  }
  set lineWidth(width: number) {
    this.#pen.lineWidth = width;
  }
  set lineJoin(join: CanvasLineJoin) {
    this.#pen.lineJoin = join;
  }
  set lineCap(cap: CanvasLineCap) {
    this.#pen.lineCap = cap;
  }
  set strokeStyle(style: Pen['strokeStyle']) {
    this.#pen.strokeStyle = style;
  }
  set fillStyle(style: Pen['fillStyle']) {
    this.#pen.fillStyle = style;
  }
  set font(font: string) {
    this.#pen.font = font;
  }
  get textAlign(): CanvasTextAlign {
    return this.#pen.textAlign;
  }
  set textAlign(align: CanvasTextAlign) {
    this.#pen.textAlign = align;
  }
  set textBaseline(baseline: CanvasTextBaseline) {
    this.#pen.textBaseline = baseline;
  }
  save = (): void => this.#pen.save();
  restore = (): void => this.#pen.restore();
  beginPath = (): void => this.#pen.beginPath();
  closePath = (): void => this.#pen.closePath();
  clip = (): void => this.#pen.clip();
  fill = (): void => this.#pen.fill();
  stroke = (): void => this.#pen.stroke();
  setLineDash = (dash: number[]): void => this.#pen.setLineDash(dash);
  measureText = (text: string): { readonly width: number } => this.#pen.measureText(text);
  moveTo(x: number, y: number): void {
    this.#pen.moveTo(x + this.#dx, y + this.#dy);
  }
  lineTo(x: number, y: number): void {
    this.#pen.lineTo(x + this.#dx, y + this.#dy);
  }
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    this.#pen.arc(x + this.#dx, y + this.#dy, radius, from, to);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#pen.rect(x + this.#dx, y + this.#dy, width, height);
  }
  fillText(text: string, x: number, y: number): void {
    this.#pen.fillText(text, x + this.#dx, y + this.#dy);
  }
}
