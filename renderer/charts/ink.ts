import { currentInk, resolveColor } from '#ui/widgets';

const known = new Map<string, string>();
let knownInk: string | undefined;

/** `resolveColor` with a memory for the inks of the moment: reading a style costs more than drawing a short line. */
export function ink(color: string): string {
  const now = currentInk();
  if (now !== knownInk) {
    known.clear();
    knownInk = now;
  }
  const found = known.get(color);
  if (found !== undefined) return found;
  const resolved = resolveColor(color);
  known.set(color, resolved);
  return resolved;
}
