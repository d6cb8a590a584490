import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig, setRunState, upsertRun } from '#host/store';
import { AGENT_SILENT_MS, setSweepState, settleSweep } from './finish.ts';
import type { SweepRow } from './rows.ts';
import { openSweepBench, runOfCommand, type SweepBench } from './test-sweep.ts';
import { deleteSweep, updateSweep } from './upsert.ts';

const GRID = `
program: train.py
method: grid
metric: {name: loss, goal: minimize}
parameters:
  lr: {values: [0.1, 1.0]}
  model: {parameters: {depth: {min: 1, max: 2}}}
`;
const RANDOM = 'method: random\nparameters: {x: {min: 0.0, max: 1.0}}\n';

let bench: SweepBench;
beforeEach(() => {
  bench = openSweepBench();
});
afterEach(() => bench.close());

/** Plays one agent until it is told to exit; returns the runs it was given. */
function playToEnd(agent: number, loss: (args: Record<string, { value: unknown }>) => number): string[] {
  const done: string[] = [];
  for (;;) {
    const commands = bench.beat(agent);
    if (commands[0]?.type === 'exit') return done;
    const { id, args } = runOfCommand(commands);
    bench.beat(agent, id);
    bench.start(id);
    bench.log(id, [loss(args)]);
    bench.end(id);
    done.push(id);
  }
}

test('a grid hands out every combination once, then ends', () => {
  const sweep = bench.sweep(GRID);
  expect(sweep.state).toBe('PENDING');
  const agent = bench.agent(sweep);
  expect(bench.again(sweep).state).toBe('RUNNING');
  const seen: string[] = [];
  playToEnd(agent, (args) => {
    seen.push(JSON.stringify(args));
    return 1;
  });
  expect(seen.sort()).toEqual([
    '{"lr":{"value":0.1},"model":{"value":{"depth":1}}}',
    '{"lr":{"value":0.1},"model":{"value":{"depth":2}}}',
    '{"lr":{"value":1},"model":{"value":{"depth":1}}}',
    '{"lr":{"value":1},"model":{"value":{"depth":2}}}',
  ]);
  expect(bench.again(sweep).state).toBe('FINISHED');
});

test('a run that waits for its process looks unstarted and keeps floats as floats', () => {
  const agent = bench.agent(bench.sweep('method: grid\nparameters: {lr: {values: [1.0]}, n: {value: 3}}'));
  const [command] = bench.beat(agent);
  expect(command).toMatchObject({ type: 'run', argsJson: '{"lr": {"value": 1.0}, "n": {"value": 3}}' });
  const run = bench.run(command?.type === 'run' ? command.runId : '');
  expect(run).toMatchObject({ state: 'pending', displayName: expect.stringMatching(/^\w+-sweep-1$/) as string });
  const config = bench.write((ctx) => (run === undefined ? '' : readConfig(ctx.db, run.id)));
  expect(config).toContain('1.0');
  expect(config).not.toContain('_wandb');
});

test('an answer that got lost is given again; one that the agent took is not', () => {
  const agent = bench.agent(bench.sweep(GRID));
  const first = runOfCommand(bench.beat(agent));
  expect(runOfCommand(bench.beat(agent)).id).toBe(first.id);
  expect(bench.beat(agent, first.id)).toEqual([]);
});

test('a program that never begins its run is given up after some offers, and the search goes on', () => {
  const agent = bench.agent(bench.sweep(GRID));
  const first = runOfCommand(bench.beat(agent)).id;
  for (let i = 0; i < 2; i += 1) bench.beat(agent);
  expect(runOfCommand(bench.beat(agent)).id).not.toBe(first);
  expect(bench.run(first)).toMatchObject({ state: 'failed', stateReason: 'its program ended without wandb.init()' });
});

test('a run of an agent that is gone goes to another one; while the agent lives nobody else gets it', () => {
  const sweep = bench.sweep('method: grid\nparameters: {x: {values: [1]}}');
  const [gone, other] = [bench.agent(sweep), bench.agent(sweep)];
  const { id } = runOfCommand(bench.beat(gone));
  expect(bench.beat(other)).toEqual([]);
  bench.now += AGENT_SILENT_MS + 1;
  expect(runOfCommand(bench.beat(other)).id).toBe(id);
});

test('paused hands out nothing, resumed goes on, stopped lets runs end', () => {
  const sweep = bench.sweep(GRID);
  const agent = bench.agent(sweep);
  const set = (state: 'PAUSED' | 'RUNNING' | 'FINISHED'): SweepRow =>
    bench.write((ctx) => setSweepState(ctx, bench.again(sweep), state));
  set('PAUSED');
  expect(bench.beat(agent)).toEqual([]);
  set('RUNNING');
  const { id } = runOfCommand(bench.beat(agent));
  bench.start(id);
  set('FINISHED');
  expect(bench.beat(agent, id)).toEqual([]);
  bench.end(id);
  expect(bench.beat(agent)).toEqual([{ type: 'exit' }]);
  expect(bench.run(id)?.state).toBe('finished');
});

