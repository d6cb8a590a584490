import {
  Audio,
  Histogram,
  Html,
  Image,
  type InitOptions,
  init,
  Object3D,
  plot,
  type Run,
  Table,
  Video,
} from '../../../sdk/index.ts';
import { boxOf, drawRoad, guessClasses } from './road.ts';
import { type Rng, seededRng } from './rng.ts';
import { signTable } from './signs.ts';

const CLASSES = { 0: 'sky', 1: 'field', 2: 'road', 3: 'car' };
const EPOCHS = 10;

/** Two runs of a model that sees roads, with media of every kind; written by the SDK as a script does it. */
export async function writeDriving(place: Pick<InitOptions, 'baseUrl' | 'apiKey' | 'dir'>): Promise<void> {
  for (const [i, backbone] of ['mobilenet', 'swin'].entries()) {
    await using run = await init({
      ...place,
      project: 'driving',
      id: `road${i}`,
      name: `unet-${backbone}`,
      tags: ['segmentation', backbone],
      config: { backbone, learningRate: 0.003, batch: 16, classes: Object.values(CLASSES) },
      console: false,
      disableCode: true,
    });
    const rng = seededRng(41 + i);
    run.defineMetric('epoch', { hidden: true });
    run.defineMetric('*', { stepMetric: 'epoch' });
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const right = 0.6 + (0.3 + i * 0.08) * (1 - Math.exp(-epoch / 3));
      run.log({
        epoch,
        'loss/train': 1.4 * Math.exp(-epoch / 3) + 0.1 + 0.02 * rng.normal(),
        'loss/validation': 1.5 * Math.exp(-epoch / 3.2) + 0.16 + 0.02 * rng.normal(),
        'iou/car': right - 0.1 + 0.01 * rng.normal(),
        'iou/road': right + 0.01 * rng.normal(),
        roads: [0, 1].map((n) => roadPicture(rng, epoch * 2 + n, right)),
        weights: new Histogram(Float64Array.from({ length: 2000 }, () => rng.normal() * (0.4 + epoch * 0.05))),
      });
    }
    logAtEnd(run, rng);
  }
}

function roadPicture(rng: Rng, moment: number, right: number): Image {
  const { pixels, classes, cars } = drawRoad(rng, moment);
  const { width, height } = pixels;
  const seen = guessClasses(rng, classes, right);
  const label = { labels: { 3: 'car' } };
  return new Image(pixels, {
    caption: `road ${moment}`,
    masks: {
      truth: { data: classes, width, height, labels: CLASSES },
      prediction: { data: seen, width, height, labels: CLASSES },
    },
    boxes: {
      truth: { ...label, boxes: cars.map((car) => ({ position: boxOf(rng, car, 0), classId: 3 })) },
      prediction: {
        ...label,
        boxes: cars.map((car) => ({
          position: boxOf(rng, car, 0.3 * (1 - right)),
          classId: 3,
          caption: 'car',
          scores: { sure: Math.min(0.99, right + 0.04 * rng.normal()) },
        })),
      },
    },
  });
}

/** What is looked at once the model is trained. */
function logAtEnd(run: Run, rng: Rng): void {
  const truth = Array.from({ length: 300 }, () => Math.floor(rng.next() * 4));
  const scores = truth.map((kind) => {
    const row = Array.from({ length: 4 }, (_, i) => Math.exp(rng.normal() + (i === kind ? 2 : 0)));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((value) => value / sum);
  });
  const labels = Object.values(CLASSES);
  const mistakes = new Table({ columns: ['picture', 'frame', 'cars', 'found', 'score'] });
  for (let frame = 0; frame < 12; frame++) {
    const found = Math.floor(rng.next() * 4);
    mistakes.add(roadPicture(rng, frame, 0.85), frame, 3, found, found / 3);
  }
  run.log({
    mistakes,
    scene: lidarScene(rng),
    drive: new Video(driveFrames(rng), { fps: 6, caption: 'the camera of one drive' }),
    horn: new Audio(hornSamples(), { sampleRate: 8000, caption: 'a car that was heard before it was seen' }),
    report: new Html('<h2>Evaluation</h2><p>Most misses are <b>far cars</b> against the light.</p>'),
    confusion: plot.confusionMatrix({ truth, predicted: scores.map((row) => row.indexOf(Math.max(...row))), labels }),
    precision: plot.prCurve(truth, scores, { labels }),
    signs: signTable(rng),
  });
}

function lidarScene(rng: Rng): Object3D {
  const cars = [0, 1, 2].map((i) => [6 + i * 7, i % 2 === 0 ? 2 : -2] as const);
  const points = Array.from({ length: 3000 }, (_, i): readonly number[] => {
    const [x, y] = cars[i % 6] ?? [rng.next() * 30, (rng.next() - 0.5) * 16];
    const isCar = i % 6 < 3;
    const at = isCar
      ? [x + (rng.next() - 0.5) * 4, y + (rng.next() - 0.5) * 1.8, rng.next() * 1.5]
      : [x, y, 0.03 * rng.normal()];
    return [...at, isCar ? 3 : 1];
  });
  const boxes = cars.map(([x, y]) => ({
    corners: [-2, 2].flatMap((dx) => [-0.9, 0.9].flatMap((dy) => [0, 1.5].map((z) => [x + dx, y + dy, z] as const))),
    label: 'car',
    color: [32, 160, 160] as const,
  }));
  const vectors = cars.map(([x, y]) => ({ start: [x, y, 0.75] as const, end: [x + 5, y, 0.75] as const }));
  return new Object3D({ type: 'lidar/beta', points, boxes, vectors });
}

function driveFrames(rng: Rng): ConstructorParameters<typeof Video>[0] {
  const roads = Array.from({ length: 12 }, (_, i) => drawRoad(rng, i * 0.6).pixels);
  const { width, height } = roads[0] ?? { width: 0, height: 0 };
  const data = new Uint8Array(roads.length * width * height * 3);
  roads.forEach((road, i) => data.set(road.data, i * road.data.length));
  return { data, frames: roads.length, channels: 3, height, width, order: 'thwc' };
}

function hornSamples(): Float32Array {
  return Float32Array.from({ length: 8000 }, (_, i) => {
    const fade = Math.sin((Math.PI * i) / 8000);
    return fade * (0.4 * Math.sin(i * 0.33) + 0.3 * Math.sin(i * 0.41));
  });
}
