import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProbeWorld } from '../types.ts';
import { containerProbe } from './container.ts';
import { cpuProbe } from './cpu.ts';
import { parseMounts } from './disk-space.ts';
import { diskTrafficProbe } from './disk-traffic.ts';
import { memoryProbe } from './memory.ts';
import { networkProbe } from './network.ts';
import { temperatureProbe } from './temperature.ts';

let root: string;
let now = 0;
let world: ProbeWorld;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'taffrail-proc-'));
  now = 0;
  world = { root, path: '', monotonic: () => now, everyMs: () => 2000 };
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('use of the processor is what happened between two looks', async () => {
  put('proc/loadavg', '0.52 0.61 0.70 2/900 12345\n');
  put(
    'proc/stat',
    'cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 50 0 50 400 0 0 0 0 0 0\ncpu1 50 0 50 400 0 0 0 0 0 0\nintr 1 2\n',
  );
  const probe = cpuProbe(world);
  expect(await probe.measure()).toMatchObject({ values: { 'load:1 min': 0.52 }, facts: { coreCount: 2 } });
  put(
    'proc/stat',
    'cpu  150 0 125 925 0 0 0 0 0 0\ncpu0 100 0 75 425 0 0 0 0 0 0\ncpu1 50 0 50 500 0 0 0 0 0 0\nintr 1 2\n',
  );
  expect(await probe.measure()).toMatchObject({ values: { cpu: 37.5, 'cpu.core:0': 75, 'cpu.core:1': 0 } });
});

test('memory counts what is available as free', async () => {
  put(
    'proc/meminfo',
    'MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 600 kB\nSwapTotal: 200 kB\nSwapFree: 150 kB\n',
  );
  expect(await memoryProbe(world).measure()).toEqual({
    kind: 'values',
    values: { memory: 40, 'memory.used': 400 * 1024, swap: 25, 'swap.used': 50 * 1024 },
    facts: { memoryBytes: 1000 * 1024, swapBytes: 200 * 1024 },
  });
});

test('disks count once, by their shortest mount; boot partitions, images and shares of the network are left out', () => {
  const text = `22 27 0:21 / /proc rw - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 254:0 /var/x /etc/hosts rw - ext4 /dev/vda rw
31 27 259:3 / /home/my\\040data rw - xfs /dev/nvme0n1p3 rw
32 27 8:1 / /boot/efi rw - vfat /dev/sda1 rw
33 27 0:50 / /mnt/share rw - nfs4 server:/x rw
34 27 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
`;
  expect(parseMounts(text)).toEqual([
    { device: '/dev/vda', mount: '/' },
    { device: '/dev/nvme0n1p3', mount: '/home/my data' },
  ]);
});

test('traffic is bytes a second; a counter that goes back gives no spike', async () => {
  const disks = diskTrafficProbe(world);
  const network = networkProbe(world);
  const at = (ms: number, sectors: number, bytes: number): void => {
    now = ms;
    put('proc/diskstats', `254 0 vda 1 0 ${sectors} 1 1 0 ${sectors * 2} 1\n254 1 vda1 1 0 9 1 1 0 9 1\n`);
    put(
      'proc/net/dev',
      `Inter-|\n face |bytes\n    lo: 5 0 0 0 0 0 0 0 5 0\n  eth0: ${bytes} 0 0 0 0 0 0 0 ${bytes * 2} 0\n`,
    );
  };
  at(0, 1000, 5000);
  expect(await disks.measure()).toEqual({ kind: 'values', values: {} });
  expect(await network.measure()).toEqual({ kind: 'values', values: {} });
  at(2000, 1400, 9000);
  expect(await disks.measure()).toMatchObject({ values: { 'disk.read:vda': 102400, 'disk.write:vda': 204800 } });
  expect(await network.measure()).toEqual({
    kind: 'values',
    values: { 'network.received:eth0': 2000, 'network.sent:eth0': 4000 },
  });
  at(4000, 10, 10);
  expect(await disks.measure()).toEqual({ kind: 'values', values: {} });
  expect(await network.measure()).toEqual({ kind: 'values', values: {} });
});

test('sensors by chip and label, nonsense left out; none is said', async () => {
  expect(await temperatureProbe(world).measure()).toMatchObject({ kind: 'missing' });
  put('sys/class/hwmon/hwmon0/name', 'k10temp\n');
  put('sys/class/hwmon/hwmon0/temp1_input', '54250\n');
  put('sys/class/hwmon/hwmon0/temp1_label', 'Tctl\n');
  put('sys/class/hwmon/hwmon1/name', 'nvme\n');
  put('sys/class/hwmon/hwmon1/temp1_input', '38850\n');
  put('sys/class/hwmon/hwmon1/temp2_input', '-128000000\n');
  expect(await temperatureProbe(world).measure()).toEqual({
    kind: 'values',
    values: { 'temperature:k10temp Tctl': 54.3, 'temperature:nvme': 38.9 },
  });
});

test('limits of a container, control groups of version 2', async () => {
  put('proc/self/cgroup', '0::/\n');
  put('sys/fs/cgroup/memory.current', '600000000\n');
  put('sys/fs/cgroup/memory.stat', 'anon 1\ninactive_file 100000000\n');
  put('sys/fs/cgroup/memory.max', '1000000000\n');
  put('sys/fs/cgroup/cpu.max', '150000 100000\n');
  put('sys/fs/cgroup/cpu.stat', 'usage_usec 1000000\n');
  const probe = containerProbe(world);
  await probe.measure();
  now = 2000;
  put('sys/fs/cgroup/cpu.stat', 'usage_usec 2500000\n');
  expect(await probe.measure()).toEqual({
    kind: 'values',
    values: { 'container.cpu': 50, 'container.memory': 50 },
    facts: { limits: { cpuCores: 1.5, memoryBytes: 1000000000 } },
  });
});

test('limits of a container, control groups of version 1, and no limit at all', async () => {
  put('proc/self/cgroup', '4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n');
  put('sys/fs/cgroup/memory/memory.limit_in_bytes', '9223372036854771712\n');
  put('sys/fs/cgroup/memory/memory.usage_in_bytes', '1000\n');
  put('sys/fs/cgroup/cpu/cpu.cfs_quota_us', '-1\n');
  put('sys/fs/cgroup/cpu/cpu.cfs_period_us', '100000\n');
  expect(await containerProbe(world).measure()).toMatchObject({ kind: 'missing' });
  put('sys/fs/cgroup/memory/memory.limit_in_bytes', '4000\n');
  expect(await containerProbe(world).measure()).toMatchObject({ values: { 'container.memory': 25 } });
});

test('a machine without /proc says so', async () => {
  for (const probe of [cpuProbe(world), memoryProbe(world), diskTrafficProbe(world), networkProbe(world)]) {
    expect(await probe.measure()).toMatchObject({ kind: 'missing' });
  }
});
