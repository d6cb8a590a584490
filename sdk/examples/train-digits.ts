/**
 * Trains a small network on handwritten digits and logs what there is to see: loss and accuracy, histograms of weights,
 * precision, a confusion matrix, and the pictures that were taken for another digit.
 *
 *     node train-digits.ts [learning rate] [hidden units] [epochs]
 */
import { readFileSync } from 'node:fs';
import { Histogram, Image, init, plot, Table } from 'taffrail';
import { Network } from './network.ts';

const [learningRate = 0.05, hidden = 24, epochs = 12] = process.argv.slice(2).map(Number);
const names = Array.from({ length: 10 }, (_, digit) => String(digit));
const samples = readFileSync(new URL('digits.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\d /.test(line))
  .map((line) => ({
    digit: Number(line[0]),
    pixels: Float64Array.from(line.slice(2), (ink) => Number.parseInt(ink, 17) / 16),
  }));
const training = samples.slice(0, 700);
const validation = samples.slice(700);

await using run = await init({
  project: 'digits',
  jobType: 'train',
  tags: ['example'],
  notes: 'One hidden layer, plain gradient descent, picture by picture.',
  config: { learningRate, hidden, epochs, training: training.length, validation: validation.length, seed: 7 },
});
run.defineMetric('epoch', { hidden: true });
run.defineMetric('train/*', { stepMetric: 'epoch' });
run.defineMetric('validation/*', { stepMetric: 'epoch' });
run.defineMetric('validation/accuracy', { summary: ['max', 'last'] });

const random = seeded(7);
const network = new Network(hidden, random);
for (let epoch = 1; epoch <= epochs; epoch++) {
  let loss = 0;
  for (const { pixels, digit } of shuffled(training)) loss += network.learn(pixels, digit, learningRate);
  const { right, lost } = check();
  run.log({
    epoch,
    'train/loss': loss / training.length,
    'validation/loss': lost / validation.length,
    'validation/accuracy': right / validation.length,
    'weights/first': new Histogram(network.weights.first),
    'weights/second': new Histogram(network.weights.second, { bins: 32 }),
  });
}

const scores = validation.map(({ pixels }) => network.predict(pixels));
const truth = validation.map(({ digit }) => digit);
const predicted = scores.map(best);
const wrong = new Table({ columns: ['picture', 'digit', 'taken for', 'how sure'] });
validation.forEach(({ pixels, digit }, i) => {
  const taken = predicted[i] ?? 0;
  const picture = { data: pixels.map((ink) => 1 - ink), width: 8, height: 8 };
  if (taken !== digit) wrong.add(new Image(picture), digit, taken, scores[i]?.[taken]);
});
run.log({
  wrong,
  confusion: plot.confusionMatrix({ truth, predicted, labels: names, title: 'What was taken for what' }),
  precision: plot.prCurve(truth, scores, { labels: names, title: 'Precision over recall' }),
});
run.summary.set('wrong pictures', wrong.length);
process.stdout.write(`${wrong.length} of ${validation.length} pictures were taken for another digit\n`);

/** How many of the validation pictures are recognised, and their loss. */
function check(): { readonly right: number; readonly lost: number } {
  let [right, lost] = [0, 0];
  for (const { pixels, digit } of validation) {
    const likely = network.predict(pixels);
    if (best(likely) === digit) right += 1;
    lost -= Math.log(Math.max(likely[digit] ?? 0, 1e-12));
  }
  return { right, lost };
}

function best(likely: Float64Array): number {
  return likely.indexOf(Math.max(...likely));
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
