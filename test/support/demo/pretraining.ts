import { init, type InitOptions } from '../../../sdk/index.ts';
import type { Row, RunWriter, WireClient } from './client.ts';
import { type Rng, seededRng } from './rng.ts';
import { metadataOf, systemRows } from './scenery.ts';

const LAYERS = 12;
const STEP_S = 1.9;

/** One pretraining run of a small language model with some 40 keys a step. */
export async function writePretraining(client: WireClient, now: number, steps = 3000): Promise<void> {
  const rng = seededRng(23);
  const run = await startPretraining(client, 'llm125m', 'gpt-125m-baseline');
  for (let from = 0; from < steps; from += 500) {
    const rows = Array.from({ length: Math.min(500, steps - from) }, (_, i) => tokenRow(rng, from + i, steps, now));
    await run.history(rows);
  }
  await run.events(systemRows(rng, now, 200, 4));
  await run.file('wandb-metadata.json', metadataOf('pretrain.py', now));
  await run.file('config/base.yaml', 'model: gpt-125m\ncontext: 2048\n');
  const last = tokenRow(rng, steps - 1, steps, now);
  await run.summary({ ...last, tokens: steps * 524_288, _wandb: { runtime: steps * STEP_S } });
  await run.finish(0);
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
    const row = Object.entries(tokenRow(rng, step, 2000, clock.now())).filter(([key]) => !key.startsWith('_'));
    run.log(Object.fromEntries(row));
    // The run takes it as what it prints.
    process.stdout.write(`step ${step}: loss ${Number(Object.fromEntries(row)['train/loss']).toFixed(4)}\n`);
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

function startPretraining(client: WireClient, name: string, displayName: string): Promise<RunWriter> {
  return client.startRun({ ...FACTS, name, displayName, program: 'pretrain.py', host: 'node-07' });
}

function tokenRow(rng: Rng, step: number, steps: number, now: number): Row {
  const warm = Math.min(1, step / 200);
  const loss = 2.9 + 7.9 * Math.exp(-step / 260) + 0.04 * rng.normal() + (step === 1437 ? 3.2 : 0);
  const row: Record<string, unknown> = {
    _step: step,
    _runtime: step * STEP_S,
    _timestamp: now / 1000 - (steps - step) * STEP_S,
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
