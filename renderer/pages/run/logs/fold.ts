/** A line as a terminal would show it, and what it showed before. */
export interface FoldedLine {
  readonly text: string;
  /** Earlier states of a progress bar, oldest first; empty for plain lines. */
  readonly earlier: readonly string[];
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-?]*[ -/]*[@-~]`, 'g');
const COLOUR_END = 'm';

/**
 * Folds carriage returns: each part after one overwrites the line from its start, as a terminal does. Plain parts
 * overwrite letter by letter (`100%\r9` shows `900%`); parts with escapes, or that erase the line, replace it whole.
 */
export function foldLine(raw: string): FoldedLine {
  const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  if (!line.includes('\r')) return { text: withoutControls(line), earlier: [] };
  const earlier: string[] = [];
  let shown = '';
  for (const part of line.split('\r')) {
    if (part === '') continue;
    const isPlain = !part.includes('\u001b') && !shown.includes('\u001b');
    const next = isPlain && part.length < shown.length ? part + shown.slice(part.length) : part;
    if (shown !== '') earlier.push(withoutControls(shown));
    shown = next;
  }
  return { text: withoutControls(shown), earlier };
}

/** Keeps colours, drops cursor moves and other escapes, which mean nothing in a list of lines. */
function withoutControls(text: string): string {
  return text.includes('\u001b')
    ? text.replace(ESCAPES, (escape) => (escape.endsWith(COLOUR_END) ? escape : ''))
    : text;
}

/** The letters alone, for copying and downloading. */
export function plainText(text: string): string {
  return text.replace(ESCAPES, '');
}
