import { appendLines, ensureStream, findRun, writeConsoleLines } from '#host/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench();
  make('r');
});
afterEach(() => bench.close());

function make(name: string, config?: string, facts = {}): { historyLineCount: number } {
  const text = `mutation M($name: String!, $config: JSONString) {
    upsertBucket(input: {name: $name, modelName: "p", config: $config}) { bucket { historyLineCount } } }`;
  const data = bench.mutate(text, { name, config }, facts) as unknown as {
    upsertBucket: { bucket: { historyLineCount: number } };
  };
  return data.upsertBucket.bucket;
}

/** Lines of one process, from where that process left off. */
function log(name: string, lines: readonly string[], writer = '', kind: 'history' | 'events' = 'history'): void {
  bench.write((ctx) => {
    const run = findRun(ctx.db, { entity: 'ada', project: 'p', run: name });
    if (run === undefined) throw new Error(`no run ${name}`);
    const stream = ensureStream(ctx, run, kind, writer);
    appendLines(ctx, stream, stream.lineCount, lines);
  });
}

function ask(selection: string, name = 'r'): Record<string, unknown> {
  const data = bench.query(`{ project(name: "p") { run(name: "${name}") { ${selection} } } }`) as unknown as {
    project: { run: Record<string, unknown> };
  };
  return data.project.run;
}

const steps = (n: number, from = 0): string[] =>
  Array.from({ length: n }, (_, i) => `{"_step":${from + i},"_timestamp":${100 + from + i},"loss":${from + i}}`);

test('rows come back as they were logged: NaN bare in texts and as a word in objects, long integers to the last digit', () => {
  log('r', ['{"_step":0,"_timestamp":1,"a":NaN,"b":9007199254740993,"n":{"x":1}}']);
  const { history } = ask('history(samples: 10)');
  expect(history).toEqual([expect.stringContaining('"a":NaN')]);
  expect((history as string[])[0]).toContain('"b":9007199254740993');
  const answer = bench.query(
    '{ project(name: "p") { run(name: "r") { sampledHistory(specs: ["{\\"keys\\":[\\"a\\",\\"n.x\\"]}"]) } } }',
  ) as unknown as { project: { run: { sampledHistory: unknown } } };
  expect(answer.project.run.sampledHistory).toEqual([[{ a: 'NaN', 'n.x': 1 }]]);
});

test('a page of history includes its first step, leaves out its last, and is never cut', () => {
  log('r', [...steps(10), '{"_step":4,"_timestamp":200,"loss":-1}']);
  const { history } = ask('history(minStep: 3, maxStep: 6, samples: 1)');
  expect((history as string[]).map((text) => (JSON.parse(text) as { _step: number })._step)).toEqual([3, 4, 4, 5]);
});

test('sampled rows have all keys of the spec, and both ends of its range', () => {
  log('r', [...steps(10), '{"_step":10,"_timestamp":300,"other":1}']);
  const spec = JSON.stringify({ keys: ['_step', 'loss', '_step'], minStep: 7, maxStep: 9, samples: 1 });
  const { sampledHistory } = ask(`sampledHistory(specs: ${JSON.stringify([spec])})`);
  expect(sampledHistory).toEqual([
    [
      { _step: 7, loss: 7 },
      { _step: 8, loss: 8 },
      { _step: 9, loss: 9 },
    ],
  ]);
});

test('the keys of a run say their types, last step and last value', () => {
  log('r', steps(3));
  const { historyKeys } = ask('historyKeys') as { historyKeys: { keys: Record<string, unknown> } };
  expect(historyKeys).toMatchObject({ lastStep: 2, sets: [] });
  expect(historyKeys.keys.loss).toMatchObject({ typeCounts: [{ type: 'number', count: 3 }], previousValue: 2 });
  make('empty');
  expect(ask('historyKeys', 'empty')).toEqual({ historyKeys: { sets: [], lastStep: -1, keys: {} } });
});

