/** Letters beyond Latin-1 that the encoding of the fonts has all the same; a minus is written as its dash. */
const WINDOWS = new Map(
  [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((letter, i) => {
    const gaps = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
    const codes = Array.from({ length: 32 }, (_, at) => 0x80 + at).filter((code) => !gaps.includes(code));
    return [letter, codes[i] ?? 0x3f] as const;
  }),
).set('−', 0x96);

/** Whether the fonts that every reader has (in Windows' Latin encoding) have all these letters. */
export function isLatin(text: string): boolean {
  return [...text].every(
    (letter) => letter < '\u0080' || (letter >= '\u00a0' && letter <= '\u00ff') || WINDOWS.has(letter),
  );
}

/** Text of a document as bytes, one for each code unit, so that every offset stays what it was. */
export function latinBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length }, (_, i) => {
    const code = text.charCodeAt(i);
    return code < 256 ? code : (WINDOWS.get(text.charAt(i)) ?? 0x3f);
  });
}

/** Codes of one font. */
const MOST_CODES = 256;
/** How wide an unseen letter is, in thousandths of its size. */
const WIDTH = 500;

/**
 * Fonts whose letters draw nothing: over a picture of words they make that the words are found, marked and copied. Each
 * letter as people count them (an accent or the parts of an emoji are no letters of their own) has a code.
 */
export class UnseenFonts {
  readonly #codes = new Map<string, number>();
  readonly #segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

  /** Names of fonts with the codes of the words that they hold, as hexadecimal digits, in order; and how many letters. */
  write(text: string): {
    readonly parts: readonly { readonly font: string; readonly codes: string }[];
    readonly count: number;
  } {
    const parts: { font: string; codes: string }[] = [];
    let count = 0;
    for (const { segment } of this.#segmenter.segment(text)) {
      const code = this.#codes.get(segment) ?? this.#codes.size;
      this.#codes.set(segment, code);
      const font = `U${Math.floor(code / MOST_CODES)}`;
      const digits = hex(code % MOST_CODES, 2);
      const last = parts.at(-1);
      if (last?.font === font) last.codes += digits;
      else parts.push({ font, codes: digits });
      count += 1;
    }
    return { parts, count };
  }

  /** How much letters must be stretched, in per cent, so that so many are so wide (points). */
  static stretch(count: number, size: number, width: number): number {
    return (width / ((count * size * WIDTH) / 1000)) * 100;
  }

  /** The fonts, each with what its codes mean; `add` takes an object of the document and returns its number. */
  finish(add: (object: string, stream?: string) => number): ReadonlyMap<string, number> {
    if (this.#codes.size === 0) return new Map();
    const glyph = add('<<', `${WIDTH} 0 d0`);
    const letters = [...this.#codes.keys()];
    const fonts = Array.from({ length: Math.ceil(letters.length / MOST_CODES) }, (_, i) => {
      const own = letters.slice(i * MOST_CODES, (i + 1) * MOST_CODES);
      const meaning = add('<<', toUnicode(own));
      const font =
        `<</Type /Font /Subtype /Type3 /FontBBox [0 -200 ${WIDTH} 800] /FontMatrix [0.001 0 0 0.001 0 0] ` +
        `/CharProcs <</u ${glyph} 0 R>> /Encoding <</Type /Encoding /Differences [0 ${own.map(() => '/u').join(' ')}]>> ` +
        `/FirstChar 0 /LastChar ${own.length - 1} /Widths [${own.map(() => WIDTH).join(' ')}] /ToUnicode ${meaning} 0 R>>`;
      return [`U${i}`, add(font)] as const;
    });
    return new Map(fonts);
  }
}

/** What the codes of a font mean. Source: Adobe's technical note 5411, ToUnicode mapping files. */
function toUnicode(letters: readonly string[]): string {
  const units = (letter: string): string =>
    Array.from({ length: letter.length }, (_, i) => hex(letter.charCodeAt(i), 4)).join('');
  const lines = letters.map((letter, code) => `<${hex(code, 2)}> <${units(letter)}>`);
  // A block holds at most a hundred.
  const blocks = Array.from({ length: Math.ceil(lines.length / 100) }, (_, i) => {
    const own = lines.slice(i * 100, (i + 1) * 100);
    return `${own.length} beginbfchar\n${own.join('\n')}\nendbfchar`;
  });
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Unseen def
/CMapType 2 def
1 begincodespacerange
<00> <ff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
