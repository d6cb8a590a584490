import type { Wait } from '#sdk/base';
import { isTypedArray, type NumericArray, valueText } from '#sdk/values';
import { readWhole, refuse } from '../bytes.ts';
import { captioned, Given, Media } from '../media.ts';
import type { MediaData } from '../payload.ts';

const MODELS = ['obj', 'gltf', 'glb', 'babylon', 'stl', 'ply'] as const;
const utf8 = new TextEncoder();

type Point = readonly [number, number, number];

/** Points as rows of 3 (x y z), 4 (and a category, 1 to 14) or 6 numbers (and red green blue, 0 to 255). */
export interface PointCloud {
  readonly points: NumericArray | readonly NumericArray[];
  /** Numbers for each point where they come in one list; 3 unless given. */
  readonly stride?: 3 | 4 | 6;
}

export interface Scene extends PointCloud {
  readonly type: 'lidar/beta';
  readonly boxes?: readonly SceneBox[];
  readonly vectors?: readonly { readonly start: Point; readonly end: Point }[];
}

export interface SceneBox {
  /** Eight of them. */
  readonly corners: readonly Point[];
  readonly label?: string;
  readonly color: Point;
  readonly score?: number;
}

/** Something in space: a point cloud, a scene with boxes and vectors, or a model from a file. */
export class Object3D extends Media {
  readonly kind = 'object3D';
  readonly #data: MediaData;

  /** Errors: UsageError that says what does not fit. */
  constructor(cloud: PointCloud | Scene | Given, options: { readonly caption?: string } = {}) {
    super();
    this.#data = cloud instanceof Given ? cloud.data : toCloud(cloud, options.caption);
  }

  /** An obj, gltf, glb, babylon, stl, ply or pts.json file. Errors: UsageError. */
  static async fromFile(path: string | URL, options: { readonly caption?: string } & Wait = {}): Promise<Object3D> {
    const ending = /\.(pts\.json|[a-z0-9]+)$/i.exec(String(path))?.[1]?.toLowerCase() ?? '';
    const isKnown = ending === 'pts.json' || MODELS.some((one) => one === ending);
    if (!isKnown) refuse(`object3D: format "${ending}" is none of ${MODELS.join(', ')}, pts.json`);
    const bytes = await readWhole(path, options.signal);
    return new Object3D(new Given({ kind: 'object3D', bytes, ending: `.${ending}`, ...captioned(options.caption) }));
  }

  toData(): MediaData {
    return this.#data;
  }
}

function toCloud(cloud: PointCloud | Scene, caption: string | undefined): MediaData {
  const points = rowsOf(cloud);
  const isScene = 'type' in cloud;
  const boxes = isScene ? (cloud.boxes ?? []) : [];
  boxes.forEach(({ corners }, i) => {
    if (corners.length !== 8) refuse(`object3D: box ${i} has ${corners.length} corners, not 8`);
  });
  const stored = isScene ? { type: cloud.type, points, boxes, vectors: cloud.vectors ?? [] } : points;
  const bytes = utf8.encode(valueText(stored, 'points'));
  return { kind: 'object3D', bytes, ending: '.pts.json', ...captioned(caption) };
}

function rowsOf({ points, stride = 3 }: PointCloud): readonly (readonly number[])[] {
  const isFlat = isTypedArray(points) || typeof (points as readonly unknown[])[0] === 'number';
  const rows = isFlat
    ? Array.from({ length: points.length / stride }, (_, i) =>
        Array.from({ length: stride }, (_unused, j) => (points as ArrayLike<number>)[i * stride + j] ?? 0),
      )
    : (points as readonly NumericArray[]).map((row) => Array.from(row as ArrayLike<number>));
  if (isFlat && points.length % stride !== 0) refuse(`object3D: ${points.length} numbers are no rows of ${stride}`);
  const width = rows[0]?.length ?? stride;
  if (![3, 4, 6].includes(width)) refuse(`object3D: rows of ${width} numbers; 3, 4 or 6 are known`);
  const other = rows.findIndex((row) => row.length !== width);
  if (other >= 0) refuse(`object3D: row ${other} has ${rows[other]?.length ?? 0} numbers, the first ${width}`);
  return rows;
}

/**
 * The eight corners of a box from its centre, size and orientation (a quaternion r, x, y, z; any length but zero).
 * Source: the usual matrix of a unit quaternion. Errors: UsageError for a quaternion of zeros.
 */
export function box3d(box: {
  readonly center: Point;
  readonly size: Point;
  readonly orientation: readonly [number, number, number, number];
  readonly color: Point;
  readonly label?: string;
  readonly score?: number;
}): SceneBox {
  const { center, size, orientation, color, label, score } = box;
  const length = Math.hypot(...orientation);
  if (!(length > 0)) refuse('box3d: orientation has no direction');
  const [r, x, y, z] = orientation.map((part) => part / length) as [number, number, number, number];
  const rows = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - z * r), 2 * (x * z + y * r)],
    [2 * (x * y + z * r), 1 - 2 * (x * x + z * z), 2 * (y * z - x * r)],
    [2 * (x * z - y * r), 2 * (y * z + x * r), 1 - 2 * (x * x + y * y)],
  ] as const;
  const signs = [-1, 1];
  const units = signs.flatMap((a) => signs.flatMap((b) => signs.map((c): Point => [a, b, c])));
  const corners = units.map(([a, b, c]): Point => {
    const local = [(a * size[0]) / 2, (b * size[1]) / 2, (c * size[2]) / 2] as const;
    const turned = rows.map((row) => row[0] * local[0] + row[1] * local[1] + row[2] * local[2]);
    return [center[0] + (turned[0] ?? 0), center[1] + (turned[1] ?? 0), center[2] + (turned[2] ?? 0)];
  });
  return { corners, color, ...(label === undefined ? {} : { label }), ...(score === undefined ? {} : { score }) };
}
