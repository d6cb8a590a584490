import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { pause } from './time.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** The Chromium of this machine (TAFFRAIL_CHROMIUM, else from the PATH); undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.TAFFRAIL_CHROMIUM;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** A headless browser that talks to nobody but the pages it is led to. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium here; install it or name it by TAFFRAIL_CHROMIUM');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
      '--font-render-hinting=none',
    ],
  });
}

/** What the browser does by itself for a new tab, its own pages for the address line among it, is over by then. */
const TAB_RESTS_MS = 1000;

/** A tab as a person has one open, for those who measure what a page takes in it. */
export async function restedTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await pause(TAB_RESTS_MS);
  return page;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
