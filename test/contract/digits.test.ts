import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';

const missing = pythonMissing();

interface ReadBack {
  readonly name: string;
  readonly state: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly group: string;
  readonly job_type: string;
  readonly config: unknown;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly history: readonly Readonly<Record<string, unknown>>[];
  readonly last_step: number;
  readonly files: readonly string[];
  readonly output: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe.skipIf(missing !== undefined)(
  `the digits script, unmodified client 0.31.0${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'taffrail-digits-'));
    const record = join(folder, 'logged.jsonl');
    let host: TestHost;
    let logged: readonly Readonly<Record<string, number>>[];
    let read: ReadBack;

    beforeAll(async () => {
      pythonWith('0.31.0');
      host = await startHost();
      const trained = await runScript(fixture('digits.py'), {
        address: host.address,
        args: ['--id', 'digits01', '--epochs', '6', '--record', record],
      });
      expect(trained.output).toContain(`${host.address}/`);
      logged = readFileSync(record, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, number>);
      const check = await runScript(fixture('digits_check.py'), { address: host.address, args: ['digits/digits01'] });
      read = JSON.parse(check.stdout.trim().split('\n').at(-1) ?? '') as ReadBack;
    });

    afterAll(async () => {
      await host?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    test('every row comes back exactly as logged, in order', () => {
      const own = read.history.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([key, value]) => !key.startsWith('_') && value !== null)),
      );
      expect(own).toEqual(logged);
      expect(read.history.map((row) => row._step)).toEqual(logged.map((_, index) => index));
      expect(read.last_step).toBe(logged.length - 1);
      for (const row of read.history) {
        expect(typeof row._runtime).toBe('number');
        expect(typeof row._timestamp).toBe('number');
      }
    });

    test('name, notes, tags, group and job type are those of the script', () => {
      expect(read).toMatchObject({
        name: 'sgd-digits',
        state: 'finished',
        tags: ['digits', 'sklearn'],
        notes: 'A linear model on 8x8 digits.',
        group: 'linear',
        job_type: 'train',
      });
    });

    test('the config keeps its types and its nesting', () => {
      expect(read.config).toEqual({
        epochs: 6,
        batch_size: 64,
        model: { kind: 'sgd', rate: 0.01, penalty: 'l2' },
        classes: 10,
        shuffle: true,
      });
    });

    test('the summary follows define_metric and what the script set', () => {
      const values = (key: string): number[] => logged.flatMap((row) => row[key] ?? []);
      expect(read.summary['val/accuracy']).toEqual({ max: Math.max(...values('val/accuracy')) });
      expect(read.summary['train/loss']).toEqual({ min: Math.min(...values('train/loss')) });
      expect(read.summary['train/accuracy']).toBe(values('train/accuracy').at(-1));
      expect(read.summary.epoch).toBe(5);
      expect(read.summary.done).toBe(true);
    });

    test('the files of the run are there, with what was printed', () => {
      expect(read.files).toEqual(
        expect.arrayContaining([
          'config.yaml',
          'output.log',
          'requirements.txt',
          'wandb-metadata.json',
          'wandb-summary.json',
        ]),
      );
      expect(read.output).toContain('epoch 5: accuracy ');
      expect(read.metadata).toMatchObject({ program: expect.stringContaining('digits.py') as string });
    });

    test('the console came line by line, colours included', async () => {
      const path = `/api/runs/${(await entity(host)).entity}/digits/digits01/logs?from=0&count=100`;
      const page = (await (await fetch(host.address + path)).json()) as { lines: { text: string; stream: string }[] };
      expect(page.lines.filter((line) => line.text.startsWith('epoch '))).toHaveLength(6);
      expect(page.lines.find((line) => line.text.includes('trained'))).toMatchObject({
        text: '\u001b[32mtrained\u001b[0m',
        stream: 'stderr',
      });
    });
  },
);

async function entity(host: TestHost): Promise<{ entity: string }> {
  return (await (await fetch(`${host.address}/api/session`)).json()) as { entity: string };
}
