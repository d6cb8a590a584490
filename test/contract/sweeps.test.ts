import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SweepDetail, SweepSummary } from '#shared/api';
import { ANY_KEY } from '../support/demo/client.ts';
import { newDataDir, startHost, type TestHost } from '../support/host.ts';
import { fixture, pythonMissing, pythonWith, runScript } from '../support/python.ts';
import { until } from '../support/time.ts';

const LIMIT_MS = 120_000;
const why = pythonMissing();

interface Answer {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly expected: number | null;
  readonly config: Record<string, unknown>;
  readonly order: string | null;
  readonly best: string | null;
  readonly runs: readonly { id: string; name: string; state: string; sweep: string; x: number; loss: number }[];
  readonly agents: readonly [string, string[]][];
  readonly listed: readonly string[];
  readonly count: number;
}

async function functionSweep(host: TestHost, config: object, count?: number): Promise<Answer> {
  const args = [JSON.stringify(config), ...(count === undefined ? [] : [String(count)])];
  const { stdout } = await runScript(fixture('sweep_function.py'), { address: host.address, args });
  const line = stdout.split('\n').find((text) => text.startsWith('ANSWER '));
  return JSON.parse(line?.slice('ANSWER '.length) ?? 'null') as Answer;
}

/** A folder with the training script and a configuration, and the `wandb` command in it. */
function openFolder(host: TestHost, config: string) {
  const folder = mkdtempSync(join(tmpdir(), 'taffrail-sweep-'));
  copyFileSync(fixture('sweep_train.py'), join(folder, 'train.py'));
  writeFileSync(join(folder, 'sweep.yaml'), config);
  const bin = dirname(pythonWith());
  const env = {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    WANDB_BASE_URL: host.address,
    WANDB_API_KEY: ANY_KEY,
    WANDB_PROJECT: 'search',
    WANDB_ENTITY: 'me',
    WANDB_ERROR_REPORTING: 'false',
  };
  const start = (...args: readonly string[]) => {
    const child = spawn(join(bin, 'wandb'), args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const done = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { done, output: () => output, kill: (signal: NodeJS.Signals) => void child.kill(signal) };
  };
  return {
    start,
    /** Runs a command to its end and gives its output. */
    async run(...args: readonly string[]): Promise<string> {
      const command = start(...args);
      const code = await command.done;
      if (code !== 0) throw new Error(`wandb ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${command.output()}`);
      return command.output();
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function get<T>(host: TestHost, path: string): Promise<T> {
  const response = await fetch(`${host.address}${path}`, { signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as T;
}

const detailOf = (host: TestHost, id: string): Promise<SweepDetail> =>
  get(host, `/api/projects/me/search/sweeps/${id}`);
const stateOf = async (host: TestHost, id: string): Promise<string> => (await detailOf(host, id)).summary.state;
const idIn = (output: string): string => /sweep with ID: \S*?([a-z0-9]{8})/.exec(output)?.[1] ?? output;

/** What a parameter was in each trial; the client sorts the names, so their places say nothing. */
function valuesOf(detail: SweepDetail, key: string): unknown[] {
  const place = detail.parameters.findIndex((parameter) => parameter.key === key);
  return detail.trials.map((trial) => trial.values[place]);
}

const SLOW = `
program: train.py
method: grid
metric: {name: loss}
parameters: {x: {values: [1.0, 2.0, 3.0]}, steps: {value: 400}, pause: {value: 0.1}}
`;

describe.skipIf(why !== undefined)('sweeps of the Python client', { timeout: LIMIT_MS }, () => {
  test('a grid with a function agent runs to its end, and the reading API tells all of it', async () => {
    await using host = await startHost();
    const config = {
      name: 'rates',
      method: 'grid',
      metric: { name: 'loss', goal: 'minimize' },
      parameters: { x: { values: [0.001, 0.01, 1.0] } },
    };
    const answer = await functionSweep(host, config);
    expect(answer).toMatchObject({
      name: 'rates',
      state: 'FINISHED',
      expected: 3,
      config,
      order: '+summary_metrics.loss',
    });
    expect(answer.runs.map(({ x, state, sweep }) => [x, state, sweep])).toEqual(
      [0.001, 0.01, 1].map((x) => [x, 'finished', answer.id]),
    );
    expect(answer.runs[1]).toMatchObject({ loss: 0.25, id: answer.best });
    expect(answer.agents).toEqual([['FINISHED', answer.runs.map(({ id }) => id)]]);
    expect([answer.listed, answer.count]).toEqual([[answer.id], 1]);
  });

  test('a random search ends with its run_cap', async () => {
    await using host = await startHost();
    const x = { distribution: 'log_uniform_values', min: 1e-4, max: 1.0 };
    const answer = await functionSweep(host, { method: 'random', run_cap: 3, parameters: { x } });
    expect(answer).toMatchObject({ state: 'FINISHED', expected: 3 });
    expect(new Set(answer.runs.map((run) => run.x)).size).toBe(3);
    for (const run of answer.runs) expect(run.x).toBeGreaterThanOrEqual(1e-4);
  });

  test('wandb sweep and wandb agent run a script with flags; a bad configuration is refused by field', async () => {
    await using host = await startHost();
    using folder = openFolder(
      host,
      'program: train.py\nmethod: grid\ncolour: red\nparameters:\n  x: {values: [1.0, 2.5]}\n  depth: {value: 3}\n',
    );
    const made = await folder.run('sweep', 'sweep.yaml');
    expect(made).toContain('colour is not known');
    const id = idIn(made);
    await folder.run('agent', id);
    const detail = await detailOf(host, id);
    expect(detail.summary).toMatchObject({ state: 'FINISHED', endedCount: 2, stateCounts: { finished: 2 } });
    expect([valuesOf(detail, 'x'), valuesOf(detail, 'depth')]).toEqual([
      [1, 2.5],
      [3, 3],
    ]);

    using bad = openFolder(host, 'program: train.py\nmethod: grid\nparameters:\n  x: {distribution: gauss}\n');
    const refused = bad.start('sweep', 'sweep.yaml');
    expect(await refused.done).not.toBe(0);
    expect(refused.output()).toContain('parameters.x.distribution');
  });

  test('pause, resume, cancel from the command line; cancelled runs end', async () => {
    await using host = await startHost();
    using folder = openFolder(host, SLOW);
    const id = idIn(await folder.run('sweep', 'sweep.yaml'));
    const path = `me/search/${id}`;
    const agent = folder.start('agent', path);
    await until('a run to begin', async () => (await detailOf(host, id)).summary.stateCounts.running, 60_000);
    await folder.run('sweep', '--pause', path);
    expect(await stateOf(host, id)).toBe('PAUSED');
    await folder.run('sweep', '--resume', path);
    expect(await stateOf(host, id)).toBe('RUNNING');
    await folder.run('sweep', '--cancel', path);
    await agent.done;
    const { summary, trials } = await detailOf(host, id);
    expect(summary.state).toBe('CANCELED');
    expect(trials.map((trial) => trial.state)).toEqual(['killed']);
    const again = folder.start('sweep', '--pause', path);
    expect(await again.done).not.toBe(0);
  });

  test('the host restarts in the middle of a sweep; the agent and the search go on', async () => {
    const dataDir = newDataDir();
    try {
      const first = await startHost({ dataDir });
      using folder = openFolder(first, SLOW.replace('value: 400', 'value: 30'));
      const id = idIn(await folder.run('sweep', 'sweep.yaml'));
      const agent = folder.start('agent', `me/search/${id}`);
      await until('a run to begin', async () => (await detailOf(first, id)).summary.stateCounts.running, 60_000);
      await first.kill();
      await using second = await startHost({ dataDir, port: first.port });
      expect(await agent.done).toBe(0);
      const detail = await detailOf(second, id);
      expect(detail.summary).toMatchObject({ state: 'FINISHED', stateCounts: { finished: 3 } });
      expect(valuesOf(detail, 'x')).toEqual([1, 2, 3]);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  test('Hyperband stops a run that falls behind while the others go on', async () => {
    await using host = await startHost();
    const config = `${SLOW.replace('[1.0, 2.0, 3.0]', '[1.0, 1.1, 9.0]').replace('value: 400', 'value: 200')}
early_terminate: {type: hyperband, min_iter: 5, eta: 2}
`;
    using folder = openFolder(host, config);
    const id = idIn(await folder.run('sweep', 'sweep.yaml'));
    const agents = [1, 2, 3].map(() => folder.start('agent', `me/search/${id}`));
    const worst = await until(
      'the worst run to be stopped',
      async () => {
        const detail = await detailOf(host, id);
        const trial = detail.trials[valuesOf(detail, 'x').indexOf(9)];
        return trial?.state === 'killed' && trial;
      },
      90_000,
    );
    expect(worst.stopReason).toContain('stopped early by the sweep after');
    const best = await detailOf(host, id);
    expect(best.trials[valuesOf(best, 'x').indexOf(1)]?.state).not.toBe('killed');
    // By the window, because the others may have come to their end by now, which the client's own command refuses.
    await fetch(`${host.address}/api/projects/me/search/sweeps/${id}/state`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'CANCELED' }),
      signal: AbortSignal.timeout(10_000),
    });
    for (const agent of agents) await agent.done;
  });

  test('the windows list, make, check and delete sweeps', async () => {
    await using host = await startHost();
    const send = (method: string, path: string, body?: object): Promise<Response> =>
      fetch(`${host.address}/api/projects/me/search/${path}`, {
        method,
        signal: AbortSignal.timeout(10_000),
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
    const config = 'method: random\nparameters: {x: {min: 0, max: 1.0}}';
    expect(await (await send('POST', 'sweeps/check', { config })).json()).toMatchObject({
      errors: [],
      warnings: [{ field: 'parameters.x' }],
      parameters: [{ key: 'x', distribution: 'uniform' }],
    });
    const refused = await send('POST', 'sweeps', { config: 'method: grid' });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('parameters must be a mapping'),
    ]);
    const { summary } = (await (await send('POST', 'sweeps', { config })).json()) as { summary: SweepSummary };
    expect(summary).toMatchObject({ state: 'PENDING', method: 'random', runCount: 0 });
    expect(await get(host, '/api/projects/me/search/sweeps')).toMatchObject([{ name: summary.name }]);
    expect((await send('POST', `sweeps/${summary.name}/state`, { state: 'PAUSED' })).status).toBe(200);
    expect((await send('DELETE', `sweeps/${summary.name}`)).status).toBe(204);
    expect((await send('GET', `sweeps/${summary.name}`)).status).toBe(404);
  });
});
