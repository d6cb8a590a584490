import type { Box } from './layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The box that one comes to from another in a direction: near, and rather straight ahead. */
export function nearestIn(boxes: ReadonlyMap<string, Box>, from: string, direction: Direction): string | undefined {
  const start = boxes.get(from);
  if (start === undefined) return undefined;
  const isFlat = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best: { readonly id: string; readonly cost: number } | undefined;
  for (const [id, box] of boxes) {
    const dx = middle(box.x, box.width) - middle(start.x, start.width);
    const dy = middle(box.y, box.height) - middle(start.y, start.height);
    const along = sign * (isFlat ? dx : dy);
    // What is beside it in the other direction is no way forward.
    if (id === from || along <= 1) continue;
    const cost = along + 2 * Math.abs(isFlat ? dy : dx);
    if (best === undefined || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}

function middle(from: number, length: number): number {
  return from + length / 2;
}
