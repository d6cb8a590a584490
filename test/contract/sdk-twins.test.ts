import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertList } from '#shared/api';
import { parseExtended } from '#shared/wire';
import { Api, init } from '../../sdk/index.ts';
import { ANY_KEY } from '../support/demo/client.ts';
import { startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { runSdkScript } from '../support/sdk.ts';

const missing = pythonMissing();

type Facts = Readonly<Record<string, unknown>>;
type Runs = Readonly<Record<string, Facts>>;

/** What is shown, and the runs that show it. */
const CONCEPTS: readonly (readonly [string, string])[] = [
  ['two time scales, and a step metric that is filled in', 'scales'],
  ['what a summary keeps of a metric, and what is set by hand', 'summaries'],
  ['steps by hand, rows in pieces, rows that come late', 'steps'],
  ['values of every kind, to the last digit', 'values'],
  ['config, tags, notes and name that change', 'config'],
  ['group and job type', 'grouped'],
  ['an exit code', 'failed'],
  ['a run that is gone on with', 'resumed'],
  ['pictures of every mode, with masks, alone and together', 'pictures'],
  ['point clouds, scenes, models and molecules', 'space'],
  ['pages, byte for byte', 'pages'],
  ['histograms of chosen bins', 'histograms'],
  ['tables', 'tables'],
  ['charts over tables, and a preset of ones own', 'charts'],
];

describe.skipIf(missing !== undefined)(`twins of two languages${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let host: TestHost;
  let folder = '';
  let python: Runs;
  let typescript: Runs;

  beforeAll(async () => {
    pythonWith('0.31.0');
    host = await startHost();
    const { address } = host;
    const read = async (project: string): Promise<Runs> => {
      const { stdout } = await runScript(fixture('sdk_twins_read.py'), { address, args: [project] });
      return parseExtended(stdout.trim().split('\n').at(-1) ?? '') as unknown as Runs;
    };
    const theirs = runScript(fixture('sdk_twins.py'), { address, args: ['theirs'] }).then(() => read('theirs'));
    const ours = runSdkScript(fixture('sdk_twins.ts'), { address, args: ['ours'] }).then((script) => {
      folder = script.folder;
      return read('ours');
    });
    [python, typescript] = await Promise.all([theirs, ours]);
  });

  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(CONCEPTS)('%s: wandb.Api() answers the same', (_, id) => {
    expect(python[id]).toBeDefined();
    expect(typescript[id]).toEqual(python[id]);
  });

  test('the arrays of a summary are read, and added to, by wandb.Api()', async () => {
    const { stdout } = await runScript(fixture('sdk_arrays_read.py'), {
      address: host.address,
      args: ['ours/summaries'],
    });
    const tensor = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    const whole = Array.from({ length: 40 }, (_, i) => i - 20);
    const read = { tensor: ['float64', tensor], 'deep.whole': ['int32', whole] };
    const added = ['float32', Array.from({ length: 50 }, (_, i) => i / 2)];
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual([read, { ...read, added }]);
    const facts = typescript['summaries']?.['summary'] as Facts;
    expect(facts['tensor']).toMatchObject({ _type: 'numpy.ndarray', min: 0, max: 99, mean: 49.5, size: 100 });
  });

  test('arrays of a summary outlive a run that is gone on with, and changes from outside', async () => {
    const place = { baseUrl: host.address, apiKey: ANY_KEY };
    const run = await init({ ...place, dir: folder, project: 'ours', id: 'summaries', resume: 'must', console: false });
    run.summary.set(
      'later',
      Float32Array.from({ length: 60 }, (_, i) => i),
    );
    run.summary.set('deep', 1);
    await run.finish({ wait: 30 });
    const record = await new Api(place).run('ours/summaries');
    const updated = await record.update({ summary: { judged: Int16Array.from({ length: 33 }, (_, i) => 0 - i) } });
    expect(updated.summary['judged']).toMatchObject({ _type: 'numpy.ndarray', min: -32, max: 0, size: 33 });
    const { stdout } = await runScript(fixture('sdk_arrays_read.py'), {
      address: host.address,
      args: ['ours/summaries', 'tensor', 'added', 'later', 'judged'],
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      tensor: ['float64', Array.from({ length: 100 }, (_, i) => (i * 37) % 100)],
      added: ['float32', Array.from({ length: 50 }, (_, i) => i / 2)],
      later: ['float32', Array.from({ length: 60 }, (_, i) => i)],
      judged: ['int16', Array.from({ length: 33 }, (_, i) => 0 - i)],
    });
  });

  test('no run was left out', () => {
    const shown = CONCEPTS.map(([, id]) => id).sort();
    expect(Object.keys(python).sort()).toEqual(shown);
    expect(Object.keys(typescript).sort()).toEqual(shown);
  });

  test('an alert says the same', async () => {
    const { alerts } = (await (await fetch(`${host.address}/api/alerts`)).json()) as AlertList;
    const told = alerts.map(({ level, title, text, run }) => ({ level, title, text, project: run.project }));
    const alert = { level: 'warn', title: 'low', text: 'below the threshold' };
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        { ...alert, project: 'ours' },
        { ...alert, project: 'theirs' },
      ]),
    );
  });
});
