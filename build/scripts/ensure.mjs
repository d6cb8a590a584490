// Installs the dependencies when they are missing or do not match package-lock.json, and says what it does.
// Plain Node with nothing installed: `npm start` and `npm test` begin here on a fresh clone.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fail, run, say } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

const stampFile = at('node_modules', '.taffrail-installed');

function wanted() {
  const lock = readFileSync(at('package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

/** True when npm's own record of what lies in node_modules names the versions of package-lock.json. */
function isInstalledAsLocked() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(at('package-lock.json'))).every(
    ([path, entry]) => path === '' || entry.optional || entry.link || installed[path]?.version === entry.version,
  );
}

function npmCommand() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return [process.execPath, [script]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

/** Makes node_modules match package-lock.json; does nothing (in a few milliseconds) when it does already. */
export async function ensureDependencies() {
  const stamp = wanted();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!isInstalledAsLocked()) {
    const isFirst = !existsSync(at('node_modules'));
    say(
      isFirst ? 'Installing dependencies (npm ci), once…' : 'Dependencies are out of date: installing them (npm ci)…',
    );
    const [command, before] = npmCommand();
    // Install scripts are left out: nothing here needs compiling, and a machine without a compiler must not fail.
    // The one that counts puts Node 24's binary for this platform into the package `node`.
    const args = [...before, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    let { code, output } = await run(command, args);
    if (code === 0) ({ code, output } = await run(command, [...before, 'rebuild', 'node', '--loglevel=error']));
    if (code !== 0) {
      fail(
        `${output}\nInstalling failed (npm ci, exit code ${code}). It needs the npm registry once; after that Taffrail works offline.`,
      );
    }
  }
  await ensureHostNode();
  writeFileSync(stampFile, stamp);
}

/** npm may be set (or be new enough) not to run install scripts; the one that fetches the host's Node is needed. */
async function ensureHostNode() {
  const folder = at('node_modules', 'node');
  if (existsSync(join(folder, 'bin'))) return;
  const { code, output } = await run(process.execPath, ['installArchSpecificPackage'], { cwd: folder });
  if (code !== 0)
    say(`${output}\nThe host's own Node could not be fetched; the running one is used if it is new enough.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureDependencies();
