// Installs the dependencies when they are missing or do not match package-lock.json, and says what it does.
// Plain Node with nothing installed: `npm start` and `npm test` begin here on a fresh clone.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fail, run, say } from './lib/shell.mjs';
import { at } from './lib/tree.mjs';

const stampFile = at('node_modules', '.taffrail-installed');
/** Below this npm leaves out the native parts of the tools, because they ask for a newer Node. */
const INSTALL_NODE = [22, 14];

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
    ([path, entry]) => path === '' || entry.link || !isNeededHere(entry) || installed[path]?.version === entry.version,
  );
}

/** Optional packages are the native parts of tools, one for each platform; here only that of this one is needed. */
function isNeededHere(entry) {
  if (!entry.optional) return true;
  if (entry.os === undefined || entry.cpu === undefined) return false;
  const isLibc = entry.libc === undefined || entry.libc.includes(libc());
  return isLibc && entry.os.includes(process.platform) && entry.cpu.includes(process.arch);
}

let knownLibc;
function libc() {
  knownLibc ??= process.report?.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  return knownLibc;
}

/** npm as it was started, or the one on the PATH; run by `node` if it is given. */
function npm(args, node) {
  const script = process.env.npm_execpath;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) {
    return run(node ?? process.execPath, [script, ...args, ...quiet], { env: pathFor(node) });
  }
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, ...quiet], { env: pathFor(node) });
}

/** Install scripts, and npm itself where it is found by the PATH, run with this Node. */
function pathFor(node) {
  return node === undefined ? {} : { PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

function isOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major < INSTALL_NODE[0] || (major === INSTALL_NODE[0] && minor < INSTALL_NODE[1]);
}

/** The Node that installs: the running one, or where that is too old the host's own, fetched ahead of all others. */
async function installingNode() {
  if (!isOld()) return undefined;
  const folder = at('.cache', 'node');
  const node = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const { devDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  if (existsSync(node)) return node;
  say(`This is Node ${process.versions.node}; fetching Node ${devDependencies.node} for Taffrail (into .cache), once…`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const { code, output } = await npm(['install', '--prefix', folder, '--no-save', `node@${devDependencies.node}`]);
  if (code !== 0 || !existsSync(node))
    fail(`${output}\nFetching Node failed. Taffrail needs the npm registry once, or Node 22.18.`);
  return node;
}

/** Makes node_modules match package-lock.json; does nothing (in a few milliseconds) when it does already. */
export async function ensureDependencies() {
  const stamp = wanted();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!isInstalledAsLocked()) {
    const node = await installingNode();
    const isFirst = !existsSync(at('node_modules'));
    say(
      isFirst ? 'Installing dependencies (npm ci), once…' : 'Dependencies are out of date: installing them (npm ci)…',
    );
    // No package is compiled: npm would build by node-gyp what brings its binaries along (it does not see `gypfile` in a lock).
    const { code, output } = await npm(['ci', '--include=dev', '--ignore-scripts'], node);
    if (code !== 0) {
      fail(
        `${output}\nInstalling failed (npm ci, exit code ${code}). It needs the npm registry once; after that Taffrail works offline.`,
      );
    }
  }
  await ensureHostNode();
  writeFileSync(stampFile, stamp);
}

/** The one install script that is needed: it fetches the host's Node, which is then linked for the tools. */
async function ensureHostNode() {
  const folder = at('node_modules', 'node');
  if (existsSync(join(folder, 'bin'))) return;
  const { code, output } = await run(process.execPath, ['installArchSpecificPackage'], { cwd: folder });
  const linked = code === 0 ? await npm(['rebuild', 'node', '--ignore-scripts']) : { code, output };
  if (linked.code !== 0)
    say(`${linked.output}\nThe host's own Node could not be fetched; the running one is used if it is new enough.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureDependencies();
