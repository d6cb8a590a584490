import { Image, Table } from '../../../sdk/index.ts';
import type { Rng } from './rng.ts';

const SIZE = 20;
const LENGTH = 32;
const ROWS = 160;

/** Whether a place, each coordinate from -1 to 1, lies in a sign of a kind; and the sign's colour. */
const SIGNS = {
  stop: { isIn: (x: number, y: number) => Math.abs(x) + Math.abs(y) < 1.2, colour: [196, 48, 43] },
  limit: { isIn: (x: number, y: number) => x * x + y * y < 0.8, colour: [230, 230, 226] },
  yield: { isIn: (x: number, y: number) => y > -0.7 && Math.abs(x) < (0.8 - y) / 1.6, colour: [236, 186, 40] },
  parking: { isIn: (x: number, y: number) => Math.max(Math.abs(x), Math.abs(y)) < 0.75, colour: [40, 90, 180] },
} as const;
const KINDS = Object.keys(SIGNS) as readonly (keyof typeof SIGNS)[];

/** Signs at the road with what a model makes of each: a vector for projections, near to those of its kind. */
export function signTable(rng: Rng): Table {
  const middles = KINDS.map(() => Array.from({ length: LENGTH }, () => 2 * rng.normal()));
  const table = new Table({ columns: ['picture', 'sign', 'distance', 'embedding'] });
  for (let i = 0; i < ROWS; i++) {
    const at = i % KINDS.length;
    const kind = KINDS[at] ?? 'stop';
    const distance = 5 + 60 * rng.next();
    // Far signs are seen less well: their vectors are drawn to the middle of all.
    const sure = 1 - distance / 90;
    const embedding = (middles[at] ?? []).map((value) => Number((value * sure + 0.5 * rng.normal()).toFixed(4)));
    table.add(signPicture(rng, kind, sure), kind, Number(distance.toFixed(1)), embedding);
  }
  return table;
}

function signPicture(rng: Rng, kind: keyof typeof SIGNS, sure: number): Image {
  const { isIn, colour } = SIGNS[kind];
  const data = new Uint8Array(SIZE * SIZE * 3);
  for (let at = 0; at < SIZE * SIZE; at++) {
    const [x, y] = [((at % SIZE) / SIZE) * 2 - 1, (Math.floor(at / SIZE) / SIZE) * 2 - 1];
    const pixel = isIn(x, y) ? colour : [110, 140, 120];
    pixel.forEach((part, i) => {
      data[at * 3 + i] = Math.max(0, Math.min(255, 128 + (part - 128) * (0.4 + 0.6 * sure) + 10 * rng.normal()));
    });
  }
  return new Image({ data, width: SIZE, height: SIZE, channels: 3 });
}
