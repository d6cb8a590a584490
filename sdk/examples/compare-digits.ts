/**
 * Reads what train-digits.ts has logged: which settings did best, how its loss fell, and which digits it mixed up. Marks
 * the best run with a tag.
 *
 *     node compare-digits.ts
 */
import { Api } from 'taffrail';

await using api = new Api();
const runs = await api
  .runs('digits', {
    filters: { state: 'finished', tags: 'example' },
    order: '-summary_metrics.validation/accuracy.max',
  })
  .toArray();
for (const { name, config, summary } of runs) {
  const { max } = summary['validation/accuracy'] as { readonly max: number };
  print(`${name}: ${percent(max)} with a learning rate of ${config['learningRate']} and ${config['hidden']} units`);
}

const [best] = runs;
if (best === undefined) throw new Error('there is no run yet: train first');
const columns = await best.columns(['train/loss', 'validation/loss']);
const losses = columns['train/loss'].filter((loss) => !Number.isNaN(loss));
print(`best: ${best.name}, ${best.url}`);
print(`its loss fell from ${losses.at(0)?.toFixed(3)} to ${losses.at(-1)?.toFixed(3)} in ${losses.length} epochs`);

const { path } = best.summary['confusion_table'] as { readonly path: string };
const table = JSON.parse(await (await best.file(path)).text()) as {
  readonly data: readonly [string, string, number][];
};
const mixed = table.data.filter(([digit, taken]) => digit !== taken).sort((a, b) => b[2] - a[2]);
for (const [digit, taken, times] of mixed.slice(0, 3))
  if (times > 0) print(`${digit} was taken for ${taken}: ${times} times`);

const { tags } = await best.update({ tags: [...new Set([...best.tags, 'best'])] });
print(`its tags: ${tags.join(', ')}`);

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
