// `npm run package`: a package of the desktop application into out/. `-- --dir` makes a plain folder only, `-- --host-only`
// just the host as plain JavaScript (dist/host), which any Node from 22.14 runs without TypeScript support;
// `-- --sdk` the SDK as a file that `npm install` takes;
// TAFFRAIL_ELECTRON_DIST names a folder with an unpacked Electron to use instead of fetching one.
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { ensureDependencies } from './ensure.mjs';
import { build } from './lib/builds.mjs';
import { fail, run, say } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

async function packSdk() {
  await build('sdk');
  mkdirSync(at('out'), { recursive: true });
  const { code, output } = await run('npm', ['pack', at('dist', 'sdk'), '--pack-destination', at('out')]);
  if (code !== 0) fail(output);
  say(`out/${output.trim().split('\n').at(-1)}`);
}

async function main() {
  await ensureDependencies();
  if (process.argv.includes('--sdk')) return packSdk();
  await build('host');
  if (process.argv.includes('--host-only')) return say('The host as plain JavaScript is in dist/host');
  await build('renderer');
  await build('shell');
  const electronDist = process.env.TAFFRAIL_ELECTRON_DIST;
  const { build: pack } = createRequire(import.meta.url)('electron-builder');
  const packed = await pack({
    config: {
      ...JSON.parse(readFileSync(at('build', 'electron-builder.json'), 'utf8')),
      ...(electronDist ? { electronDist } : {}),
    },
    projectDir: at(),
    dir: process.argv.includes('--dir'),
    publish: 'never',
  }).catch((error) => fail(`Packaging failed: ${error.message}`));
  for (const file of packed) say(`${file}: ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  for (const folder of readdirSync(at('out')).filter((name) => name.endsWith('unpacked'))) {
    say(`${join('out', folder)}: ${(sizeOf(at('out', folder)) / 1e6).toFixed(1)} MB`);
  }
}

await main();
