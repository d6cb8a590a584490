import { expect, test } from 'vitest';
import { colorFor, paletteColor, RUN_PALETTE_SIZE } from './palette.ts';

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
  for (const [, index, hex] of inTokens) expect(colorFor(5, hex)).toBe(`var(--run-${index ?? ''})`);
  expect(colorFor(5, paletteColor(3))).toBe('var(--run-3)');
});

test('a colour of ones own stays, without one, neighbours differ', () => {
  expect(colorFor(5, '#123456')).toBe('#123456');
  expect(colorFor(2)).toBe('var(--run-2)');
  expect(new Set(Array.from({ length: RUN_PALETTE_SIZE }, (_, i) => colorFor(100 + i))).size).toBe(RUN_PALETTE_SIZE);
});
