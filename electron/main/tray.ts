import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';

export interface TrayActions {
  openWindow(): void;
  quit(): void;
}

export interface RecordingTray {
  /** Says how many runs are being recorded. */
  show(liveRuns: number): void;
  close(): void;
}

/**
 * The tray icon while Taffrail records without a window. Everything is in its menu, because on Linux a click may never
 * arrive. A desktop without a tray gets none; starting Taffrail again shows the window there.
 */
export function openTray(root: string, actions: TrayActions): RecordingTray | undefined {
  const icon = join(root, 'build', 'icons', 'tray.png');
  if (!existsSync(icon)) return undefined;
  const tray = new Tray(nativeImage.createFromPath(icon));
  tray.on('click', () => actions.openWindow());
  return {
    show(liveRuns) {
      const label = liveRuns === 1 ? 'Recording 1 run' : `Recording ${liveRuns} runs`;
      tray.setToolTip(`Taffrail: ${label}`);
      const items = [
        { label, enabled: false },
        { label: 'Open Taffrail', click: () => actions.openWindow() },
        { type: 'separator' as const },
        { label: 'Quit Taffrail', click: () => actions.quit() },
      ];
      tray.setContextMenu(Menu.buildFromTemplate(items));
    },
    close: () => tray.destroy(),
  };
}
