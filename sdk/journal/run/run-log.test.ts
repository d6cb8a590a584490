import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { parseExtended } from '#shared/wire';
import { LogAppender } from '../log/appender.ts';
import { readRecords } from '../log/framing.ts';
import { itemPrefix } from '../log/item-writer.ts';
import { type Decoded, encodeMessage } from '../log/protobuf.ts';
import { RECORD } from '../log/schema.ts';
import { environmentRecord } from './environment.ts';
import { metricRecords } from './metrics.ts';
import { RunLog } from './run-log.ts';
import { telemetryRecord } from './telemetry.ts';

const folder = mkdtempSync(join(tmpdir(), 'taffrail-runlog-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const item = (path: readonly string[], text: string): Decoded => ({ nestedKey: path, valueJson: text });
const at = (seconds: number): Decoded => ({ seconds });
const log = new LogAppender(join(folder, 'records.wandb'));
log.add({
  run: {
    runId: 'records',
    startTime: at(1000),
    config: { update: [item(['a'], '{"b":1}')] },
    tags: ['x'],
  },
});
for (const [key, text] of [
  ['dotted.key', '1'],
  ['big', '1152921504606846976'],
  ['bad', 'NaN'],
  ['_step', '0'],
  ['_timestamp', '1001'],
  ['_runtime', '0'],
] as const) {
  log.add({ summary: { update: [item([key], text)] } });
  log.item(itemPrefix([key]), text);
}
log.endHistory(0);
log.item(itemPrefix(['nest', 'x']), '1');
log.item(itemPrefix(['nest', 'y', 'z']), '"ü"');
log.endHistory(7);
log.item(itemPrefix(['s', 'deep']), '[1]');
log.endSummary();
log.add({ outputRaw: { type: 1, timestamp: at(1002), line: 'out\n' } });
log.add({ exit: { exitCode: 5 } });
log.write();
const bytes = readFileSync(log.path);
const payloads = [...readRecords({ read: (at, length) => bytes.subarray(at, at + length) })].map(
  ({ payload }) => payload,
);

test('records become the lines and documents that the client would send', () => {
  const run = new RunLog();
  for (const payload of payloads) run.add(payload);
  const { history, console } = run.takeLines();
  expect(history.lines.map((line) => parseExtended(line))).toEqual([
    { 'dotted.key': 1, big: 1152921504606846976n, bad: Number.NaN, _step: 0, _timestamp: 1001, _runtime: 0 },
    { nest: { x: 1, y: { z: 'ü' } }, _step: 7 },
  ]);
  expect(console).toEqual([{ from: 0, lines: ['1970-01-01T00:16:42.000000 out'] }]);
  const rest = run.rest();
  expect(rest).toMatchObject({ exitCode: 5, lastAtMs: 1_002_000, fields: { tags: ['x'] }, notUnderstood: {} });
  expect(parseExtended(rest.summary)).toMatchObject({ s: { deep: [1] }, bad: Number.NaN });
  expect(parseExtended(rest.config)).toMatchObject({ a: { value: { b: 1 } } });
});

test('the counters of a log that was resumed unseen are moved on', () => {
  const run = new RunLog();
  run.shift = { step: 100, seconds: 60 };
  for (const payload of payloads) run.add(payload);
  const { history } = run.takeLines();
  expect(history.lines.map((line) => parseExtended(line))).toMatchObject([
    { _step: 100, _runtime: 60 },
    { _step: 107 },
  ]);
  expect(parseExtended(run.rest().summary)).toMatchObject({ _step: 100, _runtime: 60 });
});

test('times that no clock shows cost nothing but themselves', () => {
  const odd = new LogAppender(join(folder, 'odd.wandb'));
  const output = (line: string, seconds: number): void =>
    odd.add({ outputRaw: { type: 1, timestamp: at(seconds), line } });
  odd.add({ run: { runId: 'odd', startTime: at(9e15) } });
  output('line\n', 9e15);
  odd.add({ summary: { update: [item(['bad'], '{"not json')] } });
  output('next\n', 2000);
  odd.write();
  const raw = readFileSync(odd.path);
  const run = new RunLog();
  for (const { payload } of readRecords({ read: (at, length) => raw.subarray(at, at + length) })) run.add(payload);
  expect(run.takeLines().console[0]?.lines[1]).toBe('1970-01-01T00:33:20.000000 next');
  expect(run.rest()).toMatchObject({ lastAtMs: 2_000_000, summary: '{}', notUnderstood: { 'a value is not JSON': 1 } });
});

test('whatever a record holds, it is taken or counted, and the others stay', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: payloads.length - 1 }),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      (which, changes) => {
        const run = new RunLog();
        payloads.forEach((payload, i) => {
          const copy = Uint8Array.from(payload);
          if (i === which) for (const [at, byte] of changes) copy[at % copy.length] = byte;
          run.add(copy);
        });
        const { history } = run.takeLines();
        expect(history.lines.length).toBeGreaterThanOrEqual(1);
        expect(run.rest().recordCount).toBe(payloads.length);
      },
    ),
    { numRuns: 1000 },
  );
});

test('what the client tells of itself can be written again from the config it became', () => {
  const records: Decoded[] = [
    { telemetry: { importsInit: [1, 4], feature: [2], env: [3], pythonVersion: '3.12', cliVersion: '0.31.0' } },
    { metric: { name: 'loss', options: [3], summary: [1, 2], goal: 1 } },
    { metric: { name: 'acc', stepMetric: 'epoch', options: [1, 2, 3] } },
    { metric: { globName: 'val/*', stepMetric: 'epoch', options: [1], summary: [6] } },
    {
      environment: {
        os: 'Linux',
        startedAt: { seconds: 1_700_000_000, nanos: 123_456_789 },
        git: { remoteUrl: 'https://x/y.git', commit: 'abc' },
        cpuCount: 2,
        disk: new Map([['/', { total: '9007199254740993', used: '1' }]]),
        gpuNvidia: [{ name: 'A100', memoryTotal: '85899345920', cudaCores: 6912 }],
        slurm: new Map([['job_id', '7']]),
        writerId: 'w1',
      },
    },
  ];
  const told = (all: readonly Decoded[]): unknown => {
    const log = new RunLog();
    for (const record of all) log.add(encodeMessage(RECORD, record));
    return (JSON.parse(log.rest().config) as { _wandb: { value: unknown } })._wandb.value;
  };
  const first = told(records) as {
    t: Record<string, unknown>;
    m: unknown[];
    e: Record<string, Record<string, unknown>>;
  };
  const again = told([
    { telemetry: telemetryRecord(first.t) },
    ...metricRecords(first.m).map((metric) => ({ metric })),
    ...Object.entries(first.e).map(([writerId, json]) => ({ environment: { ...environmentRecord(json), writerId } })),
  ]);
  expect(again).toEqual(first);
});

test('an environment whose time has no zone began at that time in UTC, wherever it is read', () => {
  // The zone is that of a whole process.
  const script = `import { environmentRecord } from '${new URL('environment.ts', import.meta.url).href}';
    console.log(JSON.stringify(environmentRecord({ startedAt: '2026-03-01T12:00:00.250000' })));`;
  const env = { ...process.env, TZ: 'Asia/Tokyo' };
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env });
  expect(JSON.parse(told)).toEqual({ startedAt: { seconds: Date.UTC(2026, 2, 1, 12) / 1000, nanos: 250_000_000 } });
});
