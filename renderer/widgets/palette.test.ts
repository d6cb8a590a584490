import { expect, test } from 'vitest';
import { colorFor, paletteColor, RUN_PALETTE_SIZE, SAFE_PALETTE_SIZE } from './palette.ts';

/** The file as it is: the test runner empties style sheets that are imported, and the renderer's types know no Node. */
async function readTokens(): Promise<string> {
  const module: string = 'node:fs';
  const fs = (await import(module)) as { readFileSync(path: URL, encoding: 'utf8'): string };
  return fs.readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
}

test('a palette colour that was chosen in one theme is shown in the colours of the other', async () => {
  const [tokens = ''] = (await readTokens()).split('/* Eight colours');
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

test('the colours for the colour-blind stay apart in each kind of it, in either theme', async () => {
  const tokens = await readTokens();
  const blocks = [...tokens.matchAll(/data-run-colors='safe'\][^{]*\{([^}]+)\}/g)].map(([, block = '']) => block);
  expect(blocks).toHaveLength(2);
  for (const block of blocks) {
    const colors = [...block.matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex);
    const eight = colors.slice(0, SAFE_PALETTE_SIZE);
    expect(colors).toEqual([...eight, ...eight]);
    for (const seen of Object.values(SIGHTS)) {
      for (const [i, one] of eight.entries())
        for (const other of eight.slice(0, i)) expect(distance(one, other, seen)).toBeGreaterThan(19);
    }
  }
});

/** How eyes see linear red, green and blue (Machado, Oliveira, Fernandes 2009, at full strength). */
const SIGHTS = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** Distance of two colours in CIELAB; 2.3 is what an eye just notices. */
function distance(one: string, other: string, sight: readonly number[]): number {
  const [a, b] = [labOf(one, sight), labOf(other, sight)];
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}

function labOf(hex: string, sight: readonly number[]): readonly number[] {
  const linear = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const mix = (weights: readonly number[], parts: readonly number[]): number =>
    Math.min(
      1,
      Math.max(
        0,
        parts.reduce((sum, part, i) => sum + part * (weights[i] ?? 0), 0),
      ),
    );
  const seen = [0, 3, 6].map((row) => mix(sight.slice(row, row + 3), linear));
  const root = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = root(mix([0.4339, 0.3762, 0.1899], seen));
  const y = root(mix([0.2126, 0.7152, 0.0722], seen));
  const z = root(mix([0.0177, 0.1095, 0.8728], seen));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
