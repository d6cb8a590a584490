import { type Column, textOf } from './columns.ts';

type Words = Exclude<Column, { type: 'number' }>;

const byWords = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** More different texts than this are ids rather than words: they are ordered by code units, as people's order of a million takes 3 s. */
const MOST_WORDS = 50_000;

const known = new WeakMap<Words, Float64Array>();

/**
 * For each row the place of its text among the column's texts, the same for equal ones; NaN where it is missing. Made
 * once for a column and kept as long as it is. Numbers in texts count as numbers (`item 2` before `item 10`) unless
 * there are more than 50,000 different texts.
 */
export function ranksOf(column: Words): Float64Array {
  let ranks = known.get(column);
  if (ranks === undefined) known.set(column, (ranks = ranksOfTexts(column.values)));
  return ranks;
}

function ranksOfTexts(values: Words['values']): Float64Array {
  const codes = new Float64Array(values.length);
  const places = new Map<string, number>();
  for (let i = 0; i < values.length; i++) {
    const text = textOf(values[i] ?? null);
    let place = text === undefined ? NaN : places.get(text);
    if (text !== undefined && place === undefined) {
      place = places.size;
      if (place === MOST_WORDS) return ranksOfIds(values);
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

function ranksOfIds(values: Words['values']): Float64Array {
  const ranks = new Float64Array(values.length).fill(NaN);
  const all = new Uint32Array(values.length);
  const texts: string[] = [];
  const isUsed = new Uint8Array(65_536);
  let present = 0;
  // Each walk over a million texts waits for memory: what can be learnt in one is.
  for (let i = 0; i < values.length; i++) {
    const text = textOf(values[i] ?? null);
    texts.push(text ?? '');
    if (text === undefined) continue;
    all[present++] = i;
    for (let at = 0; at < text.length; at++) isUsed[text.charCodeAt(at)] = 1;
  }
  const rows = all.subarray(0, present);
  const isNext = sortByUnits(rows, texts, alphabetOf(isUsed));
  let rank = -1;
  for (let i = 0; i < present; i++) {
    rank += isNext[i] ?? 0;
    ranks[rows[i] ?? 0] = rank;
  }
  return ranks;
}

/** Which code units texts are made of, each with a small number in their order; 0 stands for the end of a text. */
interface Alphabet {
  readonly numbers: Uint16Array;
  readonly size: number;
}

/**
 * Sorts rows by the code units of their texts. As many code units as fit in 32 bits make a key; rows whose keys agree
 * are sorted by what follows. Answers 1 for each sorted row whose text is another one than that of the row before it:
 * the keys tell, and reading a million texts again in their order would take as long as all the rest.
 */
function sortByUnits(rows: Uint32Array, words: readonly string[], alphabet: Alphabet): Uint8Array {
  const isNext = new Uint8Array(rows.length);
  const room: Room = { keys: new Uint32Array(rows.length), spares: [new Uint32Array(0), new Uint32Array(0)] };
  const perKey = Math.max(1, Math.floor(KEY_BITS / Math.log2(alphabet.size)));
  const runs: (readonly [from: number, to: number, depth: number])[] = [[0, rows.length, 0]];
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
    const [from, to, least] = run;
    const part = rows.subarray(from, to);
    const depth = commonUnits(part, words, least);
    const keys = room.keys.subarray(0, part.length);
    for (let i = 0; i < part.length; i++) keys[i] = keyOf(words[part[i] ?? 0] ?? '', depth, depth + perKey, alphabet);
    if (part.length < LEAST_FOR_RADIX) sortFew(part, keys);
    else sortMany(part, keys, room);
    let start = 0;
    for (let i = 0; i <= part.length; i++) {
      if (i > 0 && i < part.length && keys[i] === keys[start]) continue;
      if (i < part.length) isNext[from + i] = 1;
      // Texts that end within their key are equal.
      const hasMore = i - start > 1 && (words[part[start] ?? 0]?.length ?? 0) >= depth + perKey;
      if (hasMore) runs.push([from + start, from + i, depth + perKey]);
      start = i;
    }
  }
  return isNext;
}

const KEY_BITS = 32;
/** Fewer rows than this are sorted sooner than digits are counted. */
const LEAST_FOR_RADIX = 20_000;
/** 2,048 places to write to stay in a processor's nearest memory. */
const DIGIT_BITS = 11;

/** Memory that all parts of a sort use, the spares as large as the largest that needed them. */
interface Room {
  readonly keys: Uint32Array;
  spares: [keys: Uint32Array, rows: Uint32Array];
}

/** Sorts rows and their keys together: each key with its place behind it is a number, and the engine sorts numbers. */
function sortFew(rows: Uint32Array, keys: Uint32Array): void {
  const before = rows.slice();
  const both = new Float64Array(rows.length);
  for (let i = 0; i < both.length; i++) both[i] = (keys[i] ?? 0) * LEAST_FOR_RADIX + i;
  both.sort();
  for (let i = 0; i < both.length; i++) {
    const one = both[i] ?? 0;
    keys[i] = Math.floor(one / LEAST_FOR_RADIX);
    rows[i] = before[one % LEAST_FOR_RADIX] ?? 0;
  }
}

/** Sorts rows and their keys together, the least digit first. */
function sortMany(rows: Uint32Array, keys: Uint32Array, room: Room): void {
  const n = rows.length;
  if (room.spares[0].length < n) room.spares = [new Uint32Array(n), new Uint32Array(n)];
  let [fromKeys, fromRows] = [keys, rows];
  let [toKeys, toRows] = room.spares;
  const starts = new Uint32Array(2 ** DIGIT_BITS + 1);
  for (let shift = 0; shift < KEY_BITS; shift += DIGIT_BITS) {
    const mask = 2 ** DIGIT_BITS - 1;
    starts.fill(0);
    for (let i = 0; i < n; i++) {
      const at = (((fromKeys[i] ?? 0) >>> shift) & mask) + 1;
      starts[at] = (starts[at] ?? 0) + 1;
    }
    for (let d = 0; d < mask; d++) starts[d + 1] = (starts[d + 1] ?? 0) + (starts[d] ?? 0);
    for (let i = 0; i < n; i++) {
      const key = fromKeys[i] ?? 0;
      const digit = (key >>> shift) & mask;
      const to = starts[digit] ?? 0;
      starts[digit] = to + 1;
      toKeys[to] = key;
      toRows[to] = fromRows[i] ?? 0;
    }
    [fromKeys, fromRows, toKeys, toRows] = [toKeys, toRows, fromKeys, fromRows];
  }
  // After an odd number of digits what is sorted lies in the spares.
  if (fromRows !== rows) {
    keys.set(fromKeys.subarray(0, n));
    rows.set(fromRows.subarray(0, n));
  }
}

function alphabetOf(isUsed: Uint8Array): Alphabet {
  const numbers = new Uint16Array(isUsed.length);
  let size = 1;
  for (let unit = 0; unit < isUsed.length; unit++) if (isUsed[unit] === 1) numbers[unit] = size++;
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
