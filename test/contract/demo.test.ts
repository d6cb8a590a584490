import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { ROOT, startHost, type TestHost } from '../support/host.ts';
import { type SdkScript, startSdkScript } from '../support/sdk.ts';
import { until } from '../support/time.ts';

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
  await until('the made-up runs', async () => (demo.output().includes('written') ? true : undefined));
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
