import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, freemem, platform, totalmem } from 'node:os';

/** Numbers by name; the names are the Python client's, without `system.`. */
export type SystemSample = Readonly<Record<string, number>>;

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

interface Counters {
  readonly at: number;
  /** Microseconds of processor time that this process has used. */
  readonly cpu: number;
}

/**
 * Measures this process and the machine: `cpu` (percent, of all processors together), `proc.cpu.threads`,
 * `proc.memory.rssMB`, `proc.memory.percent`, `proc.memory.availableMB`, `memory_percent`, `disk./.usagePercent`,
 * `disk./.usageGB`, and, where the system tells, `network.sent` and `network.recv` (bytes since it was made).
 */
export class SystemMeter {
  readonly #now: () => number;
  #last: Counters;
  readonly #network: Traffic | undefined;

  /** `now`: a clock in milliseconds that only goes on. */
  constructor(now: () => number) {
    this.#now = now;
    this.#last = { at: now(), cpu: cpuTime() };
    this.#network = traffic();
  }

  /** What there is now; `cpu` is over the time since the last sample. */
  sample(): SystemSample {
    const total = totalmem();
    const available = freemem();
    const rss = process.memoryUsage.rss();
    return {
      ...this.#cpu(),
      'proc.memory.rssMB': rss / MIB,
      'proc.memory.percent': (rss / total) * 100,
      'proc.memory.availableMB': available / MIB,
      memory_percent: ((total - available) / total) * 100,
      ...threads(),
      ...disk(),
      ...this.#traffic(),
    };
  }

  #cpu(): SystemSample {
    const next = { at: this.#now(), cpu: cpuTime() };
    const { at, cpu } = this.#last;
    if (next.at <= at) return {};
    this.#last = next;
    return { cpu: ((next.cpu - cpu) / 1000 / (next.at - at) / availableParallelism()) * 100 };
  }

  #traffic(): SystemSample {
    const now = traffic();
    if (now === undefined || this.#network === undefined) return {};
    return { 'network.sent': now.sent - this.#network.sent, 'network.recv': now.received - this.#network.received };
  }
}

/** The mean of samples, name by name. */
export function meanOf(samples: readonly SystemSample[]): SystemSample {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [name, value] of samples.flatMap((sample) => Object.entries(sample))) {
    const known = sums.get(name) ?? { sum: 0, count: 0 };
    sums.set(name, { sum: known.sum + value, count: known.count + 1 });
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function threads(): SystemSample {
  const count = Number(/^Threads:\s*(\d+)/m.exec(textOf('/proc/self/status') ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(count) ? {} : { 'proc.cpu.threads': count };
}

function disk(): SystemSample {
  try {
    const { bsize, blocks, bfree } = statfsSync(platform() === 'win32' ? 'C:\\' : '/');
    const used = (blocks - bfree) * bsize;
    return { 'disk./.usagePercent': (used / (blocks * bsize)) * 100, 'disk./.usageGB': used / GIB };
  } catch {
    // Not to be had on this system.
    return {};
  }
}

interface Traffic {
  readonly sent: number;
  readonly received: number;
}

/** Bytes over all interfaces but the loopback. Source: proc(5), /proc/net/dev. */
function traffic(): Traffic | undefined {
  const text = textOf('/proc/net/dev');
  if (text === undefined) return undefined;
  let [sent, received] = [0, 0];
  for (const [, name, columns = ''] of text.matchAll(/^\s*(\S+?):\s*(.*)$/gm)) {
    const values = columns.trim().split(/\s+/).map(Number);
    if (name === 'lo') continue;
    received += values[0] ?? 0;
    sent += values[8] ?? 0;
  }
  return { sent, received };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Only Linux has it.
    return undefined;
  }
}
