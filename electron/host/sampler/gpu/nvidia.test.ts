import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pause } from '#host/base';
import type { Probe, Reading } from '../types.ts';
import { nvidiaProbe } from './nvidia.ts';

let folder: string;
let probe: Probe;
let lead = 0;

beforeEach(() => {
  lead = 0;
  folder = mkdtempSync(join(tmpdir(), 'taffrail-smi-'));
  const path = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  probe = nvidiaProbe({ root: '', path, monotonic: () => performance.now() + lead, everyMs: () => 500 });
});
afterEach(() => {
  probe.stop?.();
  rmSync(folder, { recursive: true });
});

/** Puts a program in the tool's place: lines for the cards, one by one with half a second between, and what follows. */
function tool(cards: string): void {
  const text = `#!/bin/sh\ncase "$*" in\n*query-gpu*) ${cards} ;;\n*) while :; do echo "t, GPU-a, 12, train, 100"; sleep 1; done ;;\nesac\n`;
  writeFileSync(join(folder, 'nvidia-smi'), text, { mode: 0o755 });
}

async function until(isGood: (reading: Reading) => boolean): Promise<Reading> {
  for (let i = 0; i < 100; i++) {
    const reading = await probe.measure();
    if (isGood(reading)) return reading;
    await pause(50);
  }
  throw new Error('it never came');
}

const CARD = '0, GPU-a, Tesla T4, 550.1, [N/A], 50, 15360, 1536, 40, 30.1, 70.00, 300, 405, [N/A], 41';
const loop = (line: string): string => `while :; do echo "${line}"; sleep 0.3; done`;

test('a tool that stays gives cards and their processes', async () => {
  tool(loop(CARD));
  const reading = await until((one) => one.kind === 'values' && (one.facts?.gpuProcesses?.length ?? 0) > 0);
  expect(reading).toMatchObject({
    kind: 'values',
    values: { 'gpu:0': 50, 'gpu.memory:0': 10 },
    facts: { gpus: [{ name: 'Tesla T4' }], gpuProcesses: [{ gpu: '0', pid: 12, name: 'train' }] },
  });
});

test('a driver that does not know a field is asked without it', async () => {
  const without = CARD.replace(' [N/A],', '');
  tool(
    `case "$*" in *mig.mode*) echo 'Field "mig.mode.current" is not a valid field to query.'; exit 2 ;; *) ${loop(without)} ;; esac`,
  );
  const reading = await until((one) => one.kind === 'values' && one.values['gpu:0'] !== undefined);
  expect(reading).toMatchObject({ values: { 'gpu:0': 50 } });
});

test('no tool, and a machine without a card, are said and are no failure', async () => {
  expect(await nvidiaProbe({ root: '', path: folder, monotonic: () => 0, everyMs: () => 500 }).measure()).toMatchObject(
    {
      kind: 'missing',
    },
  );
  tool('echo "No devices were found"; exit 6');
  expect(await until((one) => one.kind === 'missing')).toEqual({
    kind: 'missing',
    reason: 'nvidia-smi says: No devices were found',
  });
});

test('a tool that hangs is ended and said', async () => {
  tool(`echo "${CARD}"; sleep 600`);
  await until((one) => one.kind === 'values' && one.values['gpu:0'] !== undefined);
  lead = 60_000;
  await expect(probe.measure()).rejects.toThrow('printed nothing');
  tool('sleep 600');
  await probe.measure();
  lead = 120_000;
  await expect(probe.measure()).rejects.toThrow('no answer within 30 s');
});

test('a tool that prints nonsense or dies is said', async () => {
  tool('while :; do echo "<html>busy</html>"; sleep 0.3; done');
  await expect(until(() => false)).rejects.toThrow('cannot be understood: <html>busy</html>');
  probe.stop?.();
  tool('echo "Segmentation fault" >&2; exit 139');
  await expect(until(() => false)).rejects.toThrow('nvidia-smi ended: Segmentation fault');
});
