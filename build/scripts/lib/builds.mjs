// Builds the pages and the desktop shell when their sources changed since the last build.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { fail, runTool, say } from './shell.mjs';
import { at, fingerprint } from './tree.mjs';

const BUILDS = {
  renderer: {
    what: 'the pages',
    config: 'build/config/vite.renderer.ts',
    output: 'dist/renderer',
    modes: ['production'],
    sources: ['renderer', 'shared', 'build/config/vite.renderer.ts', 'package-lock.json'],
  },
  shell: {
    what: 'the desktop shell',
    config: 'build/config/vite.shell.ts',
    output: 'dist/main',
    modes: ['main', 'preload'],
    sources: ['electron/main', 'electron/preload', 'shared', 'build/config/vite.shell.ts', 'package-lock.json'],
  },
};

/** Builds `renderer` or `shell`; returns at once when nothing changed. The new files replace the old ones in one step. */
export async function build(name) {
  const { what, config, output, modes, sources } = BUILDS[name];
  const stampFile = at('.cache', 'stamps', name);
  const stamp = fingerprint(sources);
  if (existsSync(at(output)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say(`Building ${what}…`);
  const fresh = at('.cache', 'build', `${name}-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  for (const mode of modes) {
    const args = [
      'build',
      '-c',
      at(config),
      '--mode',
      mode,
      '--outDir',
      fresh,
      '--emptyOutDir=false',
      '--logLevel',
      'warn',
    ];
    const { code, output: printed } = await runTool('vite/bin/vite.js', args);
    if (code !== 0) fail(`${printed}\nBuilding ${what} failed.`);
    if (printed.trim() !== '') say(printed.trimEnd());
  }
  replaceFolder(at(output), fresh);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function replaceFolder(target, fresh) {
  const old = `${fresh}-old`;
  mkdirSync(dirname(target), { recursive: true });
  if (existsSync(target)) renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}
