// `npm start`, `npm run serve`, `npm run demo`: installs what is missing, starts Taffrail or attaches to the one that
// runs, opens its window where it can, and shows the lines for a script. Plain Node (>= 18), nothing installed before.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './ensure.mjs';
import { build } from './lib/builds.mjs';
import { findDesktop } from './lib/desktop.mjs';
import { defaultDataDir, get, runningHost, startHost, waitForHost } from './lib/host.mjs';
import { fail, hostNode, say, toolEnv } from './lib/shell.mjs';
import { at, root } from './lib/tree.mjs';

const HELP = `npm start [-- options]

  --no-window    only the host: print the address and wait (also: npm run serve)
  --data DIR     where runs are kept (default: this user's data folder, or TAFFRAIL_DATA)
  --port N       port to listen on (default: 8080, or the next free one)
  --host ADDR    address to listen on (default: 127.0.0.1; any other asks every client for the key)
  --require-key  ask every client for the key, also those of this user on this machine; without a window
  --safe-mode    the window without GPU acceleration
  --demo         on a fresh temporary folder, filled with made-up runs (also: npm run demo)
  --verbose      show the host's own messages`;

function readArguments() {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  const options = {
    'no-window': flag,
    data: text,
    port: text,
    host: text,
    'require-key': flag,
    'safe-mode': flag,
    demo: flag,
    verbose: flag,
    help: flag,
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${error.message}\n\n${HELP}`);
  }
}

/** The key, where the host tells it to nobody unasked; undefined when the file is not ours to read. */
function keyIn(dataDir) {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).apiKey;
  } catch {
    return undefined;
  }
}

async function showAddress(address, dataDir) {
  const session = await get(`${address}/api/session`);
  const { apiKey, address: clientAddress = address } =
    session?.status === 200 ? JSON.parse(session.text) : { apiKey: keyIn(dataDir) };
  const set = process.platform === 'win32' ? 'set' : 'export';
  say(`
  Taffrail is running at ${address}
  Runs are kept in ${dataDir}

  In the terminal of a training script that uses wandb:

    ${set} WANDB_BASE_URL=${clientAddress}
    ${set} WANDB_API_KEY=${apiKey ?? `<the key in ${join(dataDir, 'secrets.json')}>`}
    python train.py
`);
}

/** Ctrl-C asks once and waits; a second one does not wait. */
function stopOnSignals(stop, kill) {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (asked) return kill();
      asked = true;
      say('\nStopping: flushing what has arrived…');
      stop();
    });
  }
}

async function runHost(options, dataDir) {
  const running = await runningHost(dataDir);
  if (running !== undefined) {
    await showAddress(running, dataDir);
    say('  It was running already; this start only shows where.');
    return { address: running };
  }
  const { port, host: listenOn, verbose } = options;
  const host = startHost({ dataDir, port, host: listenOn, requireKey: options['require-key'], verbose });
  let end;
  void host.ended.then((reason) => (end = reason));
  stopOnSignals(host.stop, () => host.child.kill('SIGKILL'));
  const address = await waitForHost(dataDir, () => end !== undefined);
  if (address === undefined) {
    host.stop();
    return fail(end === undefined ? 'Taffrail did not become ready within a minute.' : 'Taffrail could not start.');
  }
  await showAddress(address, dataDir);
  return { address, host };
}

/** The window starts its own host, so that it can start it again; what is shown here is only where it is. */
async function runWindow(options, dataDir, binary) {
  await build('shell');
  const args = [root, '--data-dir', dataDir, '--host-node', hostNode()];
  if (options.port !== undefined) args.push('--port', options.port);
  if (options['safe-mode']) args.push('--safe-mode');
  const child = spawn(binary, args, {
    cwd: root,
    env: toolEnv(),
    stdio: ['ignore', options.verbose ? 'inherit' : 'ignore', options.verbose ? 'inherit' : 'ignore'],
  });
  let end;
  const ended = new Promise((done) => {
    child.once('error', (error) => done((end = error.message)));
    child.once('exit', (code, signal) => done((end = signal ?? code ?? 1)));
  });
  stopOnSignals(
    () => child.kill('SIGTERM'),
    () => child.kill('SIGKILL'),
  );
  const address = await waitForHost(dataDir, () => end !== undefined);
  if (address === undefined && end !== 0) return { reason: `Electron ended (${end})` };
  if (address !== undefined) await showAddress(address, dataDir);
  say('  The window is open. Closing it ends Taffrail, unless a run is being recorded.');
  return { ended };
}

/** Writes the made-up runs and leaves one of them live until the host ends. */
function fillWithRuns(address, host) {
  const child = spawn(hostNode(), [at('test', 'support', 'demo', 'main.ts'), address], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  void host.ended.then(() => child.kill());
  return new Promise((done) => {
    child.stdout.once('data', () => done(`  Made-up runs are in; one of them is live: ${address}`));
    child.once('exit', (code) => done(`  The made-up runs could not be written (exit code ${code}).`));
  });
}

async function main() {
  const options = readArguments();
  if (options.help) return say(HELP);
  await ensureDependencies();
  await build('renderer');
  await build('host');
  const dataDir = options.demo
    ? mkdtempSync(join(tmpdir(), 'taffrail-demo-'))
    : resolve(options.data ?? defaultDataDir());
  let reason;
  if (!options['no-window'] && !options.demo && options.host === undefined && !options['require-key']) {
    const desktop = await findDesktop();
    const window = desktop.binary === undefined ? desktop : await runWindow(options, dataDir, desktop.binary);
    if (window.ended !== undefined) {
      const code = await window.ended;
      process.exit(typeof code === 'number' ? code : 0);
    }
    ({ reason } = window);
  }
  const { address, host } = await runHost(options, dataDir);
  if (reason !== undefined) say(`  No desktop window (${reason}): open ${address} in a browser.`);
  if (options.demo) {
    say(await fillWithRuns(address, host));
  }
  if (host === undefined) return;
  say('  Ctrl-C stops it. Scripts that are running keep what they have and send it when it is back.');
  const code = await host.ended;
  if (options.demo) rmSync(dataDir, { recursive: true, force: true });
  if (typeof code !== 'number')
    say(`  The host ended (${code}). What it has acknowledged is stored; start it again to go on.`);
  process.exit(typeof code === 'number' ? code : 1);
}

await main();
