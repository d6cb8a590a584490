import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  crashReporter,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  powerMonitor,
  safeStorage,
  session,
  shell,
} from 'electron';
import { isWindowTheme, NAVIGATE_CHANNEL, type WindowTheme } from '#shared/native';
import { openBackground } from './background.ts';
import { DragFiles } from './drag.ts';
import { REVEAL_LINK, RETRY_LINK } from './banner.ts';
import { guardNavigation, guardSession } from './guard.ts';
import { HostLink, type HostState } from './host-link.ts';
import { launchers } from './launch.ts';
import { openMemory } from './memory.ts';
import { buildMenu } from './menu.ts';
import type { ShellOptions } from './options.ts';
import { isSameOrigin } from './origin.ts';
import { systemTimers } from './timers.ts';
import { bringVault, openVault } from './vault.ts';
import { makeStage, makeWindow, type Stage } from './window.ts';

// The built shell lies in dist/main; what it starts lies beside dist, in the sources as in a package.
const ROOT = join(__dirname, '..', '..');

/**
 * The desktop application: one per data directory. It attaches to the directory's host or starts one, shows its pages
 * in one window, and stays without a window while a run is being recorded.
 */
export function startShell(options: ShellOptions): void {
  // Electron's own files go beside the data, which also makes the single-instance lock one per data directory.
  app.setPath('userData', join(options.dataDir, 'desktop'));
  crashReporter.start({ uploadToServer: false });
  if (!app.requestSingleInstanceLock()) {
    process.stdout.write('Taffrail is already open on this data folder; its window comes to the front.\n');
    app.exit(0);
    return;
  }
  const desk = new Desk(options);
  app.on('second-instance', () => desk.openWindow());
  app.on('activate', () => desk.openWindow());
  // Without this listener Electron would quit with the last window; the desk decides.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (desk.mayExit) return;
    event.preventDefault();
    void desk.askToQuit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void desk.quit());
  void app.whenReady().then(() => desk.open());
}

/** Holds the parts together: host, window, menu, background. */
class Desk {
  mayExit = false;
  private readonly options: ShellOptions;
  private readonly memory;
  private readonly link: HostLink;
  private window: BrowserWindow | undefined;
  private stage: Stage | undefined;
  private background: ReturnType<typeof openBackground> | undefined;
  private dragFiles: DragFiles | undefined;

  constructor(options: ShellOptions) {
    this.options = options;
    this.memory = openMemory(join(options.dataDir, 'desktop', 'window.json'), (reason) => {
      process.stderr.write(`The window's place could not be kept: ${reason}\n`);
    });
    this.link = new HostLink({
      dataDir: options.dataDir,
      launchers: launchers({ root: ROOT, dataDir: options.dataDir, port: options.port, hostNode: options.hostNode }),
      timers: systemTimers,
      onState: (state) => this.onHost(state),
    });
  }

  open(): void {
    guardSession(session.defaultSession, {
      address: () => this.address(),
      onRefused: (url) => process.stderr.write(`refused a request to ${url.slice(0, 200)}\n`),
    });
    this.listen();
    const actions = {
      navigate: (path: string) => this.navigate(path),
      openWindow: () => this.openWindow(),
      revealDataFolder: () => void this.revealDataFolder(),
      quit: () => app.quit(),
      canDebug: !app.isPackaged,
    };
    Menu.setApplicationMenu(buildMenu(actions));
    this.background = openBackground({
      root: ROOT,
      timers: systemTimers,
      memory: this.memory,
      address: () => this.address(),
      openWindow: () => this.openWindow(),
      quit: () => void this.quit(),
    });
    powerMonitor.on('shutdown', () => void this.quit());
    if (!this.options.isHidden) this.openWindow();
    void this.link.connect();
  }

  openWindow(): void {
    this.background?.leave();
    const open = this.window;
    if (open !== undefined) {
      if (open.isMinimized()) open.restore();
      open.show();
      open.focus();
      return;
    }
    const window = makeWindow({ folder: __dirname, memory: this.memory, systemTheme });
    const stage = makeStage(window, () => this.memory.get().theme ?? systemTheme());
    this.window = window;
    this.stage = stage;
    guardNavigation(window.webContents, {
      address: () => this.address(),
      onShellLink: (url) => this.onShellLink(url),
      openExternal: (url) => void shell.openExternal(url),
    });
    this.reloadAfterCrash(window, stage);
    window.on('closed', () => {
      this.window = undefined;
      this.stage = undefined;
      if (!this.mayExit) void this.onLastWindowClosed();
    });
    stage.show(this.link.state);
  }

