import { init, type InitOptions } from '../../../sdk/index.ts';
import { finishThere, placeAt } from './place.ts';
import { type Rng, seededRng } from './rng.ts';
import { environmentOf, keepText, logMachine, type Row } from './scenery.ts';

const LAYERS = 12;
const STEP_S = 1.9;

/**
 * One pretraining run of a small language model with some 40 keys a step, which began a day and a half before `now` (ms
 * since 1970). The SDK carries it over to the host at `address`.
 */
export async function writePretraining(address: string, now: number, steps = 3000): Promise<void> {
  using place = placeAt(address);
  const rng = seededRng(23);
  const startedAt = now - 36 * 3_600_000;
  const run = await init({
    ...place,
    ...FACTS,
    id: 'llm125m',
    name: 'gpt-125m-baseline',
    startedAt: new Date(startedAt),
    environment: { ...environmentOf('pretrain.py', 'node-07'), gpu_count: 4 },
  });
  for (let step = 0; step < steps; step++) run.log({ ...tokenRow(rng, step, steps), _runtime: step * STEP_S });
  run.summary.set('tokens', steps * 524_288);
  logMachine(run, rng, { startedAt, everyS: (steps * STEP_S) / 200, count: 200, gpus: 4 });
  await keepText(run, place.dir, 'config/base.yaml', 'model: gpt-125m\ncontext: 2048\n');
  await finishThere(run);
}

/** A run that goes on for as long as this process lives; one step a second. Returns when `isOver()`. */
export async function writeLiveRun(
  place: Pick<InitOptions, 'baseUrl' | 'apiKey' | 'dir'>,
  clock: { now(): number; pause(ms: number): Promise<void> },
  isOver: () => boolean,
): Promise<void> {
  const rng = seededRng(37);
  const { project, tags, notes, config } = FACTS;
  await using run = await init({
    ...place,
    project,
    tags,
    notes,
    config,
    id: `live${clock.now().toString(36)}`,
    name: 'gpt-125m-live',
    disableCode: true,
    systemMetrics: {
      sample: 1,
      average: 2,
    },
  });
  for (let step = 0; !isOver(); step++) {
    const row = tokenRow(rng, step, 2000);
    run.log(row);
    // The run takes it as what it prints.
    process.stdout.write(`step ${step}: loss ${Number(row['train/loss']).toFixed(4)}\n`);
    await clock.pause(1000);
  }
}

/** What the runs of this project have in common. */
const FACTS = {
  project: 'llm-pretraining',
  tags: ['125m', 'fineweb'],
  notes: 'Baseline before the tokenizer change.',
  config: {
    layers: LAYERS,
    width: 768,
    context: 2048,
    batch_tokens: 524_288,
    optimizer: { name: 'adamw', lr: 6e-4 },
  },
};

function tokenRow(rng: Rng, step: number, steps: number): Row {
  const warm = Math.min(1, step / 200);
  const loss = 2.9 + 7.9 * Math.exp(-step / 260) + 0.04 * rng.normal() + (step === 1437 ? 3.2 : 0);
  const row: Record<string, unknown> = {
    tokens: step * 524_288,
    'train/loss': loss,
    'train/perplexity': Math.exp(Math.min(loss, 20)),
    'train/tokens_per_second': 276_000 + 4000 * rng.normal(),
    'train/mfu': 0.41 + 0.01 * rng.normal(),
    'optim/learning_rate': 6e-4 * warm * 0.5 * (1 + Math.cos((Math.PI * step) / steps)),
    'optim/grad_norm': 0.9 + 3 * Math.exp(-step / 120) + 0.1 * Math.abs(rng.normal()),
  };
  if (step % 50 === 0) {
    row['eval/loss'] = loss + 0.06;
    row['eval/hellaswag'] = 0.25 + 0.12 * (1 - Math.exp(-step / 900)) + 0.004 * rng.normal();
  }
  for (let layer = 0; layer < LAYERS; layer++) {
    row[`grad_norm/layer.${layer}`] =
      (0.1 + layer * 0.02) * (1 + Math.exp(-step / 150)) + 0.01 * Math.abs(rng.normal());
    row[`activation/layer.${layer}`] = 0.6 + layer * 0.05 + 0.02 * rng.normal();
  }
  return row;
}
