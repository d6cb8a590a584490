import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Run } from '../../../sdk/index.ts';
import type { Rng } from './rng.ts';

const ESC = '\u001b';

/** What stands for a row of a training loop. */
export type Row = Readonly<Record<string, unknown>>;

/** `count` system samples of a machine with `gpus` GPUs, one each `everyS` seconds from `startedAt` (ms since 1970) on. */
export function logMachine(
  run: Run,
  rng: Rng,
  {
    startedAt,
    everyS,
    count,
    gpus,
  }: { readonly startedAt: number; readonly everyS: number; readonly count: number; readonly gpus: number },
): void {
  for (let i = 0; i < count; i++) {
    const sample: Record<string, number> = {
      cpu: 35 + 12 * rng.next(),
      memory_percent: 41 + 3 * rng.next(),
      'proc.memory.rssMB': 3200 + i * 1.5,
      'disk./.usagePercent': 62.5,
      'network.recv': i * 4e6 * (1 + 0.1 * rng.next()),
    };
    for (let gpu = 0; gpu < gpus; gpu++) {
      sample[`gpu.${gpu}.gpu`] = Math.min(100, 86 + 8 * rng.normal());
      sample[`gpu.${gpu}.memoryAllocated`] = 71 + rng.next();
      sample[`gpu.${gpu}.temp`] = 58 + Math.min(14, i / 4) + rng.next();
      sample[`gpu.${gpu}.powerWatts`] = 265 + 20 * rng.normal();
    }
    run.logSystem(sample, { at: new Date(startedAt + i * everyS * 1000) });
  }
}

/** What a training loop prints: colours, a progress bar that rewrites its line, warnings, and at a failure a traceback. */
export function printEpochs(
  run: Run,
  rows: readonly Row[],
  {
    startedAt,
    everyS,
    hasFailed,
  }: { readonly startedAt: number; readonly everyS: number; readonly hasFailed: boolean },
): void {
  const print = (text: string, atMs: number, stream: 'stdout' | 'stderr' = 'stdout'): void =>
    run.writeConsole(`${text}\n`, { at: new Date(atMs), stream });
  print(`${ESC}[1mLoading CIFAR-100${ESC}[0m from /data/cifar100`, startedAt);
  print(`${ESC}[33mUserWarning${ESC}[0m: pin_memory is set but no accelerator was found`, startedAt + 900, 'stderr');
  rows.forEach((row, i) => {
    const at = startedAt + i * everyS * 1000;
    print(progressBar(i, rows.length), at, 'stderr');
    const accuracy = Number(row['val/accuracy'] ?? 0);
    const colour = accuracy > 0.6 ? 32 : 36;
    print(`epoch ${i}: val accuracy ${ESC}[${colour}m${(accuracy * 100).toFixed(2)} %${ESC}[0m`, at + 9);
  });
  if (!hasFailed) return;
  for (const line of TRACEBACK) print(line, startedAt + rows.length * everyS * 1000, 'stderr');
}

function progressBar(done: number, total: number): string {
  const frames = [0.25, 0.5, 0.75, 1].map((part) => {
    const filled = Math.round(part * 20);
    return `epoch ${done}/${total} |${'█'.repeat(filled)}${' '.repeat(20 - filled)}| ${Math.round(part * 100)}%`;
  });
  return frames.join('\r');
}

const TRACEBACK = [
  'Traceback (most recent call last):',
  '  File "/home/ada/train.py", line 148, in <module>',
  '    main()',
  `${ESC}[31mtorch.cuda.OutOfMemoryError${ESC}[0m: CUDA out of memory. Tried to allocate 2.00 GiB`,
];

/** Keeps a file of this text with the run; `dir`: a folder that may be written to. */
export async function keepText(run: Run, dir: string, name: string, text: string): Promise<void> {
  const base = join(dir, 'texts', run.id);
  const path = join(base, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  await run.saveFile(path, { base });
}

/** The machine that the made-up runs were on, as the client tells it. */
export function environmentOf(program: string, host: string): Row {
  return {
    os: 'Linux-6.8.0-x86_64-with-glibc2.39',
    python: 'CPython 3.12.8',
    args: ['--config', 'base.yaml'],
    program,
    codePath: program,
    git: { remote: 'https://github.com/ada/vision.git', commit: '6b1f9d0c2a7e4f58b3a1c9d2e5f7081a2b3c4d5e' },
    root: '/home/ada/vision',
    host,
    executable: '/home/ada/.venv/bin/python',
    cpu_count: 16,
    cpu_count_logical: 32,
    gpu: 'NVIDIA RTX 4090',
    gpu_count: 1,
    memory: { total: '67268345856' },
  };
}
