import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { UsageError } from '#sdk/base';
import { type LogBatch, NO_SHIFT, openWandbLog } from '#sdk/journal';
import { attach, init, type InitOptions, type Run } from '#sdk/run';
import { parseExtended } from '#shared/wire';

const folder = mkdtempSync(join(tmpdir(), 'taffrail-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function begin(options: InitOptions = {}): Promise<Run> {
  return init({ dir: folder, project: 'unit', mode: 'offline', console: false, ...options });
}

/** The journal of a run as it would be sent. */
function journal(run: Run): LogBatch {
  const log = openWandbLog(join(run.dir, `run-${run.id}.wandb`));
  const batch = log.next(NO_SHIFT);
  log.close();
  return batch;
}

function rows(run: Run): Record<string, unknown>[] {
  return journal(run).history.lines.map((line) => {
    const { _timestamp, _runtime, ...row } = parseExtended(line) as Record<string, unknown>;
    expect([typeof _timestamp, typeof _runtime]).toEqual(['number', 'number']);
    return row;
  });
}

test('rows are written as they are logged; an open one joins what comes, and is written at the end', async () => {
  const run = await begin();
  run.log({ a: 1 });
  run.log({ a: 2, list: [1] }, { commit: false });
  expect(run.currentRow()).toEqual({ a: 2, list: [1] });
  run.log({ b: 3 });
  run.log({ at: 1 }, { step: 9 });
  run.log({ more: 2 }, { step: 9 });
  expect(run.step).toBe(9);
  const report = await run.finish();
  expect(report).toMatchObject({ delivered: 'journal', dir: run.dir });
  expect(rows(run)).toEqual([
    { a: 1, _step: 0 },
    { a: 2, list: [1], b: 3, _step: 1 },
    { at: 1, more: 2, _step: 9 },
  ]);
});

test('a step that is over is dropped with a warning, kept, or refused, as the run was told', async () => {
  const warned: string[] = [];
  const dropping = await begin();
  dropping.on('warning', ({ code }) => warned.push(code));
  const keeping = await begin({ outOfOrderStep: 'current' });
  keeping.on('warning', () => undefined);
  const refusing = await begin({ outOfOrderStep: 'throw' });
  for (const run of [dropping, keeping, refusing]) run.log({ x: 1 }, { step: 5, commit: true });
  dropping.log({ late: 1 }, { step: 3 });
  keeping.log({ late: 1 }, { step: 3, commit: true });
  expect(() => refusing.log({ late: 1 }, { step: 3 })).toThrow('step 3 is over');
  for (const run of [dropping, keeping, refusing]) await run.finish();
  expect(rows(dropping)).toEqual([{ x: 1, _step: 5 }]);
  expect(rows(keeping)).toEqual([
    { x: 1, _step: 5 },
    { late: 1, _step: 6 },
  ]);
  expect(warned).toEqual(['log.step']);
});

test('what is changed after the call changes nothing that was logged', async () => {
  const run = await begin();
  const data = { list: [1, 2], nest: { x: 1 } };
  run.log(data, { commit: false });
  data.list.push(3);
  data.nest.x = 9;
  run.log({});
  run.log(data);
  data.nest.x = 10;
  await run.finish();
  expect(rows(run)).toEqual([
    { list: [1, 2], nest: { x: 1 }, _step: 0 },
    { list: [1, 2, 3], nest: { x: 9 }, _step: 1 },
  ]);
});

test('the summary is the same in the script and in the journal', async () => {
  const run = await begin();
  run.defineMetric('acc', { summary: ['max', 'last', 'best'], objective: 'maximize', stepMetric: 'epoch' });
  run.defineMetric('quiet', { summary: 'none' });
  run.log({ epoch: 3, acc: 0.5, quiet: 1 });
  run.log({ acc: 0.25, nest: { x: 1, y: 2 } });
  run.summary.set('kept', 1, { pin: true });
  run.summary.set('nest', { x: 5 });
  run.summary.set('gone', 1);
  expect(run.summary.delete('gone')).toBe(true);
  run.log({ kept: 2, nest: { y: 7 }, none: null });
  run.summary.update({ eval: { f1: 0.5 } });
  const expected = {
    epoch: 3,
    acc: { max: 0.5, last: 0.25, best: 0.5 },
    kept: 1,
    nest: { x: 5, y: 7 },
    eval: { f1: 0.5 },
  };
  expect(run.summary.toJSON()).toEqual({ ...expected, _step: 2 });
  expect(run.summary.get('nest.y')).toBe(7);
  await run.finish();
  const { rest, history } = journal(run);
  const { _wandb, _timestamp, _runtime, ...summary } = parseExtended(rest?.summary ?? '') as Record<string, unknown>;
  expect(summary).toEqual({ ...expected, _step: 2 });
  expect([_wandb, typeof _timestamp, typeof _runtime]).toEqual([
    { runtime: expect.any(Number) as number },
    'number',
    'number',
  ]);
  // The step metric joined the row that lacked it.
  expect(parseExtended(history.lines[1] ?? '')).toMatchObject({ acc: 0.25, epoch: 3 });
});

test('config and fields follow what the script says last', async () => {
  const run = await begin({ config: { lr: 0.1, opt: { name: 'adam', beta: 1 } }, tags: 'one tag', notes: 'n' });
  run.config.set('opt', { name: 'sgd' });
  run.config.update({ added: [1, 2], lr: 0.2 });
  run.tags = ['x', 'y'];
  run.name = 'named';
  expect(run.config.toJSON()).toEqual({ lr: 0.2, opt: { name: 'sgd' }, added: [1, 2] });
  await run.finish({ exitCode: 3 });
  const { rest } = journal(run);
  expect(rest?.fields).toMatchObject({ displayName: 'named', notes: 'n', tags: ['x', 'y'] });
  const { _wandb, ...config } = parseExtended(rest?.config ?? '') as Record<string, unknown>;
  expect(config).toEqual({ lr: { value: 0.2 }, opt: { value: { name: 'sgd' } }, added: { value: [1, 2] } });
  expect(_wandb).toMatchObject({ value: { t: { 12: expect.any(String) as string } } });
  expect(rest?.exitCode).toBe(3);
  expect(run.state).toBe('failed');
});

test('a run that is over refuses calls; finishing twice gives one report; a disabled run keeps nothing', async () => {
  const run = await begin();
  const report = await run.finish();
  expect(await run.finish()).toBe(report);
  expect(() => run.log({ a: 1 })).toThrow(UsageError);
  expect(() => run.config.set('a', 1)).toThrow(UsageError);
  const nothing = await begin({ mode: 'disabled' });
  expect(nothing.log({ a: 1 })).toBe(true);
  expect(nothing.summary.get('a')).toBe(1);
  expect(await nothing.finish()).toMatchObject({ records: 0, dir: '' });
});

test.each([[{ id: 'a/b' }], [{ tags: ['x'.repeat(65)] }], [{ mode: 'remote' as 'online' }]])(
  'wrong options are refused: %j',
  async (options) => {
    await expect(begin(options)).rejects.toThrow(UsageError);
  },
);

test('waiting can be given up; nothing that was accepted is lost by it', async () => {
  const run = await begin();
  run.log({ a: 1 });
  const reason = new Error('no more patience');
  await expect(run.finish({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await run.finish();
  expect(rows(run)).toEqual([{ a: 1, _step: 0 }]);
});

test('many rows come out whole and in order', async () => {
  const run = await begin();
  for (let i = 0; i < 20_000; i++) run.log({ i, text: 'x'.repeat(i % 50) });
  await run.flush();
  await run.finish();
  const log = openWandbLog(join(run.dir, `run-${run.id}.wandb`));
  const seen: unknown[] = [];
  for (let batch = log.next(NO_SHIFT); ; batch = log.next(NO_SHIFT)) {
    for (const line of batch.history.lines) seen.push((parseExtended(line) as { i: unknown }).i);
    if (batch.rest !== undefined) break;
  }
  expect(seen).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
});

test('an attached run keeps files, and hears that the run is over', async () => {
  const run = await begin();
  const handle = run.handle();
  const other = attach(handle);
  other.log({ x: 1 });
  writeFileSync(join(folder, 'note.txt'), 'kept');
  const [copy = ''] = await other.saveFile(join(folder, 'note.txt'));
  expect(readFileSync(copy, 'utf8')).toBe('kept');
  await expect(other.saveFile(join(folder, 'note.txt'), { base: run.dir })).rejects.toMatchObject({
    code: 'file.outside',
  });
  await expect(other.useArtifact('set:latest')).rejects.toBeInstanceOf(UsageError);
  await run.finish();
  await expect(other.flush()).rejects.toMatchObject({ code: 'run.over' });
  expect(() => other.log({ x: 2 })).toThrow(UsageError);
  await expect(attach(handle).flush()).rejects.toMatchObject({ code: 'run.over' });
  expect(rows(run)).toEqual([{ x: 1, _step: 0 }]);
});

test('a row that says when it was keeps its time; the others have that of the call', async () => {
  const run = await begin();
  run.log({ x: 1, _timestamp: 1_700_000_010.25 });
  run.log({ x: 2 });
  await run.finish();
  const [dated, other] = journal(run).history.lines.map((line) => parseExtended(line) as Record<string, number>);
  expect(dated?.['_timestamp']).toBe(1_700_000_010.25);
  expect(dated?.['_runtime']).toBeLessThan(60);
  expect(other?.['_timestamp']).toBeGreaterThan(1_750_000_000);
});

test('a row that says how far the run was keeps that too', async () => {
  const run = await begin();
  run.log({ x: 1, _runtime: 12.5 });
  await run.finish();
  const [line = ''] = journal(run).history.lines;
  expect(line.match(/_runtime/g)).toHaveLength(1);
  expect(parseExtended(line)).toMatchObject({ _runtime: 12.5, _step: 0 });
});

const THEN = Date.UTC(2026, 2, 1, 12);
const at = (seconds: number): Date => new Date(THEN + seconds * 1000);

test('a run that is carried over has its own times, and nothing of this machine', async () => {
  const environment = {
    os: 'Linux-6.8',
    python: 'CPython 3.12.8',
    program: 'train.py',
    host: 'node-07',
    gpu_count: 2,
    mood: 1,
  };
  const run = await begin({ startedAt: at(0), environment, console: undefined as never });
  process.stdout.write('');
  run.writeConsole('loading\n', { at: at(1) });
  run.log({ loss: 2, _timestamp: THEN / 1000 + 10 });
  run.log({ loss: 1, _runtime: 20 });
  run.writeConsole('no memory\n', { stream: 'stderr' });
  run.logSystem({ cpu: 35.5, 'system.gpu.0.gpu': 88 }, { at: at(15) });
  run.log({ loss: 0.5 });
  await run.finish({ exitCode: 1 });
  const { history, events, console: printed, rest } = journal(run);
  const rows = history.lines.map((line) => parseExtended(line) as Record<string, number>);
  const times = (row: Record<string, number>): unknown => [row['loss'], row['_timestamp'], row['_runtime']];
  expect(rows.map(times)).toEqual([
    [2, THEN / 1000 + 10, 10],
    [1, THEN / 1000 + 20, 20],
    [0.5, THEN / 1000 + 20, 20],
  ]);
  expect(events.lines.map((line) => parseExtended(line))).toEqual([
    { _wandb: true, _timestamp: THEN / 1000 + 15, _runtime: 15, 'system.cpu': 35.5, 'system.gpu.0.gpu': 88 },
  ]);
  expect(printed.flatMap(({ lines }) => lines)).toEqual([
    '2026-03-01T12:00:01.000000 loading',
    'ERROR 2026-03-01T12:00:20.000000 no memory',
  ]);
  expect(JSON.parse(rest?.metadata ?? '')).toEqual({
    os: 'Linux-6.8',
    python: 'CPython 3.12.8',
    program: 'train.py',
    host: 'node-07',
    gpu_count: 2,
    startedAt: '2026-03-01T12:00:00Z',
    writerId: expect.any(String) as string,
  });
  expect(rest?.fields).toMatchObject({ host: 'node-07', program: 'train.py' });
  expect(rest?.fields).not.toHaveProperty('commit');
  expect(parseExtended(rest?.summary ?? '')).toMatchObject({ loss: 0.5, _wandb: { runtime: 20 } });
});

test('what is told of the surroundings stands, and the commit of this folder is not put over it', async () => {
  const git = { remote: 'https://example.com/theirs.git', commit: '5eed' };
  const run = await begin({ environment: { os: 'Plan 9', git } });
  await run.finish();
  const { rest } = journal(run);
  expect(JSON.parse(rest?.metadata ?? '')).toMatchObject({ os: 'Plan 9', git });
  expect(rest?.fields).toMatchObject({ commit: git.commit, repo: git.remote });
});

test.each([
  [{ startedAt: new Date('soon') }, 'no time between 2000 and now'],
  [{ startedAt: new Date(0) }, 'no time between 2000 and now'],
  [{ startedAt: new Date(8e12) }, 'no time between 2000 and now'],
  [{ startedAt: at(0), systemMetrics: {} }, 'not that of a run that is carried over'],
])('a run that cannot be carried over is refused: %j', async (options, words) => {
  await expect(begin(options)).rejects.toThrow(words);
});

test('samples and lines that cannot be are refused', async () => {
  const run = await begin({ systemMetrics: false });
  expect(() => run.logSystem({ cpu: 'much' as never })).toThrow('cpu is no number');
  expect(() => run.logSystem({ cpu: 1 }, { at: new Date('soon') })).toThrow('at is no date');
  expect(() => run.writeConsole('x', { stream: 'both' as never })).toThrow('neither stdout nor stderr');
  await run.finish();
  expect(journal(run)).toMatchObject({ events: { lines: [] }, console: [] });
});

test('a thread that is attached keeps a row open, and watches', async () => {
  const run = await begin({ systemMetrics: false });
  const other = attach(run.handle());
  const gradients = (): Record<string, number[]> => ({ weight: [1, 2, 3] });
  using watched = other.watch({ gradients }, { every: 2, bins: 4 });
  other.log({ a: 1 }, { commit: false });
  other.log({ nest: { x: 1 } }, { commit: false });
  other.log({ nest: { y: 2 } });
  await other.flush();
  run.log({ own: 1 });
  other.log({ b: 1 }, { step: 7, commit: false });
  other.log({ c: 1 }, { step: 8 });
  other.logSystem({ cpu: 5 });
  other.writeConsole('from a thread\n');
  other.log({ left: 1 }, { commit: false });
  other[Symbol.dispose]();
  await run.finish();
  const kept = rows(run);
  expect(kept).toMatchObject([
    { a: 1, nest: { x: 1, y: 2 }, _step: 0 },
    { own: 1, _step: 1 },
    { b: 1, _step: 7, 'gradients/weight': { _type: 'histogram', values: expect.any(Array) as unknown } },
    { c: 1, _step: 8 },
    { left: 1, _step: 9 },
  ]);
  expect(kept.map((row) => 'gradients/weight' in row)).toEqual([false, false, true, false, true]);
  expect(journal(run).console[0]?.lines[0]).toMatch(/ from a thread$/);
  expect(parseExtended(journal(run).events.lines[0] ?? '')).toMatchObject({ 'system.cpu': 5 });
  expect(watched).toBeDefined();
});

test('a source that fails in a thread is told to the run', async () => {
  const run = await begin();
  const warned: string[] = [];
  run.on('warning', ({ code }) => warned.push(code));
  const other = attach(run.handle());
  other.watch(
    {
      gradients: () => {
        throw new Error('gone');
      },
    },
    { every: 1 },
  );
  other.log({ a: 1 });
  await other.flush();
  await run.finish();
  expect(warned).toEqual(['watch.source']);
  expect(rows(run)).toEqual([{ a: 1, _step: 0 }]);
});

const NOBODY = { mode: 'online', baseUrl: 'http://127.0.0.1:9', apiKey: 'k'.repeat(40), systemMetrics: false } as const;

test('a short script does not wait for a host that is not there', async () => {
  const run = await begin(NOBODY);
  run.on('warning', () => undefined);
  run.log({ a: 1 });
  const before = performance.now();
  expect(await run.finish()).toMatchObject({ delivered: 'journal' });
  expect(performance.now() - before).toBeLessThan(5000);
  expect(rows(run)).toEqual([{ a: 1, _step: 0 }]);
});

test('a run that could not begin leaves no folder', async () => {
  const dir = mkdtempSync(join(folder, 'none-'));
  await expect(begin({ ...NOBODY, dir, id: 'none', resume: 'must' })).rejects.toMatchObject({ code: 'host.absent' });
  await vi.waitFor(() => expect(readdirSync(join(dir, 'wandb')).filter((name) => name.endsWith('none'))).toEqual([]));
});
