// Builds the pages, the desktop shell, the host and the SDK's package when their sources changed since the last build.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { finishSdkPackage } from './sdk-package.mjs';
import { fail, runTool, say } from './shell.mjs';
import { at, fingerprint } from './tree.mjs';

const vite = (config, mode) => (output) =>
  runTool('vite/bin/vite.js', [
    'build',
    '-c',
    at(config),
    '--mode',
    mode,
    '--outDir',
    output,
    '--emptyOutDir=false',
    '--logLevel',
    'warn',
  ]);

const BUILDS = {
  renderer: {
    what: 'the pages',
    output: 'dist/renderer',
    sources: ['renderer', 'shared', 'build/config/vite.renderer.ts', 'package-lock.json'],
    steps: [vite('build/config/vite.renderer.ts', 'production')],
  },
  shell: {
    what: 'the desktop shell',
    output: 'dist/main',
    sources: ['electron/main', 'electron/preload', 'shared', 'build/config/vite.shell.ts', 'package-lock.json'],
    steps: ['main', 'preload'].map((mode) => vite('build/config/vite.shell.ts', mode)),
  },
  host: {
    what: 'the host',
    output: 'dist/host',
    sources: [
      'electron/host',
      'electron/serve',
      'electron/utility',
      'sdk/journal',
      'shared',
      'build/config/vite.host.ts',
      'package-lock.json',
    ],
    steps: [vite('build/config/vite.host.ts', 'production')],
  },
  sdk: {
    what: 'the package of the SDK',
    output: 'dist/sdk',
    sources: ['sdk', 'shared', 'build/config/vite.sdk.ts', 'build/config/tsconfig.sdk.json', 'package-lock.json'],
    steps: [vite('build/config/vite.sdk.ts', 'production'), declarations, finishSdk],
  },
};

function declarations(output) {
  const config = at('build/config/tsconfig.sdk.json');
  return runTool('typescript/bin/tsc', ['-p', config, '--outDir', join(output, 'types')]);
}

function finishSdk(output) {
  finishSdkPackage(output);
  return { code: 0, output: '' };
}

/** Builds `renderer`, `shell`, `host` or `sdk`; returns at once when nothing changed. The new files replace the old in one step. */
export async function build(name) {
  const { what, output, sources, steps } = BUILDS[name];
  const stampFile = at('.cache', 'stamps', name);
  const stamp = fingerprint(sources);
  if (existsSync(at(output)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say(`Building ${what}…`);
  const fresh = at('.cache', 'build', `${name}-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  for (const step of steps) {
    const { code, output: printed } = await step(fresh);
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
