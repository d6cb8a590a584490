// Where the desktop window can run: an Electron for this machine, and a display.
import { existsSync, readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { runTool, say } from './shell.mjs';
import { at } from './tree.mjs';

const triedFile = at('.cache', 'stamps', 'electron-fetch-failed');
const TRY_AGAIN_MS = 24 * 60 * 60 * 1000;

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function installedElectron() {
  const pathFile = at('node_modules', 'electron', 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = at('node_modules', 'electron', 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** Electron's program is not part of its npm package; it is fetched once. Without a network that is no error here. */
async function fetchElectron() {
  if (existsSync(triedFile) && Date.now() - Number(readFileSync(triedFile, 'utf8')) < TRY_AGAIN_MS) return undefined;
  say('Fetching Electron for the desktop window, once…');
  const { code } = await runTool('electron/install.js', []);
  const binary = installedElectron();
  if (code === 0 && binary !== undefined) return binary;
  mkdirSync(dirname(triedFile), { recursive: true });
  writeFileSync(triedFile, String(Date.now()));
  return undefined;
}

/** The Electron to run, or why there is no window. TAFFRAIL_ELECTRON names one by its path. */
export async function findDesktop() {
  if (!hasDisplay()) return { reason: 'there is no display here' };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { reason: "Chromium's sandbox does not run as root" };
  }
  const named = process.env.TAFFRAIL_ELECTRON;
  if (named) return existsSync(named) ? { binary: named } : { reason: `TAFFRAIL_ELECTRON (${named}) is not there` };
  const binary = installedElectron() ?? (await fetchElectron());
  return binary === undefined ? { reason: 'Electron could not be fetched' } : { binary };
}
