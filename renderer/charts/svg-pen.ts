import type { Pen } from './pen.ts';
import { roughWidth } from './rough-width.ts';

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** Writes what is drawn as SVG: one path for each stroke or fill, clips as groups, texts as texts. */
export class SvgPen implements Pen {
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'round';
  lineCap: CanvasLineCap = 'butt';
  strokeStyle: Pen['strokeStyle'] = '#000';
  fillStyle: Pen['fillStyle'] = '#000';
  font = '';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #parts: string[] = [];
  #path = '';
  #rect: string | undefined;
  #dash: readonly number[] = [];
  #clips = 0;
  /** Groups opened since each save. */
  readonly #saved: number[] = [];

  /** The whole document. Sizes in CSS pixels. */
  finish(width: number, height: number): string {
    const size = `width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${this.#parts.join('\n')}\n</svg>\n`;
  }

  save(): void {
    this.#saved.push(0);
  }
  restore(): void {
    for (let open = this.#saved.pop() ?? 0; open > 0; open--) this.#parts.push('</g>');
  }
  beginPath(): void {
    this.#path = '';
    this.#rect = undefined;
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${n(x)} ${n(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `L${n(x)} ${n(y)}`;
  }
  arc(x: number, y: number, radius: number): void {
    const r = n(radius);
    this.#path += `M${n(x + radius)} ${n(y)}A${r} ${r} 0 1 1 ${n(x - radius)} ${n(y)}A${r} ${r} 0 1 1 ${n(x + radius)} ${n(y)}Z`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#rect = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
    this.#path += `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`;
  }
  closePath(): void {
    this.#path += 'Z';
  }
  clip(): void {
    this.#clips += 1;
    this.#parts.push(
      `<clipPath id="clip${this.#clips}"><rect ${this.#rect ?? ''}/></clipPath>`,
      `<g clip-path="url(#clip${this.#clips})">`,
    );
    const top = this.#saved.pop();
    if (top !== undefined) this.#saved.push(top + 1);
  }
  fill(): void {
    if (this.#path === '') return;
    this.#parts.push(`<path d="${this.#path}" fill="${escape(this.fillStyle)}"${this.#alpha('fill-opacity')}/>`);
  }
  stroke(): void {
    if (this.#path === '') return;
    const dash = this.#dash.length === 0 ? '' : ` stroke-dasharray="${this.#dash.map(n).join(' ')}"`;
    const line = `stroke="${escape(this.strokeStyle)}" stroke-width="${n(this.lineWidth)}" stroke-linejoin="${this.lineJoin}"`;
    this.#parts.push(`<path d="${this.#path}" fill="none" ${line}${dash}${this.#alpha('stroke-opacity')}/>`);
  }
  setLineDash(dash: number[]): void {
    this.#dash = dash;
  }
  fillText(text: string, x: number, y: number): void {
    const [, weight = '400', size = '10', family = 'sans-serif'] = /^(\d+) ([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const anchor = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' }[this.textAlign];
    const look = `font-family="${escape(family)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}"`;
    this.#parts.push(`<text x="${n(x)}" y="${n(y)}" ${look} fill="${escape(this.fillStyle)}">${escape(text)}</text>`);
  }
  measureText(text: string): { readonly width: number } {
    return { width: roughWidth(text) };
  }

  #alpha(name: string): string {
    return this.globalAlpha === 1 ? '' : ` ${name}="${n(this.globalAlpha)}"`;
  }
}

function escape(value: Pen['fillStyle']): string {
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
