import { expect, test } from 'vitest';
import { colorFor, paletteColor, paletteIndex, RUN_PALETTE_SIZE } from './palette.ts';

/** The file as it is: the test runner empties style sheets that are imported, and the renderer's types know no Node. */
async function readTokens(): Promise<string> {
  const module: string = 'node:fs';
  const fs = (await import(module)) as { readFileSync(path: URL, encoding: 'utf8'): string };
  return fs.readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
}

test('a palette colour that was chosen in one theme is shown in the colours of the other', async () => {
  const tokens = await readTokens();
  const inTokens = [...tokens.matchAll(/--run-(\d+): (#[0-9a-f]{6})/g)];
  expect(inTokens).toHaveLength(2 * RUN_PALETTE_SIZE);
  for (const [, index, hex] of inTokens) expect(colorFor('run', hex)).toBe(`var(--run-${index ?? ''})`);
  expect(colorFor('run', paletteColor(3))).toBe('var(--run-3)');
});

test('a colour of ones own stays, none gives the same place of the palette everywhere', () => {
  expect(colorFor('run', '#123456')).toBe('#123456');
  expect(colorFor('a4cnsvxp')).toBe(`var(--run-${paletteIndex('a4cnsvxp')})`);
  const places = new Set(Array.from({ length: 200 }, (_, i) => paletteIndex(`run${i}`)));
  expect(places.size).toBe(RUN_PALETTE_SIZE);
});
