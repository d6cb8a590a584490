// Other trackers on the same data: from the navigation to what a person sees, and the request that brings the lines.
// Nothing is held against a time; the ratio is Taffrail : peer within one run.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { WireClient } from '../support/demo/client.ts';
import { entityOf, startHost } from '../support/host.ts';
import { pythonMissing, pythonWithPackages } from '../support/python.ts';
import { pause, until } from '../support/time.ts';
import { keepData, LONG_KEYS, makeData, runName, sendData, SPIKE_KEY, type PeerCase } from './peer-data.ts';
import { CHARTS_HEIGHT, LEFT_OUT, LIST_HEIGHT, PEERS, ROWS_SHOWN, type Peer, type Written } from './peer-list.ts';
import { ask, readAgain, visit, type Visit } from './peer-page.ts';
import { median, report } from './report.ts';

const CASES: Readonly<Record<PeerCase, string>> = {
  long: '1 run × 10 metrics × 100,000 steps, all ten charts drawn',
  many: `list of 1,000 runs, the first ${ROWS_SHOWN} rows`,
  wide: '100 runs × 10,000 points, one chart',
};
const NAMES = Object.keys(CASES) as readonly PeerCase[];
const ROUNDS = 3;
/** Once a page or a request took so long in all, it is not asked for again. */
const ENOUGH_MS = 15_000;
/** On a busy machine what is left by then is told instead of measured. */
const WHOLE_LIMIT_MS = 450_000;
const WRITE_LIMIT_MS = 240_000;
const START_LIMIT_MS = 60_000;
const SETTLE_LIMIT_S = 40;
/** A fifth of a core over a second. */
const CALM_TICKS = 20;
const SCRIPT = join(import.meta.dirname, 'peers.py');

interface Figures {
  readonly page: number;
  readonly first: number;
  readonly read?: { readonly ms: number; readonly hasSpike: boolean };
}

function tell(name: string, note: string): void {
  process.stdout.write(`${JSON.stringify({ case: `peers/${name}`, note })}\n`);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 400);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** CPU time of a group of processes in ticks of 10 ms; 0 where the system does not tell. */
function groupTicks(group: number): number {
  if (process.platform !== 'linux') return 0;
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const ticks = ids.map((id) => {
    try {
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return Number(fields[2]) === group ? Number(fields[11]) + Number(fields[12]) : 0;
    } catch {
      // It ended in between.
      return 0;
    }
  });
  return ticks.reduce((sum, one) => sum + one, 0);
}

/** Waits until a server that answers has also started all its workers: what it does of itself is not its page's time. */
async function quiet(group: number): Promise<void> {
  let before = groupTicks(group);
  let calm = 0;
  for (let second = 0; second < SETTLE_LIMIT_S && calm < 3; second++) {
    await pause(1000);
    const now = groupTicks(group);
    calm = now - before < CALM_TICKS ? calm + 1 : 0;
    before = now;
  }
}

