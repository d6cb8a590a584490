import { latinBytes } from './pdf-text.ts';
import type { PaintedWords } from './pdf-letters.ts';

/** The objects of a document, and the table that says where each begins. */
export class PdfFile {
  readonly #objects: (readonly Uint8Array<ArrayBuffer>[])[];

  /** The first numbers are kept for objects that are `set` last, because they name all others. */
  constructor(keptCount: number) {
    this.#objects = Array.from({ length: keptCount }, () => []);
  }

  /** Adds an object and returns its number; one with a stream is a dictionary left open: its length and end are added. */
  add(object: string, stream?: Uint8Array<ArrayBuffer>): number {
    const parts =
      stream === undefined
        ? [latinBytes(object)]
        : [latinBytes(`${object} /Length ${stream.length}>>\nstream\n`), stream, latinBytes('\nendstream')];
    return this.#objects.push(parts);
  }

  /** Fills a number that was kept. */
  set(number: number, object: string): void {
    this.#objects[number - 1] = [latinBytes(object)];
  }

  /** The whole document; the object 1 is its root. */
  finish(): Uint8Array<ArrayBuffer> {
    const parts = [latinBytes('%PDF-1.4\n')];
    let length = 9;
    const put = (part: Uint8Array<ArrayBuffer>): void => {
      parts.push(part);
      length += part.length;
    };
    const offsets = this.#objects.map((object, i) => {
      const offset = length;
      put(latinBytes(`${i + 1} 0 obj\n`));
      object.forEach(put);
      put(latinBytes('\nendobj\n'));
      return offset;
    });
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const count = offsets.length + 1;
    const trailer = `trailer\n<</Size ${count} /Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`;
    put(latinBytes(`xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}`));
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

/** A picture of words as two compressed streams, its colours and how much they cover, each with its open dictionary. */
export async function deflateWords({ width, height, colors, alphas }: PaintedWords): Promise<{
  readonly head: string;
  readonly colors: Uint8Array<ArrayBuffer>;
  readonly alphaHead: string;
  readonly alphas: Uint8Array<ArrayBuffer>;
}> {
  const size = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8`;
  const form = `<<${size} /Filter /FlateDecode /ColorSpace`;
  const [packedColors, packedAlphas] = await Promise.all([deflate(colors), deflate(alphas)]);
  return { head: `${form} /DeviceRGB`, colors: packedColors, alphaHead: `${form} /DeviceGray`, alphas: packedAlphas };
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
