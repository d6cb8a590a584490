import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WireClient } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { historyBodies } from './history.ts';
import { median, percentile, report } from './report.ts';

const STEPS = 100_000;
const KEYS = 10;
const ROUNDS = 3;
const bodies = historyBodies(STEPS, KEYS);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

interface Round {
  readonly pointsPerSecond: number;
  readonly bytesPerPoint: number;
  readonly posts: readonly number[];
}

function post(port: number, path: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${response.statusCode}: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function send(port: number, path: string, folder: string, finish: () => Promise<void>): Promise<Round> {
  const posts: number[] = [];
  const begin = performance.now();
  for (const body of bodies) {
    const start = performance.now();
    await post(port, path, body);
    posts.push(performance.now() - start);
  }
  const seconds = (performance.now() - begin) / 1000;
  await finish();
  return { pointsPerSecond: (STEPS * KEYS) / seconds, bytesPerPoint: sizeOf(folder) / (STEPS * KEYS), posts };
}

async function floorRound(): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-floor-'));
  const server = join(import.meta.dirname, 'floor-server.ts');
  const child = spawn(process.execPath, [server, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString('utf8'))));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const round = await send(port, '/', folder, async () => {
    child.kill();
    await ended;
  });
  rmSync(folder, { recursive: true, force: true });
  return round;
}

async function ownRound(): Promise<Round> {
  await using host = await startHost();
  const run = await new WireClient(host.address).startRun({ project: 'bench', name: 'ingest' });
  const path = `/files/${encodeURIComponent(run.entity)}/bench/ingest/file_stream`;
  return await send(host.port, path, host.dataDir, async () => {
    await run.finish(0);
    await host.stop();
  });
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const floors: Round[] = [];
const owns: Round[] = [];
for (let i = 0; i < ROUNDS; i++) {
  floors.push(await floorRound());
  owns.push(await ownRound());
}
agent.destroy();
const floor = median(floors.map((round) => round.pointsPerSecond));
const own = median(owns.map((round) => round.pointsPerSecond));
report({ case: 'ingest/floor', value: floor, unit: 'points/s', budget: 'the measure of the others', isWithin: true });
report({
  case: 'ingest/history',
  value: own,
  unit: 'points/s',
  ratio: own / floor,
  budget: '>= 0.6 of the floor, goal 0.8; >= 500,000 on a quiet machine',
  isWithin: own / floor >= 0.6,
});
const post99 = percentile(
  owns.flatMap((round) => round.posts),
  0.99,
);
report({ case: 'ingest/post-p99', value: post99, unit: 'ms', budget: '<= 100', isWithin: post99 <= 100 });
const size = median(owns.map((round) => round.bytesPerPoint));
report({
  case: 'ingest/size',
  value: size,
  unit: 'bytes/point',
  budget: '<= 12 with pyramid, goal 8',
  isWithin: size <= 12,
});
