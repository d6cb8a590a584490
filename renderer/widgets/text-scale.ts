const NORMAL_PX = 16;

let known: number | undefined;

/**
 * How many times larger than normal the person's browser sets text (1 = 16 px). Sizes that must be counted in pixels,
 * such as the rows of a virtual list, are multiplied by it; all others are in rem. Read once: a change needs a reload.
 */
export function textScale(): number {
  known ??= Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / NORMAL_PX || 1;
  return known;
}
