import { strings } from './strings.ts';

const NAMES: Readonly<Record<string, string>> = {
  Shift: '⇧',
  Alt: strings.keys.alt,
  Enter: '↵',
  Escape: strings.keys.escape,
  Backspace: '⌫',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Space: strings.keys.space,
};

/** Key caps of a shortcut: `$mod+K` → `['Ctrl', 'K']` (`⌘` on a Mac), `g w` → `['G', 'W']`. */
export function keyLabels(keys: string, isMac = isMacPlatform()): string[] {
  return keys
    .split(' ')
    .flatMap((press) => pressParts(press))
    .map((part) => {
      if (part === '$mod') return isMac ? '⌘' : strings.keys.ctrl;
      if (part === 'Alt' && isMac) return '⌥';
      return NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    });
}

function pressParts(press: string): string[] {
  const parts = press.split('+').filter((part) => part !== '');
  // Shift+? and the like: the sign itself already says that Shift is held.
  const sign = parts.at(-1);
  if (sign !== undefined && /^[?!:"]$/.test(sign)) return parts.filter((part) => part !== 'Shift');
  return parts;
}

export function isMacPlatform(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}
