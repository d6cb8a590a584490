import type { Cloud, SceneBox } from './cloud.ts';

/** What gives points their colour. `logged`: their own colour or category where they have one, else their height. */
export type PointColors = 'logged' | 'height' | 'category' | 'value';

/** What is seen of a cloud: how points are coloured and which kinds of points and boxes are left away. */
export interface CloudLook {
  readonly colors: PointColors;
  /** `category/3` for points of a category, `box/car` for boxes of a label, `box/` for those without one. */
  readonly hidden: readonly string[];
  /** Boxes with a lower score are not drawn; those without a score are. */
  readonly leastScore: number;
}

/** Colours of the categories 1 to 14: far apart, and each seen on light and dark ground. */
export const CATEGORY_COLORS: readonly Rgb[] = [
  [22, 104, 184],
  [212, 89, 14],
  [23, 131, 79],
  [179, 48, 143],
  [106, 79, 196],
  [154, 103, 0],
  [12, 133, 148],
  [194, 47, 61],
  [91, 140, 18],
  [214, 64, 140],
  [90, 169, 242],
  [138, 90, 60],
  [120, 134, 142],
  [142, 68, 173],
];

export type Rgb = readonly [number, number, number];

/** Dark teal below, brass above: the order is seen on both grounds and without colour vision. */
export const RAMP: readonly [Rgb, Rgb, Rgb] = [
  [27, 94, 138],
  [47, 163, 141],
  [224, 177, 60],
];

/** The colour of a category: they repeat after 14. What is no whole number counts as the one below. */
export function categoryColor(category: number): Rgb {
  const count = CATEGORY_COLORS.length;
  const at = (((Math.trunc(category) - 1) % count) + count) % count;
  return CATEGORY_COLORS[at] ?? RAMP[0];
}

/** By what a cloud's points are coloured in the end: a choice that the points cannot serve is their height. */
export function colorsInUse({ colors, values }: Cloud, wanted: PointColors): 'rgb' | 'category' | 'value' | 'height' {
  if (wanted === 'logged' && colors !== undefined) return 'rgb';
  if (values === undefined || wanted === 'height') return 'height';
  return wanted === 'value' ? 'value' : 'category';
}

/** r, g, b from 0 to 255 for each point. */
export function colorPoints(cloud: Cloud, wanted: PointColors): Uint8Array {
  const use = colorsInUse(cloud, wanted);
  if (use === 'rgb') return cloud.colors ?? new Uint8Array(cloud.positions.length);
  const colors = new Uint8Array(cloud.positions.length);
  if (use === 'category') {
    for (const [i, category] of (cloud.values ?? []).entries()) colors.set(categoryColor(category), i * 3);
    return colors;
  }
  const { least, most, at } = measureOf(cloud, use);
  const span = most > least ? most - least : 1;
  const ramp = Array.from({ length: 256 }, (_, i) => rampColor(i / 255));
  for (let i = 0; i < colors.length / 3; i++) {
    const color = ramp[Math.round(((at(i) - least) / span) * 255)];
    if (color !== undefined) colors.set(color, i * 3);
  }
  return colors;
}

/** Least and greatest height (third number) or value (fourth number) of the points; 0 and 0 without points. */
export function rangeOf(cloud: Cloud, by: 'height' | 'value'): readonly [number, number] {
  const { least, most } = measureOf(cloud, by);
  return least <= most ? [least, most] : [0, 0];
}

/** A kind of point or box, how many there are, and how it is drawn. */
export interface CloudKind {
  /** As in `CloudLook.hidden`. */
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly color: Rgb;
}

/** Categories of points, by number; none for points without a fourth number. */
export function categoriesOf({ values }: Cloud): readonly CloudKind[] {
  const counts = new Map<number, number>();
  for (const value of values ?? []) counts.set(Math.trunc(value), (counts.get(Math.trunc(value)) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([category, count]) => ({
      id: `category/${category}`,
      name: String(category),
      count,
      color: categoryColor(category),
    }));
}

/** Labels of boxes, by name, each in the colour of its first box. */
export function boxKindsOf({ boxes }: Cloud): readonly CloudKind[] {
  const kinds = new Map<string, { count: number; readonly color: Rgb }>();
  for (const { label = '', color } of boxes) {
    const known = kinds.get(label);
    if (known === undefined) kinds.set(label, { count: 1, color });
    else known.count += 1;
  }
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { count, color }]) => ({ id: `box/${name}`, name, count, color }));
}

/** The boxes that are drawn. */
export function shownBoxes(
  { boxes }: Cloud,
  { hidden, leastScore }: Pick<CloudLook, 'hidden' | 'leastScore'>,
): SceneBox[] {
  return boxes.filter(
    ({ label = '', score }) => (score === undefined || score >= leastScore) && !hidden.includes(`box/${label}`),
  );
}

/** Numbers of the points that are drawn, in order; undefined: all of them. */
export function shownPoints({ values }: Cloud, { hidden }: Pick<CloudLook, 'hidden'>): Uint32Array | undefined {
  const away = new Set(hidden.flatMap((id) => (id.startsWith('category/') ? [Number(id.slice(9))] : [])));
  if (values === undefined || away.size === 0) return undefined;
  const kept = new Uint32Array(values.length);
  let n = 0;
  for (const [i, value] of values.entries()) if (!away.has(Math.trunc(value))) kept[n++] = i;
  return kept.subarray(0, n);
}

function measureOf(
  { positions, values }: Cloud,
  by: 'height' | 'value',
): { readonly least: number; readonly most: number; readonly at: (point: number) => number } {
  const at = by === 'height' ? (i: number) => positions[i * 3 + 2] ?? 0 : (i: number) => values?.[i] ?? 0;
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < positions.length / 3; i++) {
    const one = at(i);
    if (one < least) least = one;
    if (one > most) most = one;
  }
  return { least, most, at };
}

function rampColor(t: number): Rgb {
  const [from, to, part] = t < 0.5 ? [RAMP[0], RAMP[1], t * 2] : [RAMP[1], RAMP[2], t * 2 - 1];
  const mix = (c: 0 | 1 | 2): number => Math.round(from[c] + (to[c] - from[c]) * part);
  return [mix(0), mix(1), mix(2)];
}
