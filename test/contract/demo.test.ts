import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { ROOT, startHost, type TestHost } from '../support/host.ts';
import { type SdkScript, startSdkScript } from '../support/sdk.ts';
import { nowMs, until } from '../support/time.ts';

let host: TestHost;
let api: Api;
let demo: SdkScript;

beforeAll(async () => {
  host = await startHost();
  api = new Api({ baseUrl: host.address, apiKey: ANY_KEY });
  demo = startSdkScript(join(ROOT, 'test', 'support', 'demo', 'main.ts'), {
    address: host.address,
    args: [host.address],
  });
  await until('the made-up runs', async () => (demo.output().includes('written') ? true : undefined), 300_000);
});

afterAll(async () => {
  demo?.kill('SIGKILL');
  await host?.[Symbol.asyncDispose]();
});

test('the demo has four projects, whole when it says so', async () => {
  const names: string[] = [];
  for await (const { name } of api.projects()) names.push(name);
  expect(names.sort()).toEqual(['digits', 'driving', 'image-classifier', 'llm-pretraining']);
  const count = (project: string, state: string): Promise<number> => api.runs(project, { filters: { state } }).count();
  expect(await count('image-classifier', 'finished')).toBe(23);
  expect(await count('image-classifier', 'failed')).toBe(1);
  expect(await count('driving', 'finished')).toBe(2);
  expect(await count('digits', 'finished')).toBe(3);
});

test('what was days ago began, was printed and was measured days ago', async () => {
  const HOUR = 3_600_000;
  const runs = await api.runs('image-classifier', { order: '+created_at' }).toArray();
  const hoursAgo = runs.map(({ createdAt }) => (nowMs() - createdAt.getTime()) / HOUR);
  expect(hoursAgo[0]).toBeGreaterThan(100);
  expect(hoursAgo[23]).toBeLessThan(5);
  expect(runs.map(({ id }) => id)).toEqual(runs.map((_, i) => `clf${String(i).padStart(3, '0')}`));
  const [failed] = runs.filter(({ state }) => state === 'failed');
  const [first, ...rows] = (await failed?.history()) ?? [];
  // The wire tells whole seconds.
  const secondsAfter = (ms: number | undefined): number =>
    Math.floor(((ms ?? 0) - (failed?.createdAt.getTime() ?? 0)) / 1000);
  expect(secondsAfter(Number(first?.['_timestamp']) * 1000)).toBe(0);
  expect(rows.at(-1)).toMatchObject({ _runtime: 22 * 14 });
  const lines: string[] = [];
  for await (const { text, time } of failed?.consoleLogs({ last: 3 }) ?? []) {
    lines.push(text);
    expect(secondsAfter(time?.getTime())).toBe(23 * 14);
  }
  expect(lines.at(-1)).toContain('CUDA out of memory');
  const [sample] = (await failed?.systemHistory({ samples: 1 })) ?? [];
  expect(sample).toMatchObject({ 'system.gpu.0.gpu': expect.any(Number) as unknown });
  expect(await failed?.metadata()).toMatchObject({ host: 'workstation', gpu: 'NVIDIA RTX 4090', program: 'train.py' });
  const answer = await fetch(`${host.address}/api/runs/${failed?.path.join('/')}`);
  const { head } = (await answer.json()) as { head: { createdAt: number; finishedAt: number; durationMs: number } };
  expect(Math.abs(head.finishedAt - head.createdAt - 322_000)).toBeLessThan(2000);
  expect(Math.abs(head.durationMs - 322_000)).toBeLessThan(2000);
});

test('the roads are the same each time, and of every kind', async () => {
  const run = await api.run('driving/road1');
  expect(run.summary).toMatchObject({
    roads: { _type: 'images/separated', count: 2, all_masks: expect.any(Array) as unknown },
    scene: { _type: 'object3D-file' },
    drive: { _type: 'video-file' },
    horn: { _type: 'audio-file' },
    report: { _type: 'html-file' },
    weights: { _type: 'histogram' },
    mistakes: { _type: 'table-file', nrows: 12 },
    signs: { _type: 'table-file', nrows: 160 },
    confusion_table: { _type: 'table-file' },
  });
  expect(run.summary['iou/car']).toBeCloseTo(0.8507, 3);
});

test('one run is live until the demo ends: its rows, lines and samples of this machine', async () => {
  const [live] = await until('the live run', async () => {
    const runs = await api.runs('llm-pretraining', { filters: { state: 'running' } }).toArray();
    return (runs[0]?.lastStep ?? -1) >= 1 ? runs : undefined;
  });
  expect(live?.summary).toMatchObject({ 'train/loss': expect.any(Number) as unknown });
  await until('a sample', async () => ((await live?.systemHistory())?.length === 0 ? undefined : true));
  demo.kill('SIGTERM');
  expect((await demo.done).code, demo.output()).toBe(0);
  expect((await live?.refresh())?.state).toBe('finished');
  const lines: string[] = [];
  for await (const { text } of live?.consoleLogs() ?? []) lines.push(text);
  expect(lines[0]).toMatch(/^step 0: loss \d+\.\d{4}$/);
});
