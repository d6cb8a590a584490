import { createServer } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';

// The least that any Node program must do to keep what a post brings: HTTP, JSON.parse, packed columns into SQLite in
// one transaction. `node floor-server.ts FOLDER` prints its port.
const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: floor-server.ts FOLDER');
const db = new Database(join(folder, 'floor.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE chunks (key TEXT, first INTEGER, count INTEGER, steps BLOB, points BLOB) STRICT');
const insert = db.prepare('INSERT INTO chunks VALUES (?, ?, ?, ?, ?)');

const store = db.transaction((lines: readonly string[]) => {
  const columns = new Map<string, { steps: number[]; points: number[] }>();
  for (const line of lines) {
    const row = JSON.parse(line) as Record<string, number>;
    const step = row._step ?? 0;
    for (const key in row) {
      if (key.startsWith('_')) continue;
      let column = columns.get(key);
      if (column === undefined) columns.set(key, (column = { steps: [], points: [] }));
      column.steps.push(step);
      column.points.push(row[key] ?? Number.NaN);
    }
  }
  for (const [key, { steps, points }] of columns) insert.run(key, steps[0], steps.length, bytes(steps), bytes(points));
});

function bytes(values: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(values).buffer);
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as {
      files: { 'wandb-history.jsonl': { content: string[] } };
    };
    store(body.files['wandb-history.jsonl'].content);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
process.on('SIGTERM', () => process.exit(0));
