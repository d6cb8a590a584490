import type { Row } from './client.ts';
import type { Rng } from './rng.ts';

/** Seconds that one step takes in the made-up runs. */
export const STEP_SECONDS = 14;

const ESC = '\u001b';

/** System samples of `gpus` GPUs, one per step. */
export function systemRows(rng: Rng, now: number, count: number, gpus: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const row: Record<string, unknown> = {
      _wandb: true,
      _runtime: i * STEP_SECONDS,
      _timestamp: now / 1000 - (count - i) * STEP_SECONDS,
      'system.cpu': 35 + 12 * rng.next(),
      'system.memory_percent': 41 + 3 * rng.next(),
      'system.proc.memory.rssMB': 3200 + i * 1.5,
      'system.disk.\\.usagePercent': 62.5,
      'system.network.recv': i * 4e6 * (1 + 0.1 * rng.next()),
    };
    for (let gpu = 0; gpu < gpus; gpu++) {
      row[`system.gpu.${gpu}.gpu`] = Math.min(100, 86 + 8 * rng.normal());
      row[`system.gpu.${gpu}.memoryAllocated`] = 71 + rng.next();
      row[`system.gpu.${gpu}.temp`] = 58 + Math.min(14, i / 4) + rng.next();
      row[`system.gpu.${gpu}.powerWatts`] = 265 + 20 * rng.normal();
    }
    return row;
  });
}

/** One console line as it travels: UTC time, then the text; stderr is marked. */
export function consoleLine(text: string, atMs: number, isError = false): string {
  return `${isError ? 'ERROR ' : ''}${new Date(atMs).toISOString().replace('Z', '000')} ${text}`;
}

/** What a training loop prints: colours, a progress bar that rewrites its line, warnings, and at a failure a traceback. */
export function consoleOf(rows: readonly Row[], now: number, exitCode: number): string[] {
  const start = now - rows.length * STEP_SECONDS * 1000;
  const lines = [
    consoleLine(`${ESC}[1mLoading CIFAR-100${ESC}[0m from /data/cifar100`, start),
    consoleLine(`${ESC}[33mUserWarning${ESC}[0m: pin_memory is set but no accelerator was found`, start + 900, true),
  ];
  rows.forEach((row, i) => {
    const at = start + i * STEP_SECONDS * 1000;
    lines.push(consoleLine(progressBar(i, rows.length), at, true));
    const accuracy = Number(row['val/accuracy'] ?? 0);
    const colour = accuracy > 0.6 ? 32 : 36;
    lines.push(
      consoleLine(`epoch ${i}: val accuracy ${ESC}[${colour}m${(accuracy * 100).toFixed(2)} %${ESC}[0m`, at + 9),
    );
  });
  if (exitCode !== 0) lines.push(...traceback(now));
  return lines;
}

function progressBar(done: number, total: number): string {
  const frames = [0.25, 0.5, 0.75, 1].map((part) => {
    const filled = Math.round(part * 20);
    return `epoch ${done}/${total} |${'█'.repeat(filled)}${' '.repeat(20 - filled)}| ${Math.round(part * 100)}%`;
  });
  return frames.join('\r');
}

function traceback(at: number): string[] {
  return [
    'Traceback (most recent call last):',
    '  File "/home/ada/train.py", line 148, in <module>',
    '    main()',
    `${ESC}[31mtorch.cuda.OutOfMemoryError${ESC}[0m: CUDA out of memory. Tried to allocate 2.00 GiB`,
  ].map((text) => consoleLine(text, at, true));
}

export function metadataOf(program: string, now: number): string {
  return JSON.stringify({
    os: 'Linux-6.8.0-x86_64-with-glibc2.39',
    python: 'CPython 3.12.8',
    startedAt: new Date(now - 3_600_000).toISOString(),
    args: ['--config', 'base.yaml'],
    program,
    codePath: program,
    git: { remote: 'https://github.com/ada/vision.git', commit: '6b1f9d0c2a7e4f58b3a1c9d2e5f7081a2b3c4d5e' },
    root: '/home/ada/vision',
    host: 'workstation',
    executable: '/home/ada/.venv/bin/python',
    cpu_count: 16,
    cpu_count_logical: 32,
    gpu: 'NVIDIA RTX 4090',
    gpu_count: 1,
    memory: { total: '67268345856' },
  });
}
