import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WireClient } from '../support/demo/client.ts';
import { startHost } from '../support/host.ts';
import { pythonMissing, pythonWith } from '../support/python.ts';
import { historyBodies } from './history.ts';
import { median, report } from './report.ts';

const SCRIPT = join(import.meta.dirname, 'client.py');
const LOGS = 10_000;
const KEYS = 10;
const ROUNDS = 3;
const ROWS = 100_000;
const RUNS = 10_000;
const FIRST_PAGE_BUDGET_MS = 100;
/** Kernel ticks in a second, as in /proc. */
const TICKS = 100;

interface Timing {
  readonly seconds: number;
  readonly finishSeconds: number;
}

/** CPU that a process has used, all threads; 0 where the system does not tell. */
function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const missing = pythonMissing();
if (missing === undefined) await measure();
else report({ case: 'client', value: 0, unit: '', budget: 'needs Python', isWithin: true, note: missing });

async function measure(): Promise<void> {
  await using host = await startHost();
  const python = pythonWith();
  const run = <T>(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): T => {
    const folder = mkdtempSync(join(tmpdir(), 'taffrail-bench-'));
    const done = spawnSync(python, [SCRIPT, name, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        WANDB_BASE_URL: host.address,
        WANDB_API_KEY: '0123456789abcdef0123456789abcdef01234567',
        WANDB_SILENT: 'true',
        WANDB_ERROR_REPORTING: 'false',
        ...env,
      },
    });
    rmSync(folder, { recursive: true, force: true });
    if (done.status !== 0) throw new Error(`${name}: ${done.stdout}${done.stderr}`);
    return JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '') as T;
  };

  const beforeLogs = cpuSeconds(host.pid);
  const logged = { online: [] as Timing[], offline: [] as Timing[] };
  for (let i = 0; i < ROUNDS; i++) {
    const args = [String(LOGS), String(KEYS), String(i)];
    logged.offline.push(run('log', args, { WANDB_MODE: 'offline' }));
    logged.online.push(run('log', args));
  }
  const online = median(logged.online.map(({ seconds }) => seconds));
  const offline = median(logged.offline.map(({ seconds }) => seconds));
  report({
    case: 'client/log',
    value: LOGS / online,
    unit: 'run.log calls/s',
    ratio: online / offline,
    budget: '<= 1.1 of the time of offline mode',
    isWithin: online / offline <= 1.1,
    note: `host CPU ${((cpuSeconds(host.pid) - beforeLogs) / ROUNDS).toFixed(2)} s of ${online.toFixed(2)} s`,
  });
  const finish = median(logged.online.map(({ finishSeconds }) => finishSeconds));
  report({ case: 'client/finish', value: finish, unit: 's', budget: '<= 2', isWithin: finish <= 2 });

  const wire = new WireClient(host.address);
  const long = await wire.startRun({ project: 'bench', name: 'long' });
  for (const body of historyBodies(ROWS, KEYS)) await long.post(body);
  await long.finish(0);
  for (const name of ['scan', 'scan_keys']) {
    const before = cpuSeconds(host.pid);
    const seconds = median(Array.from({ length: ROUNDS }, () => run<number>(name, ['bench/long', String(ROWS)])));
    const hostSeconds = (cpuSeconds(host.pid) - before) / ROUNDS;
    report({
      case: `client/${name}`,
      value: ROWS / seconds,
      unit: 'rows/s',
      budget: 'the host works for >= 50,000 rows/s; the rest is the client',
      isWithin: ROWS / hostSeconds >= 50_000,
      note: `${Math.round(ROWS / hostSeconds)} rows per second of host CPU`,
    });
  }

  for (let i = 0; i < RUNS; i += 50) {
    const batch = Array.from({ length: 50 }, async (_, j) => {
      const n = i + j;
      const config = { lr: (n % 100) / 100, depth: n % 7, name: `net${n % 13}`, nested: { a: n } };
      const writer = await wire.startRun({ project: 'many', name: `run${n}`, config, tags: [`t${n % 5}`] });
      await writer.summary({ loss: 1 / (n + 1), acc: n % 97, _step: 10 });
    });
    await Promise.all(batch);
  }
  const pages = Array.from({ length: ROUNDS * 3 }, () => run<number[]>('runs', [])).flat();
  const page = median(pages);
  report({
    case: 'client/runs-first-page',
    value: page,
    unit: 'ms',
    budget: `<= ${FIRST_PAGE_BUDGET_MS} of ${RUNS} runs`,
    isWithin: page <= FIRST_PAGE_BUDGET_MS,
  });
}
