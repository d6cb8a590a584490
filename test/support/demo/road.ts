import type { Rng } from './rng.ts';

const WIDTH = 160;
const HEIGHT = 96;
const HORIZON = 40;

interface Car {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: readonly [number, number, number];
}

/** A drawn road: its pixels, what is where in it, and its cars. */
export interface Road {
  readonly pixels: { readonly data: Uint8Array; readonly width: number; readonly height: number; readonly channels: 3 };
  /** 0 sky, 1 field, 2 road, 3 car. */
  readonly classes: Uint8Array;
  readonly cars: readonly Car[];
}

/** Draws a road with some cars on it, as seen at a moment. */
export function drawRoad(rng: Rng, moment: number): Road {
  const cars = Array.from({ length: 3 }, (_, i): Car => {
    const depth = ((moment * 0.07 + i * 0.33) % 1) * 0.9 + 0.1;
    const width = Math.round(8 + 30 * depth);
    return {
      x: Math.round(WIDTH / 2 + (i % 2 === 0 ? 1 : -1) * 34 * depth - width / 2),
      y: Math.round(HORIZON + (HEIGHT - HORIZON) * depth * 0.8 - width * 0.3),
      width,
      height: Math.round(width * 0.6),
      colour: rng.pick([
        [196, 48, 43],
        [40, 90, 180],
        [230, 230, 226],
      ] as const),
    };
  });
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  const classes = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const car = cars.findLast((one) => isIn(one, x, y));
      const kind = car === undefined ? groundAt(x, y) : 3;
      classes[y * WIDTH + x] = kind;
      const colour = car?.colour ?? groundColour(kind, x, y);
      colour.forEach(
        (part, i) => (data[(y * WIDTH + x) * 3 + i] = Math.max(0, Math.min(255, part + 6 * rng.normal()))),
      );
    }
  }
  return { pixels: { data, width: WIDTH, height: HEIGHT, channels: 3 }, classes, cars };
}

/** The classes as a model may see them that is right at a share of the pixels. */
export function guessClasses(rng: Rng, classes: Uint8Array, right: number): Uint8Array {
  return classes.map((kind) => (rng.next() < right ? kind : Math.floor(rng.next() * 4)));
}

/** A box around a car, in parts of the picture, off by a share of its size. */
export function boxOf(
  rng: Rng,
  { x, y, width, height }: Car,
  off: number,
): Record<'minX' | 'maxX' | 'minY' | 'maxY', number> {
  const part = (value: number, whole: number): number => Math.max(0, Math.min(1, value / whole));
  const shift = (): number => off * width * rng.normal();
  return {
    minX: part(x + shift(), WIDTH),
    maxX: part(x + width + shift(), WIDTH),
    minY: part(y + shift(), HEIGHT),
    maxY: part(y + height + shift(), HEIGHT),
  };
}

function isIn(car: Car, x: number, y: number): boolean {
  return x >= car.x && x < car.x + car.width && y >= car.y && y < car.y + car.height;
}

function groundAt(x: number, y: number): number {
  if (y < HORIZON) return 0;
  const half = 6 + ((y - HORIZON) / (HEIGHT - HORIZON)) * 62;
  return Math.abs(x - WIDTH / 2) < half ? 2 : 1;
}

function groundColour(kind: number, x: number, y: number): readonly [number, number, number] {
  if (kind === 0) return [120 + y * 2, 170 + y, 230];
  if (kind === 1) return [90, 140 - y / 3, 60];
  const isLine = Math.abs(x - WIDTH / 2) < 1 + (y - HORIZON) / 30 && Math.floor(y / 7) % 2 === 0;
  return isLine ? [235, 225, 160] : [84, 86, 92];
}