test('what a client goes on from is counted for each process alone', () => {
  log('r', steps(4), 'w1');
  log('r', steps(2), 'w2');
  expect(make('r', undefined, { writer: 'w2' }).historyLineCount).toBe(2);
  expect(make('r', undefined, { writer: 'w3' }).historyLineCount).toBe(0);
  expect(ask('historyLineCount')).toEqual({ historyLineCount: 6 });
});

test('a resumed run reads its last row and its last system metrics', () => {
  log('r', steps(3));
  log('r', ['{"_timestamp":5,"system.cpu":50}'], '', 'events');
  const run = ask('historyTail eventsTail systemMetrics eventsLineCount');
  expect(JSON.parse((JSON.parse(run.historyTail as string) as string[])[0] ?? '')).toMatchObject({ _step: 2, loss: 2 });
  expect(JSON.parse(run.systemMetrics as string)).toMatchObject({ 'system.cpu': 50 });
  expect(run.eventsLineCount).toBe(1);
});

test('rewinding cuts the rows after the step, and the summary follows', () => {
  log('r', steps(10));
  bench.mutate(
    'mutation M { upsertBucket(input: {name: "r", modelName: "p", summaryMetrics: "{\\"loss\\":9,\\"mine\\":\\"x\\"}"}) { inserted } }',
  );
  const text = `mutation R { rewindRun(input: {runName: "r", projectName: "p", metricName: "_step", metricValue: 3}) {
    rewoundRun { name historyLineCount summaryMetrics } } }`;
  expect(bench.mutate(text)).toEqual({
    rewindRun: { rewoundRun: { name: 'r', historyLineCount: 4, summaryMetrics: '{"loss":3,"mine":"x"}' } },
  });
  expect(ask('history(samples: 100)').history).toHaveLength(4);
});

test('a fork sees its parent up to the branch point and counts its own lines from 0', () => {
  log('r', steps(6));
  const child = make('child', '{"_wandb":{"value":{"branch_point":{"run_id":"r","step":2}}}}');
  expect(child.historyLineCount).toBe(0);
  log('child', ['{"_step":3,"_timestamp":900,"loss":30}']);
  const rows = (ask('history(samples: 100)', 'child').history as string[]).map((text) => JSON.parse(text) as object);
  expect(rows).toMatchObject([{ loss: 0 }, { loss: 1 }, { loss: 2 }, { _step: 3, loss: 30 }]);
  expect(ask('historyLineCount', 'child')).toEqual({ historyLineCount: 1 });
});

test('console lines are paged from the start and read from the end', () => {
  bench.write((ctx) => {
    const run = findRun(ctx.db, { entity: 'ada', project: 'p', run: 'r' });
    if (run === undefined) throw new Error('no run');
    const lines = ['2026-01-01T00:00:00.000000 one', 'ERROR 2026-01-01T00:00:01.500000 two', 'three'];
    writeConsoleLines(ctx, ensureStream(ctx, run, 'console'), 0, lines);
  });
  const page = 'edges { cursor node { number timestamp level line } } pageInfo { endCursor hasNextPage }';
  const first = ask(`logLineCount logLines(first: 2, useImprovedPagination: true) { ${page} }`) as {
    logLines: { edges: { node: object }[]; pageInfo: { endCursor: string } };
  };
  expect(first).toMatchObject({
    logLineCount: 3,
    logLines: {
      edges: [
        { node: { number: 0, line: 'one', level: null } },
        { node: { number: 1, line: 'two', level: 'error', timestamp: '2026-01-01T00:00:01.500Z' } },
      ],
      pageInfo: { hasNextPage: true },
    },
  });
  const rest = ask(`logLines(first: 2, after: "${first.logLines.pageInfo.endCursor}") { ${page} }`);
  expect(rest).toMatchObject({ logLines: { edges: [{ node: { number: 2 } }], pageInfo: { hasNextPage: false } } });
  expect(ask(`logLines(last: 1) { ${page} }`)).toMatchObject({
    logLines: { edges: [{ node: { number: 2, line: 'three' } }] },
  });
});
