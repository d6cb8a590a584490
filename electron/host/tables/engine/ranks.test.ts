import { expect, test } from 'vitest';
import { ranksOf } from './ranks.ts';

/** Whole numbers below 2^32, the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (Math.imul(state ^ (state >>> 13), 0x297a2d39) ^ (state >>> 16)) >>> 0;
  };
}

/** The places of texts by JavaScript's own order of texts, which is that of their code units. */
function expected(texts: readonly (string | null)[]): readonly number[] {
  const unique = [...new Set(texts.filter((text) => text !== null))].sort();
  const places = new Map(unique.map((text, place) => [text, place]));
  return texts.map((text) => (text === null ? NaN : (places.get(text) ?? NaN)));
}

const next = numbers(11);
const unicode = (least: number, most: number): string =>
  Array.from({ length: least + (next() % (most - least + 1)) }, () => String.fromCharCode(next() % 65_536)).join('');
const COUNT = 70_000;

test.each<[string, (i: number) => string | null]>([
  ['any code units, halves of pairs and zeros among them', () => unicode(0, 6)],
  ['a long beginning in common', (i) => `/data/train/${unicode(1, 1)}/${(i * 7919) % COUNT}`],
  ['beginnings of each other', (i) => 'ab'.repeat(i % 40) + String(i % 30_011) + 'a'.repeat(i % 3)],
  ['few letters, many twins', () => (next() % 2 ** 18).toString(2)],
  ['missing ones and empty ones', (i) => (i % 7 === 0 ? null : i % 11 === 0 ? '' : unicode(2, 3))],
  ['numbers in texts', (i) => `${((i * 7919) % COUNT).toString(36)}-${i}`],
])('more texts than words are ranked by their code units: %s', (_, make) => {
  const texts = Array.from({ length: COUNT }, (_, i) => make(i));
  const distinct = new Set(texts).size;
  expect(distinct).toBeGreaterThan(50_000);
  const ranks = ranksOf({ name: 'id', type: 'text', values: texts });
  expect(Buffer.compare(Buffer.from(ranks.buffer), Buffer.from(Float64Array.from(expected(texts)).buffer))).toBe(0);
});
