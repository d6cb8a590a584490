import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

/** Which colours runs have: the usual ones, or those that stay apart for the colour-blind. */
export type RunColors = 'usual' | 'safe';

const STORAGE_KEY = 'taffrail.theme';
const COLORS_KEY = 'taffrail.run-colors';
const listeners = new Set<() => void>();

/** What the person chose; `system` when nothing was chosen. */
export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** The theme that is shown. */
export function currentTheme(): Theme {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

/** Keeps the choice on this machine and shows it at once. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, choice);
  apply();
}

/** The colours of runs that are shown. */
export function currentRunColors(): RunColors {
  return globalThis.document?.documentElement.dataset['runColors'] === 'safe' ? 'safe' : 'usual';
}

/** Keeps the choice on this machine and shows it at once. */
export function chooseRunColors(choice: RunColors): void {
  if (choice === 'usual') localStorage.removeItem(COLORS_KEY);
  else localStorage.setItem(COLORS_KEY, choice);
  apply();
}

/** Shows the chosen theme and follows the system and other windows from then on. Once, before the first drawing. */
export function startTheme(): void {
  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  addEventListener('storage', (event) => {
    if (event.key === STORAGE_KEY || event.key === COLORS_KEY) apply();
  });
}

/** The theme that is shown, for what cannot follow CSS (canvas). */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

export function useRunColors(): RunColors {
  return useSyncExternalStore(subscribe, currentRunColors);
}

/** Changes when a colour of the palette does, by theme or by choice: for what has drawn with it. */
export function useInk(): string {
  return useSyncExternalStore(subscribe, currentInk);
}

/** The theme and the colours of runs that are shown. */
export function currentInk(): string {
  return `${currentTheme()} ${currentRunColors()}`;
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice);
}

function apply(): void {
  const choice = themeChoice();
  const isDark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  document.documentElement.dataset['runColors'] = localStorage.getItem(COLORS_KEY) === 'safe' ? 'safe' : 'usual';
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
