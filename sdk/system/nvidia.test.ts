import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NvidiaMeter } from './nvidia.ts';
import type { SystemSample } from './metrics.ts';

let folder: string;
let meter: NvidiaMeter;
let lead = 0;

beforeEach(() => {
  lead = 0;
  folder = mkdtempSync(join(tmpdir(), 'taffrail-meter-'));
  const path = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  meter = new NvidiaMeter(path, 500, () => performance.now() + lead);
});
afterEach(() => {
  meter.stop();
  rmSync(folder, { recursive: true });
});

/** Puts a program in the tool's place; it notes how often it was started, and its number. */
function tool(body: string): void {
  const text = `#!/bin/sh\necho $$ >> ${join(folder, 'started')}\n${body}\n`;
  writeFileSync(join(folder, 'nvidia-smi'), text, { mode: 0o755 });
}

const startedPids = (): string[] =>
  existsSync(join(folder, 'started')) ? readFileSync(join(folder, 'started'), 'utf8').trim().split('\n') : [];

async function until(isGood: (sample: SystemSample) => boolean): Promise<SystemSample> {
  for (let i = 0; i < 100; i++) {
    const sample = meter.sample();
    if (isGood(sample)) return sample;
    await pause(50);
  }
  throw new Error('it never came');
}

const H100 =
  '0, GPU-5c1f, NVIDIA H100 80GB HBM3, 550.54.15, Disabled, 97, 81559, 61234, 61, 350.00, 700.00, 1755, 2619, [N/A], 41';
const GTX =
  '1, GPU-77aa, GeForce GTX 750, 470.239.06, [N/A], 3, 1999, 210, 38, [Not Supported], [Not Supported], 135, 405, 33, 41';
const loop = (...lines: readonly string[]): string =>
  `while :; do ${lines.map((line) => `echo "${line}"`).join('; ')}; sleep 0.2; done`;

test('cards have the names of the Python client; what a card does not tell is left out', async () => {
  tool(loop(H100, GTX));
  expect(await until((sample) => sample['gpu.1.gpu'] !== undefined)).toEqual({
    'gpu.0.gpu': 97,
    'gpu.0.memoryAllocated': 75.08,
    'gpu.0.memoryAllocatedBytes': 61234 * 1024 * 1024,
    'gpu.0.powerWatts': 350,
    'gpu.0.temp': 61,
    'gpu.0.smClock': 1755,
    'gpu.0.memoryClock': 2619,
    'gpu.0.enforcedPowerLimitWatts': 700,
    'gpu.0.powerPercent': 50,
    'gpu.0.memory': 41,
    'gpu.1.gpu': 3,
    'gpu.1.memoryAllocated': 10.51,
    'gpu.1.memoryAllocatedBytes': 210 * 1024 * 1024,
    'gpu.1.temp': 38,
    'gpu.1.smClock': 135,
    'gpu.1.memoryClock': 405,
    'gpu.1.fanSpeed': 33,
    'gpu.1.memory': 41,
  });
  expect(startedPids()).toHaveLength(1);
});

test('an older driver is asked without the field that it does not know', async () => {
  const older = H100.replace(' Disabled,', '');
  const refusal = 'echo \'Field "mig.mode.current" is not a valid field to query.\'; exit 2';
  tool(`case "$*" in *mig.mode*) ${refusal} ;; *) ${loop(older)} ;; esac`);
  expect(await until((sample) => sample['gpu.0.gpu'] !== undefined)).toMatchObject({ 'gpu.0.temp': 61 });
});

test('no tool is no fault, and it is looked for again', async () => {
  expect(meter.sample()).toEqual({});
  tool(loop(H100));
  expect(meter.sample()).toEqual({});
  lead = 300_001;
  await until((sample) => sample['gpu.0.gpu'] !== undefined);
});

test('a machine without a card, and a tool that dies, are left alone for a while', async () => {
  tool('echo "No devices were found"; exit 6');
  meter.sample();
  await pause(500);
  for (let i = 0; i < 3; i++) expect(meter.sample()).toEqual({});
  await pause(300);
  expect(startedPids()).toHaveLength(1);
});

test('a tool that hangs is ended; old values are not kept', async () => {
  tool(`echo "${H100}"; exec sleep 600`);
  await until((sample) => sample['gpu.0.gpu'] !== undefined);
  const [pid = ''] = startedPids();
  lead = 60_000;
  expect(meter.sample()).toEqual({});
  await pause(200);
  expect(() => process.kill(Number(pid), 0)).toThrow();
});

test('a meter that is stopped leaves no tool behind', async () => {
  tool('exec sleep 600');
  meter.sample();
  while (startedPids().length === 0) await pause(20);
  meter.stop();
  await pause(200);
  expect(() => process.kill(Number(startedPids()[0]), 0)).toThrow();
  expect(meter.sample()).toEqual({});
});
