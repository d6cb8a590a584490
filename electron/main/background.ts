import { dialog } from 'electron';
import type { Memory } from './memory.ts';
import { countLiveRuns } from './probe.ts';
import type { Timers } from './timers.ts';
import { openTray, type RecordingTray } from './tray.ts';

interface BackgroundOptions {
  readonly root: string;
  readonly timers: Timers;
  readonly memory: Memory;
  readonly address: () => string | undefined;
  readonly openWindow: () => void;
  readonly quit: () => void;
}

/** Life without a window, while runs are being recorded. */
export interface Background {
  /** Called when the last window closed: stays and returns true while a run is live, else returns false. */
  enter(): Promise<boolean>;
  /** A window is there again. */
  leave(): void;
  /** Asks the person when a run is live; false = keep recording in the background. */
  mayQuit(): Promise<boolean>;
  close(): void;
}

const LOOK_MS = 5000;
/** A script that ends one run and begins the next leaves a short gap, which must not end the recorder. */
const QUIET_MS = 60_000;

export function openBackground(options: BackgroundOptions): Background {
  const { timers, memory } = options;
  let tray: RecordingTray | undefined;
  let stopLooking: (() => void) | undefined;
  const liveRuns = async (): Promise<number> => {
    const address = options.address();
    return address === undefined ? 0 : countLiveRuns(address);
  };
  const leave = (): void => {
    stopLooking?.();
    stopLooking = undefined;
    tray?.close();
    tray = undefined;
  };
  const look = (): void => {
    let lastLive = timers.monotonic();
    stopLooking = timers.every(LOOK_MS, () => {
      void liveRuns().then((count) => {
        if (stopLooking === undefined) return;
        if (count > 0) lastLive = timers.monotonic();
        tray?.show(count);
        if (timers.monotonic() - lastLive > QUIET_MS) options.quit();
      });
    });
  };
  return {
    async enter() {
      const count = await liveRuns();
      if (count === 0) return false;
      leave();
      tray = openTray(options.root, options);
      tray?.show(count);
      look();
      if (memory.get().hasToldBackground !== true) {
        memory.set({ hasToldBackground: true });
        process.stdout.write('The window is closed; Taffrail keeps recording until the runs have ended.\n');
        void dialog.showMessageBox(keptMessage(count));
      }
      return true;
    },
    leave,
    async mayQuit() {
      const count = await liveRuns();
      if (count === 0) return true;
      const answer = await dialog.showMessageBox({
        type: 'question',
        message: count === 1 ? 'One run is being recorded.' : `${count} runs are being recorded.`,
        detail: 'If you quit, the scripts go on and send the rest when Taffrail runs again.',
        buttons: ['Keep recording', 'Quit'],
        defaultId: 0,
        cancelId: 0,
      });
      return answer.response === 1;
    },
    close: leave,
  };
}

function keptMessage(count: number): Electron.MessageBoxOptions {
  return {
    type: 'info',
    message: count === 1 ? 'A run is still being recorded.' : `${count} runs are still being recorded.`,
    detail: 'Taffrail keeps recording without its window. Start Taffrail again to see it, or quit it from the tray.',
    buttons: ['OK'],
  };
}
