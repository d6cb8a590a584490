import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  /** Opens a page of the host by its path. */
  navigate(path: string): void;
  openWindow(): void;
  revealDataFolder(): void;
  quit(): void;
  readonly canDebug: boolean;
}

/** The application menu. Items that need a page lead the front window there, opening it first when there is none. */
export function buildMenu(actions: MenuActions): Menu {
  const isMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'Show Window', accelerator: 'CmdOrCtrl+N', click: () => actions.openWindow() },
      { label: 'Open Data Folder', click: () => actions.revealDataFolder() },
      separator,
      { role: 'close' },
      ...(isMac ? [] : [quitItem(actions)]),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      ...(actions.canDebug ? [{ role: 'toggleDevTools' } as const] : []),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  };
  const go: MenuItemConstructorOptions = {
    label: '&Go',
    submenu: [
      { label: 'Projects', accelerator: 'CmdOrCtrl+Shift+H', click: () => actions.navigate('/') },
      { label: 'Connect a Script', click: () => actions.navigate('/connect') },
      { label: 'Settings', accelerator: 'CmdOrCtrl+,', click: () => actions.navigate('/settings') },
    ],
  };
  const template: MenuItemConstructorOptions[] = [file, { role: 'editMenu' }, view, go, { role: 'windowMenu' }];
  return Menu.buildFromTemplate(isMac ? [macMenu(actions), ...template] : template);
}

function macMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: 'Taffrail',
    submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, quitItem(actions)],
  };
}

function quitItem(actions: MenuActions): MenuItemConstructorOptions {
  return { label: 'Quit Taffrail', accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() };
}
