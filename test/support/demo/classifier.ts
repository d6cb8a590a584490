import type { Row, RunStart, WireClient } from './client.ts';
import { type Rng, seededRng } from './rng.ts';
import { consoleOf, metadataOf, STEP_SECONDS, systemRows } from './scenery.ts';

const ARCHITECTURES = ['resnet18', 'resnet50', 'convnext_tiny', 'vit_small'] as const;
const OPTIMIZERS = ['sgd', 'adamw'] as const;
const RATES = [0.1, 0.03, 0.01, 0.003, 0.001] as const;
const EPOCHS = 60;

interface Trial {
  readonly start: RunStart;
  readonly rows: readonly Row[];
  readonly exitCode: number;
}

/** A sweep of an image classifier: learning curves that differ by rate and architecture, one that diverges, one that fails. */
export async function writeClassifierSweep(client: WireClient, now: number, runs = 24): Promise<void> {
  const rng = seededRng(11);
  for (let i = 0; i < runs; i++) {
    const trial = makeTrial(rng, i, now);
    const run = await client.startRun(trial.start);
    await run.history(trial.rows);
    const last = trial.rows.at(-1) ?? {};
    const best = Math.max(...trial.rows.map((row) => Number(row['val/accuracy'])).filter(Number.isFinite));
    await run.summary({ ...last, best_accuracy: best, _wandb: { runtime: last._runtime } });
    await run.events(systemRows(rng, now, EPOCHS, 1));
    await run.console(consoleOf(trial.rows, now, trial.exitCode));
    await run.file('wandb-metadata.json', metadataOf('train.py', now));
    await run.file('requirements.txt', 'torch==2.6.0\ntorchvision==0.21.0\nwandb==0.31.0\n');
    await run.finish(trial.exitCode);
  }
}

function makeTrial(rng: Rng, index: number, now: number): Trial {
  const architecture = rng.pick(ARCHITECTURES);
  const optimizer = rng.pick(OPTIMIZERS);
  const rate = rng.pick(RATES);
  const hasFailed = index === 7;
  const epochs = hasFailed ? 23 : EPOCHS;
  const rows = learningCurve(rng, {
    rate,
    isWide: architecture !== 'resnet18',
    epochs,
    hasDiverged: index === 13,
    now,
  });
  return {
    start: {
      project: 'image-classifier',
      name: `clf${String(index).padStart(3, '0')}`,
      displayName: `${architecture}-${optimizer}-lr${rate}`,
      group: architecture,
      jobType: 'train',
      tags: index % 6 === 0 ? ['baseline', 'cifar100'] : ['cifar100'],
      notes: index === 0 ? 'The reference run. Compare everything with **this** one.' : '',
      program: 'train.py',
      hidden: ['epoch'],
      host: 'workstation',
      config: {
        model: { architecture, depth: architecture === 'resnet50' ? 50 : 18, pretrained: index % 2 === 0 },
        optimizer,
        learning_rate: rate,
        batch_size: rng.pick([64, 128, 256]),
        epochs: EPOCHS,
        seed: index,
        augment: ['flip', 'crop', ...(index % 3 === 0 ? ['mixup'] : [])],
      },
    },
    rows,
    exitCode: hasFailed ? 1 : 0,
  };
}

interface Curve {
  readonly rate: number;
  readonly isWide: boolean;
  readonly epochs: number;
  readonly hasDiverged: boolean;
  readonly now: number;
}

function learningCurve(rng: Rng, curve: Curve): Row[] {
  const speed = 0.05 + 0.05 * Math.abs(Math.log10(curve.rate) + 1);
  const ceiling = (curve.isWide ? 0.82 : 0.74) - 0.04 * Math.abs(Math.log10(curve.rate) + 2);
  return Array.from({ length: curve.epochs }, (_, step) => {
    const progress = 1 - Math.exp(-speed * step);
    const noise = 0.012 * rng.normal();
    const accuracy = 0.01 + (ceiling - 0.01) * progress + noise;
    const isLost = curve.hasDiverged && step > 30;
    const loss = isLost ? Number.NaN : 4.6 * Math.exp(-speed * 1.3 * step) + 0.35 + 0.03 * Math.abs(rng.normal());
    return {
      _step: step,
      _runtime: step * STEP_SECONDS,
      _timestamp: curve.now / 1000 - (curve.epochs - step) * STEP_SECONDS,
      epoch: step,
      'train/loss': isLost ? Number.NaN : loss,
      'train/accuracy': isLost ? 0.01 : Math.min(0.999, accuracy + 0.06 * progress),
      'train/top5_accuracy': isLost ? 0.05 : 1 - (1 - Math.min(0.999, accuracy)) ** 2.4,
      'val/loss': isLost ? Number.NaN : loss * 1.12 + 0.02 * progress,
      'val/accuracy': isLost ? 0.01 : accuracy,
      'val/top5_accuracy': isLost ? 0.05 : 1 - (1 - Math.max(0.01, accuracy)) ** 2.1,
      'optim/learning_rate': curve.rate * 0.5 * (1 + Math.cos((Math.PI * step) / curve.epochs)),
      'optim/weight_norm': 38 + 24 * progress * (0.6 + curve.rate * 4) + 0.2 * rng.normal(),
      'optim/grad_norm': 2 * Math.exp(-0.03 * step) + 0.4 * Math.abs(rng.normal()),
    };
  });
}
