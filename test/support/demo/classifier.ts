import { init, type InitOptions } from '../../../sdk/index.ts';
import { finishThere, placeAt } from './place.ts';
import { type Rng, seededRng } from './rng.ts';
import { environmentOf, keepText, logMachine, printEpochs, type Row } from './scenery.ts';

const ARCHITECTURES = ['resnet18', 'resnet50', 'convnext_tiny', 'vit_small'] as const;
const OPTIMIZERS = ['sgd', 'adamw'] as const;
const RATES = [0.1, 0.03, 0.01, 0.003, 0.001] as const;
const EPOCHS = 60;
const EPOCH_S = 14;
/** From one run to the next. */
const BETWEEN_MS = 4.6 * 3_600_000;

interface Trial {
  readonly options: InitOptions;
  readonly rows: readonly Row[];
  readonly hasFailed: boolean;
}

/**
 * A sweep of an image classifier over the last days before `now` (ms since 1970): learning curves that differ by rate and
 * architecture, one that diverges, one that fails. The SDK carries them over to the host at `address`.
 */
export async function writeClassifierSweep(address: string, now: number, runs = 24): Promise<void> {
  using place = placeAt(address);
  const rng = seededRng(11);
  for (let i = 0; i < runs; i++) {
    const { options, rows, hasFailed } = makeTrial(rng, i);
    const startedAt = now - (runs - i) * BETWEEN_MS;
    const run = await init({ ...place, ...options, startedAt: new Date(startedAt) });
    run.defineMetric('epoch', { hidden: true });
    rows.forEach((row, epoch) => run.log({ ...row, _runtime: epoch * EPOCH_S }));
    run.summary.set(
      'best_accuracy',
      Math.max(...rows.map((row) => Number(row['val/accuracy'])).filter(Number.isFinite)),
    );
    logMachine(run, rng, { startedAt, everyS: EPOCH_S, count: rows.length, gpus: 1 });
    printEpochs(run, rows, { startedAt, everyS: EPOCH_S, hasFailed });
    await keepText(run, place.dir, 'requirements.txt', 'torch==2.6.0\ntorchvision==0.21.0\nwandb==0.31.0\n');
    await finishThere(run, hasFailed ? 1 : 0);
  }
}

function makeTrial(rng: Rng, index: number): Trial {
  const architecture = rng.pick(ARCHITECTURES);
  const optimizer = rng.pick(OPTIMIZERS);
  const rate = rng.pick(RATES);
  const hasFailed = index === 7;
  const epochs = hasFailed ? 23 : EPOCHS;
  const rows = learningCurve(rng, { rate, isWide: architecture !== 'resnet18', epochs, hasDiverged: index === 13 });
  return {
    options: {
      project: 'image-classifier',
      id: `clf${String(index).padStart(3, '0')}`,
      name: `${architecture}-${optimizer}-lr${rate}`,
      group: architecture,
      jobType: 'train',
      tags: index % 6 === 0 ? ['baseline', 'cifar100'] : ['cifar100'],
      notes: index === 0 ? 'The reference run. Compare everything with **this** one.' : '',
      environment: environmentOf('train.py', 'workstation'),
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
    hasFailed,
  };
}

interface Curve {
  readonly rate: number;
  readonly isWide: boolean;
  readonly epochs: number;
  readonly hasDiverged: boolean;
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
