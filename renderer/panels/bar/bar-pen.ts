import { fit, fontOf, type Pen, type PlotLook } from '#ui/charts';
import { TICK_PX, type BarLayout } from './layout.ts';

interface ValueWish {
  readonly isNegative: boolean;
  readonly isMarked: boolean;
}

/** Draws in values and in shares of the band, lying or upright alike. */
export class BarPen {
  readonly pen: Pen;
  readonly half: number;
  readonly #layout: BarLayout;
  readonly #middle: number;
  constructor(pen: Pen, layout: BarLayout, middle: number) {
    this.pen = pen;
    this.#layout = layout;
    this.#middle = middle;
    this.half = Math.min(layout.band * 0.36, 24);
  }
  /** Pixels of a value on its axis, kept within the plot. */
  px(value: number): number {
    const { left, top, value: axis, isUpright } = this.#layout;
    return (isUpright ? top : left) + Math.max(0, Math.min(axis.length, axis.toPx(value)));
  }
  /** Where bars begin: zero when it is in sight, else the nearer end of the axis. */
  get base(): number {
    const { axis, length, toPx } = this.#layout.value;
    const zero = axis.kind === 'number' && axis.rule.kind === 'linear' ? toPx(0) : this.#layout.isUpright ? length : 0;
    const { left, top, isUpright } = this.#layout;
    return (isUpright ? top : left) + Math.max(0, Math.min(length, zero));
  }
  /** A corner `side` pixels beside the middle of the band, at so many pixels of the value axis. */
  place(at: number, side: number): readonly [number, number] {
    return this.#layout.isUpright ? [this.#middle + side, at] : [at, this.#middle + side];
  }
  rect(from: number, to: number, half: number): void {
    const [x1, y1] = this.place(Math.min(from, to), -half);
    const [x2, y2] = this.place(Math.max(from, to), half);
    this.pen.beginPath();
    this.pen.rect(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
  }
  segment(from: readonly [number, number], to: readonly [number, number]): void {
    this.pen.beginPath();
    this.pen.moveTo(...this.place(...from));
    this.pen.lineTo(...this.place(...to));
    this.pen.stroke();
  }
  /**
   * A number beside the end of a bar: beyond it, or inside where there is no room beyond; `isMarked`: inside it stands
   * where the bar begins, away from the marks at its end.
   */
  write(words: string, tip: number, { isNegative, isMarked }: ValueWish, look: PlotLook): void {
    const { pen } = this;
    const { left, width, top, band, isUpright } = this.#layout;
    const gap = 5 * look.scale;
    pen.font = fontOf(look, TICK_PX, 500);
    pen.textBaseline = 'alphabetic';
    pen.fillStyle = look.softText;
    if (isUpright) {
      pen.textAlign = 'center';
      const y = isNegative ? tip + 12 * look.scale : Math.max(top + 9 * look.scale, tip - gap);
      pen.fillText(fit(pen, words, band - 4), this.#middle, y);
      return;
    }
    const room = pen.measureText(words).width + gap;
    const isBeyond = isNegative ? tip - room >= left : tip + room <= left + width + 14 * look.scale;
    if (!isBeyond) pen.fillStyle = look.ground;
    const isAtBase = !isBeyond && isMarked;
    pen.textAlign = (isBeyond || isAtBase) === isNegative ? 'right' : 'left';
    const sign = pen.textAlign === 'left' ? 1 : -1;
    pen.fillText(words, (isAtBase ? this.base : tip) + sign * gap, this.#middle + 3.8 * look.scale);
  }
  dot(at: number, side: number, radius: number): void {
    const [x, y] = this.place(at, side);
    this.pen.beginPath();
    this.pen.moveTo(x + radius, y);
    this.pen.arc(x, y, radius, 0, Math.PI * 2);
  }
}