  /** Ends everything: the host (if it was started here) flushes first. */
  async quit(): Promise<void> {
    if (this.mayExit) return;
    this.mayExit = true;
    this.background?.close();
    await this.link.close();
    this.dragFiles?.close();
    app.quit();
  }

  async askToQuit(): Promise<void> {
    if ((await this.background?.mayQuit()) === false) {
      this.window?.close();
      return;
    }
    await this.quit();
  }

  private async onLastWindowClosed(): Promise<void> {
    if ((await this.background?.enter()) !== true) await this.quit();
  }

  private onHost(state: HostState): void {
    if (state.kind === 'up') {
      process.stdout.write(`Taffrail's window shows ${state.address}\n`);
      void this.unlockKeys(state.address);
    }
    this.stage?.show(state);
  }

  /** Without it the host keeps the keys of remotes in a file that only the user may read, and its page says so. */
  private async unlockKeys(address: string): Promise<void> {
    try {
      const key = openVault(safeStorage, join(this.options.dataDir, 'desktop', 'vault.bin'));
      const status = key === undefined ? 204 : await bringVault(address, key);
      if (status !== 204) process.stderr.write(`the host did not take the key of the safe storage (${status})\n`);
    } catch (error) {
      process.stderr.write(
        `the safe storage cannot be used: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    }
  }

  private address(): string | undefined {
    const { state } = this.link;
    return state.kind === 'up' ? state.address : undefined;
  }

  private navigate(path: string): void {
    this.openWindow();
    const contents = this.window?.webContents;
    const address = this.address();
    if (contents === undefined || address === undefined) return;
    if (isSameOrigin(contents.getURL(), address)) contents.send(NAVIGATE_CHANNEL, path);
    else this.stage?.go(path);
  }

  private onShellLink(url: string): boolean {
    if (url === RETRY_LINK) void this.link.connect();
    else if (url === REVEAL_LINK) void this.revealDataFolder();
    else return false;
    return true;
  }

  private async revealDataFolder(): Promise<void> {
    const problem = await shell.openPath(this.options.dataDir);
    if (problem !== '') throw new Error(problem);
  }

  private listen(): void {
    const isOurs = (event: Electron.IpcMainInvokeEvent): boolean => {
      const address = this.address();
      const frame = event.senderFrame;
      return frame?.parent === null && address !== undefined && isSameOrigin(frame.url, address);
    };
    ipcMain.handle('taffrail:reveal-data-folder', async (event) => {
      if (isOurs(event)) await this.revealDataFolder();
    });
    const dragFiles = new DragFiles(
      () => this.address(),
      nativeImage.createFromPath(join(ROOT, 'build', 'icons', 'tray.png')),
    );
    this.dragFiles = dragFiles;
    ipcMain.handle('taffrail:prepare-drag', async (event, path: unknown, name: unknown) => {
      if (!isOurs(event)) throw new Error('not the page of the host');
      await dragFiles.prepare(event.sender, path, name);
    });
    ipcMain.handle('taffrail:start-drag', (event, path: unknown) => {
      if (isOurs(event)) dragFiles.start(event.sender, path);
    });
    ipcMain.handle('taffrail:theme', (event, theme: unknown) => {
      if (isOurs(event) && isWindowTheme(theme)) this.memory.set({ theme });
    });
  }

  /** A page that dies is loaded again; one that dies again at once would do so for ever and is left on the banner. */
  private reloadAfterCrash(window: BrowserWindow, stage: Stage): void {
    let lastCrash = Number.NEGATIVE_INFINITY;
    window.webContents.on('render-process-gone', (_, details) => {
      if (details.reason === 'clean-exit' || window.isDestroyed()) return;
      const now = systemTimers.monotonic();
      const reason = `the page ended: ${details.reason}`;
      if (now - lastCrash > 15_000) stage.show(this.link.state);
      else stage.show({ kind: 'down', reason, output: 'Start with --safe-mode to run without GPU acceleration.' });
      lastCrash = now;
    });
  }
}

function systemTheme(): WindowTheme {
  return nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
}
