import { readFileSync } from 'node:fs';
import { startHost } from '../support/host.ts';
import { pause } from '../support/time.ts';
import { report } from './report.ts';

const WATCH_MS = 15_000;
/** Kernel ticks a second in /proc; 100 on every Linux that we know. */
const TICKS = 100;

function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

if (process.platform !== 'linux') {
  process.stdout.write('{"case":"idle","note":"skipped: read from /proc, which only Linux has"}\n');
} else {
  await using host = await startHost();
  // What a start leaves to be done is not idleness.
  await pause(5000);
  const before = cpuTicks(host.pid);
  await pause(WATCH_MS);
  const percent = ((cpuTicks(host.pid) - before) / TICKS / (WATCH_MS / 1000)) * 100;
  report({ case: 'idle/cpu', value: percent, unit: '% of one core', budget: '< 1', isWithin: percent < 1 });
  const resident = residentMb(host.pid);
  report({ case: 'idle/memory', value: resident, unit: 'MB resident', budget: '< 150', isWithin: resident < 150 });
}
