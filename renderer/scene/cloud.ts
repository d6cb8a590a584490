import { strings } from './strings.ts';
/** A box as twelve edges: 24 points, x y z each. */
export interface SceneBox {
  readonly edges: Float32Array;
  /** r, g, b, 0 to 255. */
  readonly color: readonly [number, number, number];
  readonly label?: string;
  readonly score?: number;
  /** Where its words stand. */
  readonly top: readonly [number, number, number];
}

/** Points in space with all that was logged beside them. */
export interface Cloud {
  /** 3 numbers for each point. */
  readonly positions: Float32Array;
  /** r, g, b, 0 to 255, for each point; undefined where none were logged. */
  readonly colors: Uint8Array | undefined;
  /** The fourth number of each point, its category; undefined where none were logged. */
  readonly values: Float32Array | undefined;
  readonly boxes: readonly SceneBox[];
  /** Arrows: start x y z, end x y z, and r g b for each. */
  readonly arrows: Float32Array;
  readonly arrowColors: Uint8Array;
  /** Points, boxes and arrows that hold NaN or too few numbers. */
  readonly leftOut: number;
}

const BLUE: readonly [number, number, number] = [22, 104, 184];

/**
 * Reads a `.pts.json` value: points of 3 numbers (x y z), 4 (and a category from 1 to 14) or 6 (and r g b), alone or in a
 * scene with boxes and vectors. Members that hold no place in space are left out and counted. Throws an Error in words
 * when it is no such value. Source: protocol 9.4.
 */
export function readCloud(value: unknown): Cloud {
  const scene = Array.isArray(value) ? { points: value } : value;
  if (typeof scene !== 'object' || scene === null) throw new Error(strings.noPoints);
  const { points = [], boxes = [], vectors = [] } = scene as Readonly<Record<string, unknown>>;
  if (!Array.isArray(points) || !Array.isArray(boxes) || !Array.isArray(vectors)) throw new Error(strings.noLists);
  const cloud = readPoints(points);
  const goodBoxes = boxes.map(readBox).filter((one) => one !== undefined);
  const arrows = vectors.flatMap((one) => readArrow(one) ?? []);
  return {
    positions: cloud.positions,
    colors: cloud.colors,
    values: cloud.values,
    boxes: goodBoxes,
    arrows: Float32Array.from(arrows.flatMap((one) => one.ends)),
    arrowColors: Uint8Array.from(arrows.flatMap((one) => one.color)),
    leftOut:
      points.length - cloud.positions.length / 3 + (boxes.length - goodBoxes.length) + (vectors.length - arrows.length),
  };
}

function readPoints(points: readonly unknown[]): Pick<Cloud, 'positions' | 'colors' | 'values'> {
  const positions = new Float32Array(points.length * 3);
  const width = points.reduce<number>((most, one) => (most > 0 || !Array.isArray(one) ? most : one.length), 0);
  const colors = width >= 6 ? new Uint8Array(points.length * 3) : undefined;
  const values = width === 4 || width === 5 ? new Float32Array(points.length) : undefined;
  let n = 0;
  for (const point of points) {
    if (!Array.isArray(point)) continue;
    const [x, y, z] = point as readonly unknown[];
    if (!isPlace(x) || !isPlace(y) || !isPlace(z)) continue;
    positions.set([x, y, z], n * 3);
    const [, , , a, b, c] = point as readonly unknown[];
    if (colors !== undefined) colors.set([byte(a), byte(b), byte(c)], n * 3);
    if (values !== undefined) values[n] = isPlace(a) ? a : 1;
    n += 1;
  }
  return { positions: positions.slice(0, n * 3), colors: colors?.slice(0, n * 3), values: values?.slice(0, n) };
}

function readBox(value: unknown): SceneBox | undefined {
  const { corners, color, label, score } = fieldsOf(value);
  if (!Array.isArray(corners) || corners.length !== 8) return undefined;
  const places = corners.map(placeOf);
  if (!places.every((one): one is Place => one !== undefined)) return undefined;
  const edges = edgesOf(places);
  const top = places.reduce((a, b) => (b[2] > a[2] ? b : a));
  return {
    edges,
    color: colorOf(color) ?? BLUE,
    top,
    ...(typeof label === 'string' && label !== '' ? { label } : {}),
    ...(typeof score === 'number' && Number.isFinite(score) ? { score } : {}),
  };
}

type Place = readonly [number, number, number];

/**
 * The twelve edges of a box whose corners come in any order: the three corners next to the first are those whose sums
 * give the other four.
 */
export function edgesOf(corners: readonly Place[]): Float32Array {
  const [origin = [0, 0, 0], ...others] = corners;
  const arms = others.map((one) => minus(one, origin));
  let best: readonly [number, number, number] = [0, 1, 2];
  let least = Infinity;
  for (let i = 0; i < 7; i++)
    for (let j = i + 1; j < 7; j++)
      for (let k = j + 1; k < 7; k++) {
        const error = mismatch(arms, i, j, k);
        if (error < least) [least, best] = [error, [i, j, k]];
      }
  const zero: Place = [0, 0, 0];
  const [a, b, c] = best.map((i) => arms[i] ?? zero) as [Place, Place, Place];
  const edges: number[] = [];
  for (const [along, one, two] of [
    [a, b, c],
    [b, a, c],
    [c, a, b],
  ] as const) {
    for (const start of [zero, one, two, plus(one, two)]) {
      edges.push(...plus(origin, start), ...plus(origin, plus(start, along)));
    }
  }
  return Float32Array.from(edges);
}

/** How far the sums of three arms are from the other four corners. */
function mismatch(arms: readonly Place[], i: number, j: number, k: number): number {
  const zero: Place = [0, 0, 0];
  const [a, b, c] = [arms[i] ?? zero, arms[j] ?? zero, arms[k] ?? zero];
  const rest = arms.filter((_, n) => n !== i && n !== j && n !== k);
  return [plus(a, b), plus(a, c), plus(b, c), plus(a, plus(b, c))].reduce(
    (sum, wanted) => sum + Math.min(...rest.map((one) => length(minus(one, wanted)))),
    0,
  );
}

function readArrow(value: unknown): { readonly ends: readonly number[]; readonly color: Place } | undefined {
  const { start, end, color } = fieldsOf(value);
  const [from, to] = [placeOf(start), placeOf(end)];
  return from === undefined || to === undefined ? undefined : { ends: [...from, ...to], color: colorOf(color) ?? BLUE };
}

function plus(a: Place, b: Place): Place {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function minus(a: Place, b: Place): Place {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function length([x, y, z]: Place): number {
  return Math.hypot(x, y, z);
}

function placeOf(value: unknown): Place | undefined {
  if (!Array.isArray(value)) return undefined;
  const [x, y, z] = value as readonly unknown[];
  return isPlace(x) && isPlace(y) && isPlace(z) ? [x, y, z] : undefined;
}

/** Stored as logged; values beyond 255 are clamped for drawing only. */
function colorOf(value: unknown): Place | undefined {
  if (!Array.isArray(value) || value.length < 3) return undefined;
  return [byte(value[0]), byte(value[1]), byte(value[2])];
}

function byte(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(255, Math.round(value)) : 0;
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
