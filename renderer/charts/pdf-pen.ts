import { deflateWords, PdfFile } from './pdf-file.ts';
import type { Letters, LetterStyle, PaintedWords } from './pdf-letters.ts';
import { isLatin, latinBytes, UnseenFonts } from './pdf-text.ts';
import type { Pen } from './pen.ts';

const n = (value: number): string => String(Math.round(value * 1000) / 1000);

/** How letters are written. */
export interface PdfWords {
  readonly size: number;
  readonly isBold: boolean;
  /** Clockwise, in radians. */
  readonly angle: number;
  readonly isOutline: boolean;
}

/**
 * Writes what is drawn as a PDF of one page: vectors, texts in Helvetica (one of the fonts every reader has). Words with
 * letters beyond Windows' Latin ones are pictures, drawn with the fonts of the page, over which the same words lie unseen,
 * to be found and copied. y is turned round, because a page counts from its foot.
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
  readonly #letters: Letters;
  readonly #painted = new Map<string, { readonly name: string; readonly words: PaintedWords }>();
  readonly #unseen = new UnseenFonts();
  readonly #height: number;
  readonly #width: number;
  #path = '';
  #dash: readonly number[] = [];

  /** Sizes in points. */
  constructor(width: number, height: number, letters: Letters) {
    this.#width = width;
    this.#height = height;
    this.#letters = letters;
  }

  /** The whole document. */
  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    const file = new PdfFile(3);
    const images = await Promise.all([...this.#painted.values()].map(({ words }) => deflateWords(words)));
    const numbers = images.map(({ head, colors, alphaHead, alphas }) => {
      const mask = file.add(alphaHead, alphas);
      return file.add(`${head} /SMask ${mask} 0 R`, colors);
    });
    const unseen = this.#unseen.finish((object, stream) =>
      stream === undefined ? file.add(object) : file.add(object, latinBytes(stream)),
    );
    const fonts = [
      ...['Helvetica', 'Helvetica-Bold'].map(
        (font, i) => `/F${i} <</Type /Font /Subtype /Type1 /BaseFont /${font} /Encoding /WinAnsiEncoding>>`,
      ),
      ...[...unseen].map(([name, number]) => `/${name} ${number} 0 R`),
    ];
    const states = [...this.#alphas].map(([alpha, name]) => `/${name} <</ca ${alpha} /CA ${alpha}>>`).join(' ');
    const pictures = numbers.map((number, i) => `/I${i} ${number} 0 R`).join(' ');
    const resources = `<</Font <<${fonts.join(' ')}>> /ExtGState <<${states}>> /XObject <<${pictures}>>>>`;
    const content = file.add('<<', latinBytes(this.#parts.join('\n')));
    file.set(1, '<</Type /Catalog /Pages 2 0 R>>');
    file.set(2, '<</Type /Pages /Kids [3 0 R] /Count 1>>');
    const box = `[0 0 ${n(this.#width)} ${n(this.#height)}]`;
    file.set(3, `<</Type /Page /Parent 2 0 R /MediaBox ${box} /Resources ${resources} /Contents ${content} 0 R>>`);
    return file.finish();
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
    const { width } = this.measureText(text);
    const left = this.textAlign === 'center' ? x - width / 2 : this.textAlign === 'right' ? x - width : x;
    this.write(text, left, y, { ...this.#font(), angle: 0, isOutline: false });
  }
  /** Words from their left end on, filled or only their outlines. */
  write(text: string, x: number, y: number, words: PdfWords): void {
    if (isLatin(text)) this.#writeLatin(text, x, y, words);
    else this.#paint(text, x, y, words);
  }
  measureText(text: string): { readonly width: number } {
    return { width: this.#letters.widthOf(text, this.#font()) };
  }

  #font(): Pick<PdfWords, 'size' | 'isBold'> {
    const [, weight = '400', size = '10'] = /^(\d+) ([\d.]+)px/.exec(this.font) ?? [];
    return { size: Number(size), isBold: Number(weight) >= 600 };
  }

  #writeLatin(text: string, x: number, y: number, { size, isBold, angle, isOutline }: PdfWords): void {
    const words = text.replace(/[\\()]/g, (letter) => `\\${letter}`);
    const way = isOutline
      ? `${rgb(this.strokeStyle)} RG ${n(this.lineWidth)} w [] 0 d 1 Tr`
      : `${rgb(this.fillStyle)} rg 0 Tr`;
    const font = isBold ? 'F1' : 'F0';
    this.#parts.push(`${this.#state()}BT ${way} /${font} ${n(size)} Tf ${this.#turn(x, y, angle)} (${words}) Tj ET`);
  }

  #paint(text: string, x: number, y: number, { size, isBold, angle, isOutline }: PdfWords): void {
    const color = String(isOutline ? this.strokeStyle : this.fillStyle);
    const style: LetterStyle = { size, isBold, color, outline: isOutline ? this.lineWidth : undefined };
    const key = JSON.stringify([text, style]);
    let known = this.#painted.get(key);
    if (known === undefined) {
      known = { name: `I${this.#painted.size}`, words: this.#letters.paint(text, style) };
      this.#painted.set(key, known);
    }
    const { name, words: painted } = known;
    const [width, height] = [painted.width * painted.pixelPoints, painted.height * painted.pixelPoints];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const corner = this.#at(x - painted.left * cos - painted.below * sin, y - painted.left * sin + painted.below * cos);
    const place = `${n(width * cos)} ${n(-width * sin)} ${n(height * sin)} ${n(height * cos)} ${corner}`;
    const { parts, count } = this.#unseen.write(text);
    const stretch = UnseenFonts.stretch(count, size, this.#letters.widthOf(text, style));
    const words = parts.map(({ font, codes }) => `/${font} ${n(size)} Tf <${codes}> Tj`).join(' ');
    this.#parts.push(
      `${this.#state()}q ${place} cm /${name} Do Q`,
      `BT 0 Tr ${n(stretch)} Tz ${this.#turn(x, y, angle)} ${words} 100 Tz ET`,
    );
  }

  /** Where words begin, and which way they run. */
  #turn(x: number, y: number, angle: number): string {
    if (angle === 0) return `${this.#at(x, y)} Td`;
    const [cos, sin] = [n(Math.cos(angle)), Math.sin(angle)];
    return `${cos} ${n(-sin)} ${n(sin)} ${cos} ${this.#at(x, y)} Tm`;
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
