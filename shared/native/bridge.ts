/** How the page looks; the window's own background follows it, so that nothing flashes. */
export type WindowTheme = 'light' | 'dark';

/**
 * What the desktop window offers beyond a browser, as `window.taffrail`. Absent in a browser, so every use asks first;
 * nothing but native dialogs, menus and "open folder" may exist only here. No data passes through it.
 */
export interface NativeBridge {
  readonly versions: { readonly electron: string; readonly chromium: string; readonly node: string };
  /** Opens the data folder in the system's file manager. Rejects when there is none. */
  revealDataFolder(): Promise<void>;
  /** Where a file or folder that was dropped onto the page lies; empty for what is not on this disk. Takes a `File`. */
  pathOfFile(file: unknown): string;
  /** Makes a file of the host, by its path in the address, ready to be dragged out. Rejects when it cannot be had. */
  prepareDrag(path: string, name: string): Promise<void>;
  /** Drags a file that is ready; only while the button is held, from the page's own `dragstart`. */
  startDrag(path: string): void;
}

/** Channels between the preload script and the shell, each with its arguments. The shell checks sender and arguments. */
export interface NativeChannels {
  'taffrail:reveal-data-folder': readonly [];
  'taffrail:theme': readonly [theme: WindowTheme];
  'taffrail:prepare-drag': readonly [path: string, name: string];
  'taffrail:start-drag': readonly [path: string];
}

/** Sent by the shell to the page: a menu item that leads to another page of the same origin. */
export const NAVIGATE_CHANNEL = 'taffrail:navigate';

/** True for what may be sent as a theme. */
export function isWindowTheme(value: unknown): value is WindowTheme {
  return value === 'light' || value === 'dark';
}
