import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { bannerPage } from './banner.ts';
import { boundsOnScreens, MIN_WINDOW } from './bounds.ts';
import type { HostState } from './host-link.ts';
import { isSameOrigin } from './origin.ts';
import type { Memory } from './memory.ts';

const BACKGROUND = { dark: '#0b1317', light: '#f4f7f7' } as const;

export interface WindowOptions {
  readonly folder: string;
  readonly memory: Memory;
  readonly systemTheme: () => 'light' | 'dark';
}

/** Makes the window: where it last was, in the ground colour of its theme, shown once it has something to show. */
export function makeWindow(options: WindowOptions): BrowserWindow {
  const { memory } = options;
  const place = memory.get().place;
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...boundsOnScreens(place?.bounds, screens),
    minWidth: MIN_WINDOW.width,
    minHeight: MIN_WINDOW.height,
    show: false,
    title: 'Taffrail',
    backgroundColor: BACKGROUND[memory.get().theme ?? options.systemTheme()],
    webPreferences: {
      preload: join(options.folder, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (place?.isMaximized === true) window.maximize();
  if (place?.isFullScreen === true) window.setFullScreen(true);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    memory.set({
      place: {
        bounds: window.getNormalBounds(),
        isMaximized: window.isMaximized(),
        isFullScreen: window.isFullScreen(),
      },
    });
  });
  return window;
}

/** Shows the host's pages, or the banner while there is no host. Remembers where the person was. */
export interface Stage {
  show(state: HostState): void;
  /** Leads the window to a path of the host, now or as soon as there is one. */
  go(path: string): void;
}

export function makeStage(window: BrowserWindow, theme: () => 'light' | 'dark'): Stage {
  let path = '/';
  let address: string | undefined;
  const load = (url: string): void => {
    // A load that is overtaken by the next one rejects; what matters is what is shown in the end.
    void window.loadURL(url).catch(() => undefined);
  };
  const rememberPath = (): void => {
    const url = window.webContents.getURL();
    if (address !== undefined && isSameOrigin(url, address)) path = url.slice(address.length) || '/';
  };
  return {
    show(state) {
      if (window.isDestroyed()) return;
      rememberPath();
      if (state.kind === 'up') {
        address = state.address;
        load(`${address}${path}`);
      } else {
        load(bannerPage(state, theme()));
      }
    },
    go(next) {
      path = next;
      if (address !== undefined) load(`${address}${next}`);
    },
  };
}
