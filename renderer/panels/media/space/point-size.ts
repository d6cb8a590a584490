/** Pixels of a point where nobody chose them: ten points are seen, and a million do not hide each other. */
export function pointSizeFor(count: number): number {
  if (count < 500) return 5;
  return count < 10_000 ? 3 : 2;
}
