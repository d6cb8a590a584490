import type { Pen } from './pen.ts';

const n = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Widths of Helvetica differ little from this many thousandths of its size; only centred texts need them. */
const MEAN_GLYPH = 0.52;

/** How letters are written. */
export interface PdfWords {
  readonly size: number;
  readonly isBold: boolean;
  /** Clockwise, in radians. */
  readonly angle: number;
  readonly isOutline: boolean;
}

/**
 * Writes what is drawn as a PDF of one page: vectors, texts in Helvetica (one of the fonts every reader has). Letters
 * beyond Windows' Latin ones are written as `?`. y is turned round, because a page counts from its foot.
 */
export class PdfPen implements Pen {
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'round';
  lineCap: CanvasLineCap = 'butt';
  strokeStyle: Pen['strokeStyle'] = '#000000';
  fillStyle: Pen['fillStyle'] = '#000000';
  font = '';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #parts: string[] = [];
  readonly #alphas = new Map<string, string>();
  readonly #height: number;
  readonly #width: number;
  #path = '';
  #dash: readonly number[] = [];

  /** Sizes in points. */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** The whole document. */
  finish(): Uint8Array<ArrayBuffer> {
    const content = this.#parts.join('\n');
    const states = [...this.#alphas].map(([alpha, name]) => `/${name} <</ca ${alpha} /CA ${alpha}>>`).join(' ');
    const fonts = ['Helvetica', 'Helvetica-Bold'].map(
      (font, i) => `/F${i} <</Type /Font /Subtype /Type1 /BaseFont /${font} /Encoding /WinAnsiEncoding>>`,
    );
    const resources = `<</Font <<${fonts.join(' ')}>> /ExtGState <<${states}>>>>`;
    const objects = [
      '<</Type /Catalog /Pages 2 0 R>>',
      '<</Type /Pages /Kids [3 0 R] /Count 1>>',
      `<</Type /Page /Parent 2 0 R /MediaBox [0 0 ${n(this.#width)} ${n(this.#height)}] /Resources ${resources} /Contents 4 0 R>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    ];
    let text = '%PDF-1.4\n';
    const offsets = objects.map((object, i) => {
      const offset = text.length;
      text += `${i + 1} 0 obj\n${object}\nendobj\n`;
      return offset;
    });
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const count = objects.length + 1;
    const trailer = `trailer\n<</Size ${count} /Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
    return latin1(`${text}xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}`);
  }

  save(): void {
    this.#parts.push('q');
  }
  restore(): void {
    this.#parts.push('Q');
  }
  beginPath(): void {
    this.#path = '';
  }
  moveTo(x: number, y: number): void {
    this.#path += `${this.#at(x, y)} m\n`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#at(x, y)} l\n`;
  }
  arc(x: number, y: number, radius: number): void {
    // Four Bézier curves are a circle to a thousandth of its radius.
    const k = radius * 0.5523;
    const quarter = (a: number[], b: number[], c: number[]): string =>
      `${[a, b, c].map(([dx = 0, dy = 0]) => this.#at(x + dx, y + dy)).join(' ')} c\n`;
    this.#path +=
      `${this.#at(x + radius, y)} m\n` +
      quarter([radius, k], [k, radius], [0, radius]) +
      quarter([-k, radius], [-radius, k], [-radius, 0]) +
      quarter([-radius, -k], [-k, -radius], [0, -radius]) +
      quarter([k, -radius], [radius, -k], [radius, 0]);
  }
  /** A Bézier curve by its two handles. */
  curveTo(...points: readonly (readonly [x: number, y: number])[]): void {
    this.#path += `${points.map(([x, y]) => this.#at(x, y)).join(' ')} c\n`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `${this.#at(x, y + height)} ${n(width)} ${n(height)} re\n`;
  }
  closePath(): void {
    this.#path += 'h\n';
  }
  clip(): void {
    this.#parts.push(`${this.#path}W n`);
  }
  fill(): void {
    if (this.#path !== '') this.#parts.push(`${this.#state()}${rgb(this.fillStyle)} rg\n${this.#path}f`);
  }
  stroke(): void {
    if (this.#path === '') return;
    const join = { miter: 0, round: 1, bevel: 2 }[this.lineJoin];
    const look = `${rgb(this.strokeStyle)} RG ${n(this.lineWidth)} w ${join} j [${this.#dash.map(n).join(' ')}] 0 d`;
    this.#parts.push(`${this.#state()}${look}\n${this.#path}S`);
  }
  setLineDash(dash: number[]): void {
    this.#dash = dash;
  }
  fillText(text: string, x: number, y: number): void {
    const [, weight = '400', size = '10'] = /^(\d+) ([\d.]+)px/.exec(this.font) ?? [];
    const { width } = this.measureText(text);
    const left = this.textAlign === 'center' ? x - width / 2 : this.textAlign === 'right' ? x - width : x;
    this.write(text, left, y, { size: Number(size), isBold: Number(weight) >= 600, angle: 0, isOutline: false });
  }
  /** Words from their left end on, filled or only their outlines. */
  write(text: string, x: number, y: number, { size, isBold, angle, isOutline }: PdfWords): void {
    const words = text.replace(/[\\()]/g, (letter) => `\\${letter}`);
    const [cos, sin] = [n(Math.cos(angle)), Math.sin(angle)];
    const place = angle === 0 ? `${this.#at(x, y)} Td` : `${cos} ${n(-sin)} ${n(sin)} ${cos} ${this.#at(x, y)} Tm`;
    const way = isOutline
      ? `${rgb(this.strokeStyle)} RG ${n(this.lineWidth)} w [] 0 d 1 Tr`
      : `${rgb(this.fillStyle)} rg 0 Tr`;
    const font = isBold ? 'F1' : 'F0';
    this.#parts.push(`${this.#state()}BT ${way} /${font} ${n(size)} Tf ${place} (${words}) Tj ET`);
  }
  measureText(text: string): { readonly width: number } {
    const size = Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 10);
    return { width: text.length * size * MEAN_GLYPH };
  }

  #at(x: number, y: number): string {
    return `${n(x)} ${n(this.#height - y)}`;
  }

  #state(): string {
    const alpha = n(this.globalAlpha);
    const name = this.#alphas.get(alpha) ?? `A${this.#alphas.size}`;
    this.#alphas.set(alpha, name);
    return `/${name} gs `;
  }
}

/** `#rrggbb` as three numbers from 0 to 1; anything else is black. */
function rgb(style: Pen['fillStyle']): string {
  const hex = /^#([0-9a-f]{6})$/i.exec(String(style))?.[1] ?? '000000';
  return [0, 2, 4].map((at) => n(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ');
}

/** Letters beyond Latin-1 that the encoding of the fonts has all the same; a minus is written as its dash. */
const WINDOWS = new Map(
  [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((letter, i) => {
    const gaps = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
    const codes = Array.from({ length: 32 }, (_, at) => 0x80 + at).filter((code) => !gaps.includes(code));
    return [letter, codes[i] ?? 0x3f] as const;
  }),
).set('−', 0x96);

function latin1(text: string): Uint8Array<ArrayBuffer> {
  // By code units, so that every offset stays what it was.
  return Uint8Array.from({ length: text.length }, (_, i) => {
    const code = text.charCodeAt(i);
    return code < 256 ? code : (WINDOWS.get(text.charAt(i)) ?? 0x3f);
  });
}
