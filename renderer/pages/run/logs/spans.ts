import Anser from 'anser';

/** A stretch of a log line in one look. */
export interface LogSpan {
  readonly text: string;
  /** `red`, `bright-blue`, or a CSS colour `rgb(…)`. */
  readonly ink: string | undefined;
  readonly ground: string | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isMatch: boolean;
}

/** Splits a line by its colour codes, and by where `needle` stands in it (case-blind; empty = nowhere). */
export function toSpans(text: string, needle: string): LogSpan[] {
  if (!text.includes('\u001b')) return marked([plainSpan(text)], needle);
  const parts = Anser.ansiToJson(text, { json: true, remove_empty: true, use_classes: true });
  const spans = parts.map((part) => ({
    text: part.content,
    ink: colorOf(part.fg, part.fg_truecolor),
    ground: colorOf(part.bg, part.bg_truecolor),
    isBold: part.decorations.includes('bold'),
    isDim: part.decorations.includes('dim'),
    isItalic: part.decorations.includes('italic'),
    isUnderlined: part.decorations.includes('underline'),
    isMatch: false,
  }));
  return marked(spans, needle);
}

function plainSpan(text: string): LogSpan {
  return {
    text,
    ink: undefined,
    ground: undefined,
    isBold: false,
    isDim: false,
    isItalic: false,
    isUnderlined: false,
    isMatch: false,
  };
}

function marked(spans: readonly LogSpan[], needle: string): LogSpan[] {
  if (needle === '') return [...spans];
  const find = needle.toLowerCase();
  return spans.flatMap((span) => {
    const result: LogSpan[] = [];
    const lower = span.text.toLowerCase();
    let at = 0;
    for (let hit = lower.indexOf(find); hit >= 0; hit = lower.indexOf(find, at)) {
      if (hit > at) result.push({ ...span, text: span.text.slice(at, hit) });
      result.push({ ...span, text: span.text.slice(hit, hit + find.length), isMatch: true });
      at = hit + find.length;
    }
    if (at < span.text.length) result.push({ ...span, text: span.text.slice(at) });
    return result;
  });
}

function colorOf(name: string | null, truecolor: string | null): string | undefined {
  if (name === null || name === '') return undefined;
  if (name === 'ansi-truecolor') return truecolor === null ? undefined : `rgb(${truecolor})`;
  const palette = /^ansi-palette-(\d+)$/.exec(name);
  return palette === null ? name.replace(/^ansi-/, '') : paletteColor(Number(palette[1]));
}

/** The 256 colours of xterm beyond the first 16: a cube of 6 × 6 × 6 and 24 greys. */
function paletteColor(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const cube = index - 16;
  const level = (n: number): number => (n === 0 ? 0 : 55 + n * 40);
  return `rgb(${level(Math.floor(cube / 36))}, ${level(Math.floor(cube / 6) % 6)}, ${level(cube % 6)})`;
}
