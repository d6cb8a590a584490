// Starting other programs from the scripts, and the Node that the host needs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { at, root } from './tree.mjs';

/** One line for the person at the terminal. */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

export function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** From this version Node runs TypeScript sources as they are. */
const HOST_NODE = [22, 18];

const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > HOST_NODE[0] || (major === HOST_NODE[0] && minor >= HOST_NODE[1]);
};

let found;

/**
 * The Node that runs host, tests and tools: the one installed beside the dependencies, whatever Node started this
 * script; the running one if it is new enough and the other is not there for this platform.
 */
export function hostNode() {
  found ??= findHostNode();
  return found;
}

function findHostNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = at('node_modules', 'node', 'bin', name);
  if (existsSync(own)) {
    const answer = spawnSync(own, ['--version'], { encoding: 'utf8' });
    if (answer.status === 0 && isNewEnough(answer.stdout.trim())) return own;
  }
  if (isNewEnough(process.version)) return process.execPath;
  return fail(
    `Taffrail's host needs Node ${HOST_NODE.join('.')} or newer. Its own copy (node_modules/node) is missing or does not run here,\n` +
      `and this is Node ${process.version}. Install a newer Node, or run \`npm rebuild node\` and look at what it says.`,
  );
}

/** Environment for children: the installed tools first on the PATH. */
export function toolEnv(extra = {}) {
  const sep = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: `${at('node_modules', '.bin')}${sep}${process.env.PATH ?? ''}`, ...extra };
}

/** Runs a program to its end. Returns its exit code and, unless `inherit`, what it printed. */
export function run(command, args, { inherit = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: toolEnv(env),
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${command}: ${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output }));
  });
}

/** Runs an installed tool's script with the host's Node. */
export const runTool = (script, args, options) => run(hostNode(), [at('node_modules', script), ...args], options);