test('cancelled stops the runs, which count as killed, and cannot be resumed', () => {
  const sweep = bench.sweep(GRID);
  const agent = bench.agent(sweep);
  const { id } = runOfCommand(bench.beat(agent));
  bench.start(id);
  bench.write((ctx) => setSweepState(ctx, bench.again(sweep), 'CANCELED'));
  expect(bench.run(id)?.isStopRequested).toBe(true);
  expect(bench.beat(agent, id)).toEqual([{ type: 'stop', runId: id }]);
  expect(bench.beat(agent)).toEqual([{ type: 'exit' }]);
  expect(bench.run(id)).toMatchObject({ state: 'killed', stateReason: 'its sweep was cancelled' });
  expect(() => bench.write((ctx) => setSweepState(ctx, bench.again(sweep), 'RUNNING'))).toThrow('cannot be set');
});

test('run_cap ends the search, also when the agent left after its last run', () => {
  const sweep = bench.sweep(`${RANDOM}run_cap: 2\n`);
  const agent = bench.agent(sweep);
  for (let i = 0; i < 2; i += 1) {
    const { id } = runOfCommand(bench.beat(agent));
    bench.beat(agent, id);
    bench.start(id);
    bench.end(id);
  }
  bench.write((ctx) => settleSweep(ctx, bench.again(sweep)));
  expect(bench.again(sweep).state).toBe('FINISHED');
});

test('a target that a run reaches ends the search', () => {
  const sweep = bench.sweep(`${RANDOM}metric: {name: acc, goal: maximize, target: 0.9}\n`);
  const agent = bench.agent(sweep);
  const { id } = runOfCommand(bench.beat(agent));
  bench.start(id);
  bench.log(id, [0.95], 'acc');
  bench.end(id);
  expect(bench.beat(agent)).toEqual([{ type: 'exit' }]);
});

test('a restart in the middle changes nothing: the next parameters are those that would have come', () => {
  const sweep = bench.sweep(RANDOM);
  const agent = bench.agent(sweep);
  const { id } = runOfCommand(bench.beat(agent));
  bench.reopen();
  expect(runOfCommand(bench.beat(agent)).id).toBe(id);
  bench.beat(agent, id);
  bench.start(id);
  bench.end(id);
  bench.reopen();
  const next = runOfCommand(bench.beat(agent));
  bench.reopen();
  expect(runOfCommand(bench.beat(agent))).toEqual(next);
});

test('Hyperband stops a run that falls behind, by its agent, and says why', () => {
  const config = `${RANDOM}metric: {name: loss, goal: minimize}\nearly_terminate: {type: hyperband, min_iter: 3, eta: 2}\n`;
  const sweep = bench.sweep(config);
  const agents = [1, 2, 3].map(() => bench.agent(sweep));
  const runs = agents.map((agent) => {
    const { id } = runOfCommand(bench.beat(agent));
    bench.beat(agent, id);
    bench.start(id);
    return id;
  });
  runs.forEach((id, i) => bench.log(id, [9, 8, 1 + i]));
  const answers = agents.map((agent, i) => bench.beat(agent, runs[i] ?? ''));
  expect(answers[0]).toEqual([]);
  expect(answers[2]).toEqual([{ type: 'stop', runId: runs[2] }]);
  bench.end(runs[2] ?? '', 1);
  bench.beat(agents[2] ?? 0);
  expect(bench.run(runs[2] ?? '')).toMatchObject({
    state: 'killed',
    stateReason: 'stopped early by the sweep after 3 values',
  });
});

test('a preempted run is handed out again as one to resume', () => {
  const sweep = bench.sweep(RANDOM);
  const agent = bench.agent(sweep);
  const { id } = runOfCommand(bench.beat(agent));
  bench.beat(agent, id);
  bench.start(id);
  bench.write((ctx) => {
    const run = bench.run(id);
    if (run !== undefined) setRunState(ctx, run, 'preempted', 'preempted, exit code 1', { exitCode: 1 });
  });
  expect(bench.beat(agent)).toMatchObject([{ type: 'resume', runId: id }]);
  expect(bench.beat(agent, id)).toEqual([]);
});

test('earlier runs belong to the sweep, and the grid leaves out what they had', () => {
  bench.write((ctx) =>
    upsertRun(ctx, {
      path: { entity: 'e', project: 'p', run: 'old' },
      username: 'ada',
      config: '{"x": {"value": 1.0}}',
    }),
  );
  bench.end('old');
  const config = 'method: grid\nparameters: {x: {values: [1, 2]}}';
  const sweep = bench.sweep(config, { priorRuns: '{"$or": [{"name": "old"}]}' });
  expect(bench.run('old')?.sweep).toBe(sweep.name);
  const agent = bench.agent(sweep);
  const { id, args } = runOfCommand(bench.beat(agent));
  expect(args).toEqual({ x: { value: 2 } });
  bench.beat(agent, id);
  bench.start(id);
  bench.end(id);
  expect(bench.beat(agent)).toEqual([{ type: 'exit' }]);
});

test('the configuration may change until the first run, then no more', () => {
  const sweep = bench.sweep(GRID);
  bench.write((ctx) => updateSweep(ctx, sweep, { config: RANDOM }));
  const agent = bench.agent(sweep);
  runOfCommand(bench.beat(agent));
  expect(() => bench.write((ctx) => updateSweep(ctx, bench.again(sweep), { config: GRID }))).toThrow(
    'has runs already',
  );
});

test('agents of a deleted sweep are told that it is gone', () => {
  const sweep = bench.sweep(GRID);
  const agent = bench.agent(sweep);
  bench.write((ctx) => deleteSweep(ctx, { entity: 'e', project: 'p' }, sweep.name));
  expect(() => bench.beat(agent)).toThrow('There is no agent');
});
