import { isMacPlatform } from './key-names.ts';

/** Shortcuts that a person chose, by the id of the command; '' = none. */
export type OwnShortcuts = Readonly<Record<string, string>>;

const MODIFIERS = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Fn', 'Dead', 'Process']);

/** What is read of a keydown. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A press in the registry's notation (`$mod+Shift+Z`); undefined while only modifiers are held. */
export function keysOfPress(press: Press, isMac = isMacPlatform()): string | undefined {
  if (MODIFIERS.has(press.key)) return undefined;
  const parts: string[] = [];
  if (isMac ? press.metaKey : press.ctrlKey) parts.push('$mod');
  if (isMac ? press.ctrlKey : press.metaKey) parts.push(isMac ? 'Control' : 'Meta');
  if (press.altKey) parts.push('Alt');
  if (press.shiftKey) parts.push('Shift');
  // Plus and space have a meaning of their own in the notation.
  const isPlain = press.key !== '+' && press.key !== ' ';
  return [...parts, isPlain ? (press.key.length === 1 ? press.key.toUpperCase() : press.key) : press.code].join('+');
}

/** Two notations of the same press, whatever the case of its letter. */
export function isSameKeys(a: string, b: string): boolean {
  return a.toUpperCase() === b.toUpperCase();
}

/** Reads what was stored; damaged entries are left out. */
export function readOwnShortcuts(text: string | null): OwnShortcuts {
  if (text === null) return {};
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, keys]) => typeof keys === 'string'));
  } catch {
    return {};
  }
}
