import { expect, test } from 'vitest';
import type { SeriesLine } from '#shared/api';
import { membersOf, type DrawnRun } from '../runs.ts';
import { DEFAULT_SHARED } from '../settings.ts';
import { effectiveConfig, readOverrides, type LineOverrides } from './config.ts';
import { csvRows, CSV_HEAD } from './csv.ts';
import { pythonCode } from './python.ts';
import { leastRange, sumFacts, toChartLines, type Curve } from './series.ts';
import { spanOf } from './span.ts';
import { stackLines } from './stack.ts';

const run = (id: string, part: Partial<DrawnRun> = {}): DrawnRun => ({
  path: { entity: 'e', project: 'p', run: id },
  label: `name "${id}"`,
  color: '#123456',
  dash: [],
  isLive: false,
  isBaseline: false,
  fields: { 'run:displayName': id, 'config:lr': '0.1' },
  ...part,
});
const facts = { pointCount: 2, pointsPerBucket: 1, withoutX: 1, nanCount: 0, infCount: 0, isOutOfOrder: false };
const exact = (id: string, part: { smooth?: Float64Array; x?: number[]; value?: number[] } = {}): SeriesLine => ({
  request: '0',
  run: run(id).path,
  mode: 'exact',
  facts,
  x: Float64Array.from(part.x ?? [0, 1]),
  value: Float64Array.from(part.value ?? [1, NaN]),
  ...(part.smooth === undefined ? {} : { smooth: part.smooth }),
});
const curve = (name: string, ...lines: readonly SeriesLine[]): Curve => ({
  name,
  label: name,
  isGroup: false,
  lines: new Map(lines.map((line) => [line.run.run, line])),
});
const draw = (curves: readonly Curve[], runs: readonly DrawnRun[], own: LineOverrides = {}) =>
  toChartLines({ curves, runs, groups: undefined, config: effectiveConfig(DEFAULT_SHARED, own) });

test('the first run of the list is drawn last; runs without points are left out; the baseline is bold', () => {
  const lines = draw([curve('loss', exact('a'), exact('b'))], [run('a', { isBaseline: true }), run('b'), run('c')]);
  expect(lines.map((line) => line.id)).toEqual(['b', 'a']);
  expect(lines.map((line) => line.width)).toEqual([undefined, 3]);
});

test('the x that lines take together is as wide as from the first to the last place of any', () => {
  const lines = [exact('a', { x: [10, 74] }), exact('b', { x: [40, 138] })];
  expect(spanOf(lines)).toBe(128);
  expect(spanOf([exact('a', { x: [NaN, 3] })])).toBeUndefined();
  // Rounded, so that a live chart is not smoothed anew at each step.
  expect(spanOf([exact('a', { x: [0, 128.5] })])).toBe(spanOf([exact('a', { x: [0, 129.9] })]));
  expect((spanOf([exact('a', { x: [0, 1e-3] })]) ?? 0) / 1e-3).toBeLessThan(1 + 1 / 64);
});

test('a smoothed line keeps the original faintly unless turned off', () => {
  const curves = [curve('loss', exact('a', { smooth: Float64Array.of(0.5, 0.5) }))];
  expect(draw(curves, [run('a')])[0]).toMatchObject({ y: Float64Array.of(0.5, 0.5), faint: Float64Array.of(1, NaN) });
  expect(draw(curves, [run('a')], { isOriginalShown: false })[0]?.faint).toBeUndefined();
});

test('keys of one run have colours of their own, keys of several runs dashes, and lines their looks', () => {
  const curves = [curve('loss', exact('a'), exact('b')), curve('acc', exact('a'), exact('b'))];
  const alone = draw(curves, [run('a')]);
  expect(new Set(alone.map((line) => line.color)).size).toBe(2);
  expect(alone.map((line) => line.label)).toEqual(['acc', 'loss']);
  const both = draw(curves, [run('a'), run('b')], {
    looks: { 'a acc': { color: '#ff0000', title: 'best' } },
    right: ['acc'],
  });
  expect(both.find((line) => line.id === 'a acc')).toMatchObject({ color: '#ff0000', label: 'best', isRight: true });
  expect(both.find((line) => line.id === 'b loss')).toMatchObject({ color: '#123456', dash: [], isRight: false });
  expect(both.find((line) => line.id === 'b acc')?.dash).not.toEqual([]);
});

test('names of lines follow the template', () => {
  const lines = draw([curve('loss', exact('a'))], [run('a')], {
    legendTemplate: '${run:displayName} lr=${config:lr} ${key} ${config:none}',
  });
  expect(lines[0]?.label).toBe('a lr=0.1 loss ');
});

