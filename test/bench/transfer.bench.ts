import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeSync,
  openSync,
  closeSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AddressInfo } from 'node:net';
import { WireClient } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { median, report } from './report.ts';

const SIZE_MB = 1024;
const ROUNDS = 3;
const UPLOAD = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    files { uploadUrl }
  }
}`;
const DOWNLOAD = `query RunFiles($project: String!, $entity: String!, $run: String!, $names: [String]) {
  project(name: $project, entityName: $entity) {
    run(name: $run) { files(names: $names) { edges { node { directUrl } } } }
  }
}`;

const folder = mkdtempSync(join(tmpdir(), 'taffrail-transfer-'));

/** A new file of random blocks, so that nothing is stored already. */
function newFile(name: string): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  const block = randomBytes(1024 * 1024);
  for (let i = 0; i < SIZE_MB; i++) {
    block.writeUInt32LE(i, 0);
    writeSync(file, block);
  }
  closeSync(file);
  return path;
}

async function put(url: string, path: string): Promise<number> {
  const begin = performance.now();
  await new Promise<void>((resolve, reject) => {
    const headers = { 'content-length': SIZE_MB * 1024 * 1024 };
    const sent = request(url, { method: 'PUT', headers }, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
      );
    });
    pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), sent).catch(reject);
  });
  return SIZE_MB / ((performance.now() - begin) / 1000);
}

async function get(url: string): Promise<number> {
  const begin = performance.now();
  await new Promise<void>((resolve, reject) => {
    request(url, (response) => {
      response.on('data', () => undefined);
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
      );
    })
      .once('error', reject)
      .end();
  });
  return SIZE_MB / ((performance.now() - begin) / 1000);
}

/** The least that a server of files does which knows them by their content: write, hash, sync; and read. */
function floorServer(): Promise<{ readonly url: string; close(): void }> {
  const stored = join(folder, 'floor.bin');
  const server = createServer((message, response) => {
    if (message.method === 'GET') {
      pipeline(createReadStream(stored, { highWaterMark: 1 << 18 }), response).catch(() => response.destroy());
      return;
    }
    const hash = createHash('sha256');
    message.on('data', (chunk: Buffer) => hash.update(chunk));
    pipeline(message, createWriteStream(stored, { flush: true }))
      .then(() => response.end(hash.digest('hex')))
      .catch(() => response.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}/`, close: () => server.close() });
    });
  });
}

function peakMb(pid: number): number {
  const status = process.platform === 'linux' ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

await using host = await startHost();
const client = new WireClient(host.address);
const run = await client.startRun({ project: 'bench', name: 'transfer' });
const where = { entity: run.entity, project: 'bench', run: 'transfer' };
const floor = await floorServer();
const rates = { floorIn: [] as number[], in: [] as number[], floorOut: [] as number[], out: [] as number[] };
const before = peakMb(host.pid);
for (let i = 0; i < ROUNDS; i++) {
  const path = newFile(`${i}.bin`);
  rates.floorIn.push(await put(floor.url, path));
  type Announced = { createRunFiles: { files: readonly [{ uploadUrl: string }] } };
  const announced = await client.graphql<Announced>(UPLOAD, { ...where, files: [`${i}.bin`] });
  rates.in.push(await put(announced.createRunFiles.files[0].uploadUrl, path));
  rates.floorOut.push(await get(floor.url));
  type Listed = { project: { run: { files: { edges: readonly [{ node: { directUrl: string } }] } } } };
  const listed = await client.graphql<Listed>(DOWNLOAD, { ...where, names: [`${i}.bin`] });
  rates.out.push(await get(listed.project.run.files.edges[0].node.directUrl));
  rmSync(path);
}
floor.close();
const grown = peakMb(host.pid) - before;
rmSync(folder, { recursive: true, force: true });
for (const [name, own, least] of [
  ['transfer/in', rates.in, rates.floorIn],
  ['transfer/out', rates.out, rates.floorOut],
] as const) {
  const ratio = median(own) / median(least);
  report({
    case: name,
    value: median(own),
    unit: 'MB/s',
    ratio,
    budget: '>= 0.7 of a plain file server, 1 GB',
    isWithin: ratio >= 0.7,
  });
}
report({ case: 'transfer/memory', value: grown, unit: 'MB more', budget: '<= 150', isWithin: grown <= 150 });
