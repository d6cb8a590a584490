// Starting Taffrail's host, and finding one that runs already.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { hostNode, toolEnv } from './shell.mjs';
import { at, root } from './tree.mjs';

const UP_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** The data directory when none is named; asked of the sources, so that it is decided in one place. */
export function defaultDataDir() {
  const code =
    "import { homedir } from 'node:os'; import { defaultDataDir } from '#shared/native';" +
    'process.stdout.write(defaultDataDir(process.env, process.platform, homedir()));';
  const answer = spawnSync(hostNode(), ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' });
  if (answer.status !== 0) throw new Error(answer.stderr);
  return answer.stdout;
}

/** GET with a time limit; undefined when nobody answers. (Not fetch: it warns on Node 18.) */
export function get(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 3000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

/** Address of the host that has this data directory, if it answers. */
export async function runningHost(dataDir) {
  let address;
  try {
    address = JSON.parse(readFileSync(join(dataDir, 'host.lock'), 'utf8')).address;
  } catch {
    return undefined;
  }
  const answer = typeof address === 'string' && address !== '' ? await get(`${address}/`) : undefined;
  return answer?.status === 200 ? address : undefined;
}

/** Waits until a host has the data directory and answers; undefined when `hasEnded` turns true first. */
export async function waitForHost(dataDir, hasEnded) {
  const deadline = Date.now() + UP_TIMEOUT_MS;
  while (!hasEnded() && Date.now() < deadline) {
    const address = await runningHost(dataDir);
    if (address !== undefined) return address;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return undefined;
}

/** Starts the built host on a data directory with the installed Node. Its words go to the terminal. */
export function startHost({ dataDir, port, host, requireKey = false, verbose = false }) {
  const args = [at('dist', 'host', 'serve.js'), '--data', dataDir];
  if (port !== undefined) args.push('--port', port);
  if (host !== undefined) args.push('--host', host);
  if (requireKey) args.push('--require-key');
  // In a group of its own, so that Ctrl-C reaches it once and through us, and it can end in peace.
  const child = spawn(hostNode(), args, {
    cwd: root,
    env: toolEnv(),
    detached: process.platform !== 'win32',
    stdio: ['ignore', verbose ? 'inherit' : 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 1));
  });
  return { child, ended, stop: () => child.kill('SIGTERM') };
}