test('what a template says in brackets stands at the cursor, not in the legend', () => {
  const [line] = draw([curve('loss', exact('a'))], [run('a')], {
    legendTemplate: '${run:displayName} [[ ${key} ${y} ±${stddev} at ${x} (${config:lr}) ]]',
  });
  expect(line?.label).toBe('a');
  expect(line?.tip).toBe('loss ${y} ±${stddev} at ${x} (0.1)');
  expect(draw([curve('loss', exact('a'))], [run('a')], { legendTemplate: '[[ ${y} ]]' })[0]?.label).toBe('name "a"');
});

test('the runs of a group lie behind it in its colour, once, and light up with it', () => {
  const groups = [{ id: 'g', label: 'g', color: '#ff0000', runs: ['a', 'b'] }];
  const members = membersOf(run('a').path, groups, [run('a')]);
  expect(members.map((one) => one.path.run)).toEqual(['b']);
  const [behind] = draw([curve('loss', exact('b'))], members);
  expect(behind).toMatchObject({ owner: 'g', color: '#ff0000', isBehind: true });
});

test('stacked areas stand on each other, whatever their x; percent ones fill the whole', () => {
  const curves = [curve('n', exact('a', { x: [0, 2], value: [1, 1] }), exact('b', { x: [0, 1, 2], value: [1, 2, 3] }))];
  const lines = draw(curves, [run('a'), run('b')], { lineKind: 'stacked' });
  expect(lines.map((line) => [...line.y])).toEqual([
    [1, 2, 3],
    [2, 3, 4],
  ]);
  const percent = stackLines(draw(curves, [run('a'), run('b')]), true);
  expect([...(percent[1]?.y ?? [])]).toEqual([100, expect.closeTo(100), 100]);
  expect([...(percent[1]?.base ?? [])]).toEqual([50, expect.closeTo(66.67), 75]);
});

test('facts of all lines are summed, the coarsest bucket counts', () => {
  const coarse = { ...exact('b'), facts: { ...facts, pointsPerBucket: 40, isOutOfOrder: true } };
  expect(sumFacts([exact('a'), coarse])).toMatchObject({
    lineCount: 2,
    pointCount: 4,
    pointsPerBucket: 40,
    withoutX: 2,
    outOfOrderCount: 1,
  });
});

test('CSV holds exact numbers and quotes names', () => {
  const csv = CSV_HEAD('_step') + csvRows({ run: 'a', name: 'name "a"', key: 'loss', line: exact('a') });
  expect(csv.split('\n')[1]).toBe('a,"name ""a""",loss,0,1,,1,1,1');
  expect(csv).toContain(',1,NaN,');
});

test('saved settings are read with care and laid over the inherited ones', () => {
  const own = readOverrides({
    x: 'epoch',
    yScale: 'log',
    xScale: 'wrong',
    yMin: 'no',
    yMax: 3,
    smoothing: { kind: 'ema', strength: 7 },
    expressions: ['a + b'],
    looks: { a: { color: 'red', title: 'x' }, b: 3 },
    more: 1,
  });
  expect(own).toEqual({
    x: 'epoch',
    yScale: 'log',
    yMax: 3,
    smoothing: { kind: 'ema', strength: 0.999 },
    expressions: ['a + b'],
    looks: { a: { title: 'x' } },
  });
  expect(effectiveConfig(DEFAULT_SHARED, own)).toMatchObject({ xScale: 'linear', yScale: 'log', x: 'epoch' });
  expect(readOverrides(null)).toEqual({});
});

test('a least range holds where the data do; an end that a value lies beyond is left to the data', () => {
  const line = (...value: number[]) =>
    draw([curve('cpu', exact('a', { x: value.map((_, i) => i), value }))], [run('a')]);
  expect(leastRange(line(3, 27.4, NaN), [0, 100])).toEqual({ yMin: 0, yMax: 100 });
  expect(leastRange(line(3, 180), [0, 100])).toEqual({ yMin: 0 });
  expect(leastRange(line(-1, 2), [0, 100])).toEqual({ yMax: 100 });
  expect(leastRange(line(3), undefined)).toEqual({});
});

test('the picture as Python holds every value that is drawn, names and scales', () => {
  const [line] = draw([curve('loss', exact('a', { x: [0, 1], value: [0.1, NaN] }))], [run('a')], { yScale: 'symlog' });
  if (line === undefined) throw new Error('no line');
  const code = pythonCode({
    title: 'a "loss"',
    xLabel: 'Step',
    config: { ...DEFAULT_SHARED, yScale: 'symlog', yLinearWidth: 0.5 },
    lines: [
      { ...line, low: Float64Array.of(0, -Infinity), high: Float64Array.of(1, 1) },
      { ...line, isRight: true },
    ],
  });
  expect(code).toContain(
    '    (ax, "name \\"a\\"", "#123456", [0, 1], [0.1, nan], ([0, -inf], [1, 1])),\n    (right, "name',
  );
  expect(code).toContain('ax.set(title="a \\"loss\\"", xlabel="Step")');
  expect(code).toContain('ax.set_yscale("asinh", linear_width=0.5)');
});
