import { resolveColor } from '#ui/widgets';

const known = new Map<string, string>();
let knownTheme: string | undefined;

/** `resolveColor` with a memory for the theme of the moment: reading a style costs more than drawing a short line. */
export function ink(color: string): string {
  const theme = document.documentElement.dataset['theme'];
  if (theme !== knownTheme) {
    known.clear();
    knownTheme = theme;
  }
  const found = known.get(color);
  if (found !== undefined) return found;
  const resolved = resolveColor(color);
  known.set(color, resolved);
  return resolved;
}
