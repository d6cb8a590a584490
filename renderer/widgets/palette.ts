/** Number of run colours in tokens.css (`--run-0` … `--run-15`). */
export const RUN_PALETTE_SIZE = 16;

/** Palette place of an id: the same on every machine and in every session (FNV-1a, 32 bits). */
export function paletteIndex(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash ^= id.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  // The low bits of FNV are its weakest; fold the high half in.
  return ((hash ^ (hash >>> 15)) >>> 0) % RUN_PALETTE_SIZE;
}

/** CSS colour of an id, following the theme; a colour that a person chose (`#rrggbb`) wins. For canvas use `resolveColor`. */
export function colorFor(id: string, chosen?: string): string {
  return chosen ?? `var(--run-${paletteIndex(id)})`;
}

/** A CSS colour, or a `var(--name)` of tokens.css, as a canvas understands it in the theme of the moment. */
export function resolveColor(color: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
  return name === undefined ? color : getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The run colours of the theme of the moment, as CSS colours a canvas understands. */
export function readPalette(): string[] {
  return Array.from({ length: RUN_PALETTE_SIZE }, (_, i) => resolveColor(`var(--run-${i})`));
}
