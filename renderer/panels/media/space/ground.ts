import { resolveColor } from '#ui/widgets';
import type { Ground } from '../config.ts';

/** What a scene stands on, and the colour of words on it; both as a canvas understands them. */
export interface GroundColors {
  readonly ground: string;
  readonly ink: string;
}

/** The same in both themes: the grounds of the light and the dark one. */
const FIXED: Readonly<Record<'light' | 'dark', GroundColors>> = {
  light: { ground: '#eef2f3', ink: '#0f2029' },
  dark: { ground: '#18242a', ink: '#e5eef0' },
};

/** The colours of a chosen ground; `auto` follows the theme. Words on a colour of one's own are as far from it as can be. */
export function groundColors(chosen: Ground): GroundColors {
  if (chosen === 'auto') return { ground: resolveColor('var(--surface-2)'), ink: resolveColor('var(--text)') };
  if (chosen === 'light' || chosen === 'dark') return FIXED[chosen];
  return { ground: chosen, ink: isBright(chosen) ? FIXED.light.ink : FIXED.dark.ink };
}

/** The colour to begin with where a person wants one of their own. */
export function hexOfGround(chosen: Ground): `#${string}` {
  if (chosen === 'auto' || chosen === 'light' || chosen === 'dark') return chosen === 'light' ? '#ffffff' : '#000000';
  return chosen;
}

/** By relative luminance, of which 0.18 is as far from black as from white. Source: WCAG 2.2. */
function isBright(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
}
