import { expect, test } from 'vitest';
import { checkConfig, expectedRuns } from './plan.ts';
import { Float, toJson } from './value.ts';
import { readYaml } from './yaml.ts';

const faultsOf = (text: string): string[] =>
  checkConfig(text).errors.map(({ field, message }) => `${field}: ${message}`);

test('whole floats stay floats, as Python writes and reads them', () => {
  const { value } = readYaml('a: 1.0\nb: 1\nc: 1.0e-05\nd: [1e3, 0.5]\ne: yes\nf: "008"\ng: 2024-01-02');
  expect(value).toEqual({
    a: new Float(1),
    b: 1,
    c: 1e-5,
    d: [new Float(1000), 0.5],
    e: true,
    f: '008',
    g: '2024-01-02',
  });
  expect(toJson(value ?? null)).toBe(
    '{"a": 1.0, "b": 1, "c": 0.00001, "d": [1000.0, 0.5], "e": true, "f": "008", "g": "2024-01-02"}',
  );
});

test('anchors and merges are followed', () => {
  expect(readYaml('base: &b {min: 0, max: 1}\nx: {<<: *b, max: 2}').value?.x).toEqual({ min: 0, max: 2 });
});

test('each fault names its field, all at once', () => {
  const text = `
method: gird
run_cap: 0
metric: {name: loss, goal: down}
early_terminate: {type: median}
parameters:
  a: {min: 3, max: 1}
  b: {distribution: log_uniform_values, min: 0, max: 1}
  c: {values: []}
  d: {values: [1, 2], probabilities: [1]}
  e: {distribution: gauss}
  f: {mu: 0, sigma: 1}
  g: {parameters: {h: {distribution: normal, sigma: -1}}}
  i: 3
`;
  expect(faultsOf(text)).toEqual([
    'method: must be grid, random or bayes',
    'parameters.a.min: must not be above max (1)',
    'parameters.b.min: must be above 0 for a logarithmic scale',
    'parameters.c.values: must be a list with at least one value',
    'parameters.d.probabilities: must be 2 numbers of 0 or more, one for each value',
    expect.stringMatching(/^parameters\.e\.distribution: must be one of constant, /) as string,
    'parameters.f: needs a distribution, such as normal',
    'parameters.g.parameters.h.sigma: must be above 0',
    'parameters.i: must be a mapping, such as "value: 3" or "values: [1, 2]"',
    'metric.goal: must be minimize or maximize',
    'early_terminate.type: must be hyperband',
    'run_cap: must be a whole number of 1 or more',
  ]);
});

test.each([
  ['', ': is empty'],
  ['- 1', ': must be a mapping of names to values'],
  ['a: [1', /^: is no valid YAML: .* at line 1/],
  ['a: &x [*x]', /^: is n/],
  ['method: grid', 'parameters: must be a mapping with at least one parameter'],
  ['method: grid\nparameters: {x: {min: 0.0, max: 1.0}}', /^parameters\.x: has no end of values/],
  ['method: bayes\nparameters: {x: {value: 1}}', 'metric: is needed by method bayes'],
  ['method: random\ncontroller: {type: local}\nparameters: {x: {value: 1}}', /^controller\.type: must not be local/],
])('%j is refused', (text, message) => {
  const [first] = faultsOf(text);
  if (typeof message === 'string') expect(first).toBe(message);
  else expect(first).toMatch(message);
});

test('what is not known is a warning, not an error', () => {
  const { plan, warnings } = checkConfig('method: random\ncolour: red\nparameters: {x: {value: 1, step: 2}}');
  expect(plan).toBeDefined();
  expect(warnings.map(({ field }) => field)).toEqual(['colour', 'parameters.x.step']);
});

test('the number of runs is known for grids and caps', () => {
  const count = (text: string): number | undefined => {
    const { plan } = checkConfig(text);
    return plan === undefined ? -1 : expectedRuns(plan);
  };
  const grid =
    'method: grid\nparameters: {a: {values: [1, 2, 2]}, b: {min: 1, max: 5}, c: {distribution: q_uniform, min: 0, max: 1, q: 0.25}}';
  expect(count(grid)).toBe(2 * 5 * 5);
  expect(count(`${grid}\nrun_cap: 7`)).toBe(7);
  expect(count('method: random\nparameters: {x: {min: 0.0, max: 1.0}}')).toBeUndefined();
});
