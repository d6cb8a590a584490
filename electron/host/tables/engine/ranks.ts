import { type Column, textOf } from './columns.ts';

type Words = Exclude<Column, { type: 'number' }>;

const byWords = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** More different texts than this are ids rather than words: they are ordered by code units, as people's order of a million takes 3 s. */
const MOST_WORDS = 50_000;
/** Up to here a double holds each whole number. */
const EXACT = 2 ** 53;

const known = new WeakMap<Words, Float64Array>();

/**
 * For each row the place of its text among the column's texts, the same for equal ones; NaN where it is missing. Made
 * once for a column and kept as long as it is. Numbers in texts count as numbers (`item 2` before `item 10`) unless
 * there are more than 50,000 different texts.
 */
export function ranksOf(column: Words): Float64Array {
  let ranks = known.get(column);
  if (ranks === undefined) known.set(column, (ranks = ranksOfTexts(column.values.map(textOf))));
  return ranks;
}

function ranksOfTexts(texts: readonly (string | undefined)[]): Float64Array {
  const codes = new Float64Array(texts.length);
  const places = new Map<string, number>();
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    let place = text === undefined ? NaN : places.get(text);
    if (text !== undefined && place === undefined) {
      place = places.size;
      if (place === MOST_WORDS) return ranksOfIds(texts);
      places.set(text, place);
    }
    codes[i] = place ?? NaN;
  }
  const unique = [...places.keys()];
  unique.sort((a, b) => byWords.compare(a, b) || (a < b ? -1 : 1));
  const ranks = new Float64Array(unique.length);
  for (let rank = 0; rank < unique.length; rank++) ranks[places.get(unique[rank] ?? '') ?? 0] = rank;
  for (let i = 0; i < codes.length; i++) codes[i] = ranks[codes[i] ?? NaN] ?? NaN;
  return codes;
}

function ranksOfIds(texts: readonly (string | undefined)[]): Float64Array {
  const ranks = new Float64Array(texts.length).fill(NaN);
  const rows = new Uint32Array(texts.length);
  let present = 0;
  for (let i = 0; i < texts.length; i++) if (texts[i] !== undefined) rows[present++] = i;
  const words = texts as readonly string[];
  const sorted = rows.subarray(0, present);
  sortByUnits(sorted, words);
  let rank = -1;
  let before: string | undefined;
  for (let i = 0; i < present; i++) {
    const row = sorted[i] ?? 0;
    const word = words[row];
    if (word !== before) rank += 1;
    ranks[row] = rank;
    before = word;
  }
  return ranks;
}

/** Which code units texts are made of, each with a small number in their order; 0 stands for the end of a text. */
interface Alphabet {
  readonly numbers: Uint16Array;
  readonly size: number;
}

/**
 * Sorts rows by the code units of their texts. As many code units as fit make a number, with the row's place behind
 * them, so that the engine's own sort of numbers does the work; rows whose numbers agree are sorted by what follows.
 */
function sortByUnits(rows: Uint32Array, words: readonly string[]): void {
  const alphabet = alphabetOf(rows, words);
  const spareRows = new Uint32Array(rows.length);
  const spareKeys = new Float64Array(rows.length);
  const runs: (readonly [from: number, to: number, depth: number])[] = [[0, rows.length, 0]];
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
    const [from, to, least] = run;
    const part = rows.subarray(from, to);
    const places = 2 ** Math.ceil(Math.log2(part.length));
    const perKey = Math.max(1, Math.floor(Math.log2(EXACT / places) / Math.log2(alphabet.size)));
    const depth = commonUnits(part, words, least);
    const keys = spareKeys.subarray(0, part.length);
    const before = spareRows.subarray(0, part.length);
    before.set(part);
    for (let i = 0; i < part.length; i++)
      keys[i] = keyOf(words[part[i] ?? 0] ?? '', depth, depth + perKey, alphabet) * places + i;
    keys.sort();
    let start = 0;
    let startKey = NaN;
    for (let i = 0; i <= part.length; i++) {
      const key = Math.floor((keys[i] ?? NaN) / places);
      if (i < part.length) part[i] = before[(keys[i] ?? 0) % places] ?? 0;
      if (key === startKey) continue;
      // Texts that end within their key are equal.
      const hasMore = i - start > 1 && (words[part[start] ?? 0]?.length ?? 0) >= depth + perKey;
      if (hasMore) runs.push([from + start, from + i, depth + perKey]);
      start = i;
      startKey = key;
    }
  }
}

function alphabetOf(rows: Uint32Array, words: readonly string[]): Alphabet {
  const numbers = new Uint16Array(65_536);
  for (const row of rows) {
    const word = words[row] ?? '';
    for (let i = 0; i < word.length; i++) numbers[word.charCodeAt(i)] = 1;
  }
  let size = 1;
  for (const [unit, isUsed] of numbers.entries()) if (isUsed === 1) numbers[unit] = size++;
  return { numbers, size };
}

/** How many code units from the beginning all texts share, at least `from`. */
function commonUnits(rows: Uint32Array, words: readonly string[], from: number): number {
  const first = words[rows[0] ?? 0] ?? '';
  let shared = first.length;
  for (let i = 1; i < rows.length && shared > from; i++) {
    const word = words[rows[i] ?? 0] ?? '';
    let n = from;
    while (n < shared && word.charCodeAt(n) === first.charCodeAt(n)) n += 1;
    shared = n;
  }
  return shared;
}

function keyOf(word: string, from: number, to: number, { numbers, size }: Alphabet): number {
  let key = 0;
  for (let i = from; i < to; i++) key = key * size + (i < word.length ? (numbers[word.charCodeAt(i)] ?? 0) : 0);
  return key;
}
