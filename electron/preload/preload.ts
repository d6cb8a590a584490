import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { isWindowTheme, NAVIGATE_CHANNEL, type NativeBridge, type NativeChannels } from '#shared/native';

function ask<K extends keyof NativeChannels>(channel: K, ...args: NativeChannels[K]): Promise<void> {
  return ipcRenderer.invoke(channel, ...args) as Promise<void>;
}

/** Electron before 29 has no webUtils; there the file itself knows its path. */
function pathOfFile(file: unknown): string {
  const utils = webUtils as typeof webUtils | undefined;
  if (utils !== undefined) return utils.getPathForFile(file as File);
  const { path } = file as { readonly path?: unknown };
  return typeof path === 'string' ? path : '';
}

const bridge: NativeBridge = {
  versions: {
    electron: process.versions.electron ?? '',
    chromium: process.versions['chrome'] ?? '',
    node: process.versions.node,
  },
  revealDataFolder: () => ask('taffrail:reveal-data-folder'),
  pathOfFile,
  prepareDrag: (path, name) => ask('taffrail:prepare-drag', path, name),
  startDrag: (path) => void ask('taffrail:start-drag', path),
};

contextBridge.exposeInMainWorld('taffrail', bridge);

// A menu item moves the page within its own router: history and its event are shared between the two worlds.
ipcRenderer.on(NAVIGATE_CHANNEL, (_, path: unknown) => {
  if (typeof path !== 'string' || !path.startsWith('/')) return;
  history.pushState(null, '', path);
  window.dispatchEvent(new PopStateEvent('popstate'));
});

// The window takes over the page's theme, so that the next start shows no flash of the other one.
window.addEventListener('DOMContentLoaded', () => {
  const tell = (): void => {
    const theme = document.documentElement.dataset['theme'];
    if (isWindowTheme(theme)) void ask('taffrail:theme', theme);
  };
  tell();
  new MutationObserver(tell).observe(document.documentElement, { attributeFilter: ['data-theme'] });
});
