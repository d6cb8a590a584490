// `npm run dev`: the host, started again when its sources change, and the pages with hot reload, in the browser.
// `npm run dev:electron` also opens the desktop window on the same host.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './ensure.mjs';
import { build } from './lib/builds.mjs';
import { findDesktop } from './lib/desktop.mjs';
import { waitForHost } from './lib/host.mjs';
import { fail, hostNode, say, toolEnv } from './lib/shell.mjs';
import { at, root } from './lib/tree.mjs';

const VITE_PORT = '5173';
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: at('.cache', 'dev-data') },
    port: { type: 'string', default: '8090' },
    window: { type: 'boolean', default: false },
  },
});

await ensureDependencies();
await build('renderer');
const children = [];
let isStopping = false;
const pages = `http://127.0.0.1:${VITE_PORT}`;
begin(hostNode(), [
  '--watch-path=electron',
  '--watch-path=shared',
  '--watch-preserve-output',
  at('electron', 'serve', 'index.ts'),
  '--data',
  values.data,
  '--port',
  values.port,
  '--allow-origin',
  pages,
]);
begin(
  hostNode(),
  [
    at('node_modules', 'vite', 'bin', 'vite.js'),
    '-c',
    at('build', 'config', 'vite.renderer.ts'),
    '--port',
    VITE_PORT,
    '--strictPort',
  ],
  {
    TAFFRAIL_DEV_HOST: `http://127.0.0.1:${values.port}`,
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);

const address = await waitForHost(values.data, () => isStopping);
if (address === undefined) fail('The host did not become ready.');
say(`\n  Pages with hot reload: ${pages}\n  Host (for scripts):     ${address}\n  Runs are kept in ${values.data}\n`);
if (values.window) {
  await build('shell');
  const { binary, reason } = await findDesktop();
  if (binary === undefined) say(`  No desktop window: ${reason}`);
  else begin(binary, [root, '--data-dir', values.data, '--host-node', hostNode()]);
}

function begin(command, args, env = {}) {
  const child = spawn(command, args, { cwd: root, env: toolEnv(env), stdio: 'inherit' });
  children.push(child);
  child.once('exit', (code) => {
    if (!isStopping && code !== 0) say(`${args[0]} ended with ${code}.`);
    stop();
  });
}

function stop() {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) child.kill('SIGTERM');
}