/** The groups that live, which nothing else ends when this process is ended. */
const groups = new Set<number>();
process.once('exit', () => {
  for (const group of groups) process.kill(-group, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** A process with a home of its own, at the head of a group, so that its workers end with it. */
function start(python: string, args: readonly string[], home: string, env: Readonly<Record<string, string>>) {
  const child = spawn(python, args, {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  const said = { out: '', all: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString('utf8');
    said.all += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => (said.all += chunk.toString('utf8')));
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('close', (code) => {
      if (pid !== undefined) groups.delete(pid);
      resolve(code ?? undefined);
    });
  });
  return { child, said, ended };
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;
}

async function write(peer: Peer, python: string, source: string, data: string): Promise<Record<PeerCase, Written>> {
  const written: Partial<Record<PeerCase, Written>> = {};
  for (const which of NAMES) {
    const { child, said, ended } = start(python, [SCRIPT, peer.name, which, source, data], data, peer.env(data, 0));
    const timer = AbortSignal.timeout(WRITE_LIMIT_MS);
    timer.addEventListener('abort', () => void end(child, ended));
    const code = await ended;
    if (code !== 0) throw new Error(`writing ${which}: ${timer.aborted ? 'too slow' : said.all.slice(-300)}`);
    written[which] = JSON.parse(said.out.trim().split('\n').at(-1) ?? '') as Written;
  }
  return written as Record<PeerCase, Written>;
}

/** The answers of `work` in a few rounds, fewer where they take long. */
async function rounds<T extends { readonly ms: number }>(work: () => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  let sum = 0;
  while (all.length < ROUNDS && sum < ENOUGH_MS) {
    const one = await work();
    all.push(one);
    sum += one.ms;
  }
  return all;
}

/** Opens the page a few times in one browser's profile, where the start page was before, and sends its request again. */
async function measurePage(browser: Browser, name: string, what: Visit): Promise<Figures> {
  const context = await browser.newContext();
  try {
    const start = await context.newPage();
    await start.goto(new URL('/', what.url).href, { waitUntil: 'load', timeout: START_LIMIT_MS });
    await start.close();
    const seen = await rounds(() => visit(context, name, what));
    const page = median(seen.map((one) => one.ms));
    const first = median(seen.map((one) => one.firstMs));
    if (what.isRead === undefined) return { page, first };
    const read = seen[0]?.read;
    if (read === undefined) throw new Error('drawn without the request that brings its lines');
    const answers = await rounds(() => readAgain(read));
    const ms = median(answers.map((one) => one.ms));
    return { page, first, read: { ms, hasSpike: answers.every((one) => one.hasSpike) } };
  } finally {
    await context.close();
  }
}

async function measurePeer(
  peer: Peer,
  which: PeerCase,
  python: string,
  data: string,
  browser: Browser,
  written: Written,
) {
  const page = peer.page(which, written);
  if (typeof page === 'string') return page;
  const port = await freePort();
  const { child, said, ended } = start(python, peer.serve(data, port, which), data, peer.env(data, port));
  const address = `http://127.0.0.1:${port}`;
  try {
    for (const { path, text } of peer.ready(which)) {
      const look = async (): Promise<boolean> => {
        const { status, bytes, isPacked } = await ask({
          url: address + path,
          method: 'GET',
          headers: {},
          body: undefined,
        });
        return status === 200 && (isPacked ? gunzipSync(bytes) : bytes).includes(text);
      };
      await until(`${peer.name} to answer`, look, START_LIMIT_MS).catch((error: unknown) => {
        throw new Error(`${wordsOf(error)}: ${said.all.slice(-200)}`);
      });
    }
    if (child.pid !== undefined) await quiet(child.pid);
    return await measurePage(browser, `${peer.name}-${which}`, { ...page, url: address + page.path });
  } finally {
    await end(child, ended);
  }
}

function compare(which: PeerCase, peer: Peer, ours: Figures, theirs: Figures): void {
  const note = peer.notes[which];
  const line = (name: string, own: number, other: number, more: string): void => {
    const text = `${peer.packages[0] ?? ''} ${other.toFixed(other < 100 ? 1 : 0)} ms; ${more}${note === undefined ? '' : `; there ${note}`}`;
    const shared = { unit: 'ms', budget: 'less than the peer', isWithin: own < other, note: text };
    report({ case: `peers/${name}/${which}/${peer.name}`, value: own, ratio: own / other, ...shared });
  };
  const strokes = `first strokes after ${ours.first.toFixed(0)} here, ${theirs.first.toFixed(0)} there`;
  line('page', ours.page, theirs.page, which === 'many' ? CASES.many : `${CASES[which]}; ${strokes}`);
  if (ours.read === undefined || theirs.read === undefined) return;
  const kept = (has: boolean): string => (has ? 'kept' : 'lost');
  const spike = `a spike of one point is ${kept(ours.read.hasSpike)} here, ${kept(theirs.read.hasSpike)} there`;
  line('read', ours.read.ms, theirs.read.ms, which === 'long' ? spike : 'the request that brings the lines');
}

function ourPage(base: string, which: PeerCase): Visit {
  if (which === 'many') {
    return {
      url: `${base}/many/table`,
      height: LIST_HEIGHT,
      drawn: { rows: '[role=row][data-run]', count: ROWS_SHOWN },
    };
  }
  const isLong = which === 'long';
  const key = isLong ? SPIKE_KEY : 'metric/0';
  return {
    url: isLong ? `${base}/long/runs/${runName(0)}` : `${base}/wide/workspace`,
    height: CHARTS_HEIGHT,
    drawn: { canvases: '[data-cell] canvas', count: isLong ? LONG_KEYS : 1 },
    isRead: (request) => request.url().endsWith('/series') && (request.postData() ?? '').includes(`"${key}"`),
  };
}

/** Those peers that install; the others are told. */
function install(folder: string) {
  return PEERS.flatMap((peer) => {
    try {
      return [{ peer, python: pythonWithPackages(`peer-${peer.name}`, peer.packages), data: join(folder, peer.name) }];
    } catch (error) {
      tell(peer.name, `not measured: it does not install: ${wordsOf(error)}`);
      return [];
    }
  });
}

/** Those peers that have taken the data; the others are told. */
async function fill(installed: ReturnType<typeof install>, source: string) {
  const filled = installed.map(async ({ peer, python, data }) => {
    mkdirSync(data);
    try {
      return [{ peer, python, data, written: await write(peer, python, source, data) }];
    } catch (error) {
      tell(peer.name, `not measured: ${wordsOf(error)}`);
      return [];
    }
  });
  return (await Promise.all(filled)).flat();
}

async function measure(): Promise<void> {
  for (const [name, why] of Object.entries(LEFT_OUT)) tell(name, `not measured: ${why}`);
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-peers-'));
  const source = join(folder, 'source');
  await using host = await startHost();
  const browser = await launchChromium();
  try {
    const installed = install(folder);
    const begin = performance.now();
    const data = makeData();
    keepData(data, source);
    await sendData(new WireClient(host.address), data);
    const peers = await fill(installed, source);
    const base = `${host.address}/${encodeURIComponent(await entityOf(host.address))}`;
    for (const which of NAMES) {
      const ours = await measurePage(browser, `taffrail-${which}`, ourPage(base, which));
      for (const { peer, python, data: place, written } of peers) {
        if (performance.now() - begin > WHOLE_LIMIT_MS) {
          tell(`page/${which}/${peer.name}`, `not measured: ${WHOLE_LIMIT_MS / 60_000} minutes are over`);
          continue;
        }
        try {
          const theirs = await measurePeer(peer, which, python, place, browser, written[which]);
          if (typeof theirs === 'string') tell(`page/${which}/${peer.name}`, `not measured: ${theirs}`);
          else compare(which, peer, ours, theirs);
        } catch (error) {
          tell(`page/${which}/${peer.name}`, `failed: ${wordsOf(error)}`);
        }
      }
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = findChromium() === undefined ? 'no Chromium here' : pythonMissing();
if (missing === undefined) await measure();
else tell('all', `skipped: ${missing}`);
