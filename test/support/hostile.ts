import type { WireClient } from './demo/client.ts';

/** Names that a page, a pattern, a database or an address may trip over; what the client itself accepts. */
export const HOSTILE_KEYS = [
  'a/b/c/d',
  'with.dots.in',
  'with spaces in',
  'emoji 😀🚀',
  `quo"te 'single' \`tick\``,
  'back\\slash %20 & ?#',
  '<img src=x onerror=alert(1)>',
  '__proto__',
  'constructor',
  '__proto__/inner',
  'constructor/inner',
  '${x} {{y}}',
  'Loss',
  'loss',
  'x'.repeat(500),
] as const;

const NOTES = [
  '# Notes',
  '<script>document.title = "stolen"</script>',
  '<img src=x onerror="document.title = \'stolen\'">',
  '[press me](javascript:document.title="stolen")',
  '[data](data:text/html,<script>alert(1)</script>)',
  '![picture](http://evil.example/pixel.png)',
  '<iframe src="http://evil.example/"></iframe>',
  '<style>body { display: none }</style>',
  `${'> '.repeat(40)}deep`,
  `${'['.repeat(2000)}`,
].join('\n\n');

function rowOf(keys: readonly string[], value: (key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}

/** Runs of the project `hostile`: bad names, 5,000 keys, nothing but NaN, one point, nothing at all. */
export async function writeHostileRuns(client: WireClient, project = 'hostile'): Promise<void> {
  const odd = await client.startRun({
    project,
    name: 'odd',
    displayName: '<b>odd</b> "run" 😀',
    notes: NOTES,
    tags: ['<i>tag</i>', 'a,b', '😀'],
    config: { ...rowOf(HOSTILE_KEYS, (key) => `of ${key.slice(0, 20)}`), nested: { ['__proto__']: { deep: 'found' } } },
  });
  const rows = Array.from({ length: 20 }, (_, step) => ({
    ...rowOf(HOSTILE_KEYS, (key) => step + key.length / 100),
    _step: step,
    _runtime: step,
  }));
  await odd.history(rows);
  await odd.summary(rowOf(HOSTILE_KEYS, (key) => 19 + key.length / 100));
  await odd.console([
    '<script>document.title = "stolen"</script>',
    '\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007',
  ]);
  await odd.file('code/<img src=x onerror=alert(1)>.py', 'print("<script>")\n');
  await odd.finish(0);

  const nothing = await client.startRun({ project, name: 'nothing', displayName: 'nothing logged' });
  await nothing.finish(0);

  const few = await client.startRun({ project, name: 'few', displayName: 'few points' });
  await few.history(
    Array.from({ length: 30 }, (_, step) => ({
      'only/nan': Number.NaN,
      ...(step === 7 ? { 'only/one': 3.5 } : {}),
      _step: step,
      _runtime: step,
    })),
  );
  await few.finish(0);
}

/** How many keys `writeManyKeys` logs. */
export const MANY = 5000;

/** One run with 5,000 keys in history, config and summary. */
export async function writeManyKeys(client: WireClient, project = 'many-keys'): Promise<void> {
  const keys = Array.from({ length: MANY }, (_, i) => `layer${Math.floor(i / 10)}/stat${i % 10}`);
  const run = await client.startRun({
    project,
    name: 'many',
    displayName: 'many keys',
    config: Object.fromEntries(keys.map((key, i) => [key, i])),
  });
  for (let step = 0; step < 5; step++)
    await run.history([{ ...rowOf(keys, (key) => key.length + step), _step: step, _runtime: step }]);
  await run.summary(rowOf(keys, (key) => key.length + 4));
  await run.finish(0);
}
