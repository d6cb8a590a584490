import { expect, test } from 'vitest';
import { SharedCamera } from './camera.ts';
import { edgesOf, readCloud } from './cloud.ts';
import {
  boxKindsOf,
  categoriesOf,
  CATEGORY_COLORS,
  colorPoints,
  colorsInUse,
  rangeOf,
  shownBoxes,
  shownPoints,
} from './colors.ts';
import { toGlb } from './gltf.ts';
import { buildParts } from './parts.ts';

test('points of three, four and six numbers; what has no place is left out and counted', () => {
  const plain = readCloud([[0, 1, 2], [null, 1, 2], [3, 4], 'x', [5, 6, 7]]);
  expect([...plain.positions]).toEqual([0, 1, 2, 5, 6, 7]);
  expect(plain.colors).toBeUndefined();
  expect(plain.leftOut).toBe(3);
  const classes = readCloud([
    [0, 0, 0, 1],
    [0, 0, 0, 14],
    [0, 0, 0, 15],
  ]);
  expect([...colorPoints(classes, 'logged')]).toEqual([
    ...(CATEGORY_COLORS[0] ?? []),
    ...(CATEGORY_COLORS[13] ?? []),
    ...(CATEGORY_COLORS[0] ?? []),
  ]);
  expect([...(readCloud([[0, 0, 0, 300, -1, 7.6]]).colors ?? [])]).toEqual([255, 0, 8]);
});

const CORNERS = [0, 1].flatMap((x) => [0, 2].flatMap((y) => [0, 9].map((z) => [x, y, z] as const)));

test('a long box keeps its twelve edges in whatever order its corners come', () => {
  const shuffled = [3, 7, 0, 5, 2, 6, 1, 4].flatMap((i) => CORNERS.slice(i, i + 1));
  const edges = edgesOf(shuffled);
  const lengths = Array.from({ length: 12 }, (_, i) => {
    const [ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0] = edges.subarray(i * 6, i * 6 + 6);
    return Math.hypot(ax - bx, ay - by, az - bz);
  });
  expect(lengths.sort((a, b) => a - b)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 9, 9, 9, 9]);
});

test('scenes: labels, scores, clamped colours, arrows; boxes with a bad corner are counted', () => {
  const cloud = readCloud({
    type: 'lidar/beta',
    points: [],
    boxes: [
      { corners: CORNERS, label: 'car', color: [300, 0, 1], score: 0.5 },
      { corners: CORNERS.slice(1), color: [0, 0, 0] },
    ],
    vectors: [
      { start: [0, 0, 0], end: [1, 1, 1] },
      { start: [0, 0, null], end: [1, 1, 1] },
    ],
  });
  expect(cloud.boxes).toMatchObject([{ label: 'car', score: 0.5, color: [255, 0, 1] }]);
  expect([...cloud.arrows]).toEqual([0, 0, 0, 1, 1, 1]);
  expect(cloud.leftOut).toBe(2);
  expect(() => readCloud(3)).toThrow('no points');
});

test('a glTF with its data inside becomes one GLB; other files are named and refused', () => {
  const data = (bytes: string): string => `data:application/octet-stream;base64,${btoa(bytes)}`;
  const document = {
    asset: { version: '2.0' },
    buffers: [
      { uri: data('abcde'), byteLength: 5 },
      { uri: data('fgh'), byteLength: 3 },
    ],
    bufferViews: [{ buffer: 1, byteOffset: 1, byteLength: 2 }],
    images: [{ uri: 'data:image/jpeg;base64,' + btoa('xy') }],
  };
  const glb = toGlb(new TextEncoder().encode(JSON.stringify(document)).buffer);
  const view = new DataView(glb);
  expect(view.getUint32(8, true)).toBe(glb.byteLength);
  const length = view.getUint32(12, true);
  const read = JSON.parse(new TextDecoder().decode(new Uint8Array(glb, 20, length))) as typeof document;
  expect(read.bufferViews).toEqual([
    { buffer: 0, byteOffset: 9, byteLength: 2 },
    { buffer: 0, byteOffset: 12, byteLength: 2 },
  ]);
  expect(read.images).toEqual([{ mimeType: 'image/jpeg', bufferView: 1 }]);
  expect(new TextDecoder().decode(new Uint8Array(glb, 28 + length + 9, 2))).toBe('gh');
  expect(toGlb(glb)).toBe(glb);
  const outside = { buffers: [{ uri: 'a.bin' }] };
  expect(() => toGlb(new TextEncoder().encode(JSON.stringify(outside)).buffer)).toThrow('a.bin');
});

test('whoever moves a shared camera is heard by the others', () => {
  const camera = new SharedCamera();
  const heard: unknown[] = [];
  const stop = camera.listen((place, by) => heard.push([place, by]));
  const me = {};
  camera.move({ eye: [1, 2, 3], middle: [0, 0, 0] }, me);
  expect(heard).toEqual([[{ eye: [1, 2, 3], middle: [0, 0, 0] }, me]]);
  stop();
  camera.move(undefined, me);
  expect(heard).toHaveLength(1);
});

test('points are coloured by category, value or height, and a choice they cannot serve is their height', () => {
  const classes = readCloud([
    [0, 0, 5, 2],
    [0, 0, 7, 2],
    [0, 0, 9, 7.5],
  ]);
  expect(categoriesOf(classes)).toMatchObject([
    { id: 'category/2', count: 2, color: CATEGORY_COLORS[1] },
    { id: 'category/7', count: 1, color: CATEGORY_COLORS[6] },
  ]);
  expect(rangeOf(classes, 'height')).toEqual([5, 9]);
  expect(rangeOf(classes, 'value')).toEqual([2, 7.5]);
  expect([...colorPoints(classes, 'value').subarray(0, 3)]).toEqual([...colorPoints(classes, 'height').subarray(0, 3)]);
  expect(colorsInUse(readCloud([[1, 2, 3]]), 'category')).toBe('height');
  expect(colorsInUse(readCloud([[1, 2, 3, 9, 9, 9]]), 'logged')).toBe('rgb');
  expect(colorsInUse(readCloud([[1, 2, 3, 9, 9, 9]]), 'height')).toBe('height');
});

test('kinds of points and boxes are left away by name, boxes by their score too', () => {
  const cloud = readCloud({
    points: [
      [0, 0, 0, 1],
      [0, 0, 0, 2],
      [0, 0, 0, 1],
    ],
    boxes: [
      { corners: CORNERS, label: 'car', score: 0.9 },
      { corners: CORNERS, label: 'car', score: 0.1 },
      { corners: CORNERS },
    ],
  });
  expect(shownPoints(cloud, { hidden: ['box/car'] })).toBeUndefined();
  expect([...(shownPoints(cloud, { hidden: ['category/1'] }) ?? [])]).toEqual([1]);
  expect(boxKindsOf(cloud).map(({ id, count }) => [id, count])).toEqual([
    ['box/', 1],
    ['box/car', 2],
  ]);
  expect(shownBoxes(cloud, { hidden: [], leastScore: 0.5 })).toHaveLength(2);
  expect(shownBoxes(cloud, { hidden: ['box/'], leastScore: 0.5 })).toHaveLength(1);
});

test('a new look writes colours, order and boxes anew and leaves the places of two million points as they are', () => {
  const count = 2_000_000;
  const positions = Float32Array.from({ length: count * 3 }, (_, i) => (i * 7919) % 1000);
  const values = Float32Array.from({ length: count }, (_, i) => (i % 4) + 1);
  const [car] = readCloud({ points: [], boxes: [{ corners: CORNERS, label: 'car', score: 0.5 }] }).boxes;
  if (car === undefined) throw new Error('no box');
  const none = new Float32Array(0);
  const cloud = { positions, values, colors: undefined, boxes: [car], arrows: none, arrowColors: new Uint8Array(0) };
  const look = { colors: 'logged', hidden: [], leastScore: 0 } as const;
  const parts = buildParts({ kind: 'cloud', cloud: { ...cloud, leftOut: 0 } }, look);
  const geometry = parts.points[0]?.geometry;
  const places = geometry?.getAttribute('position');
  const colors = geometry?.getAttribute('color');
  const { version = -1 } = places as { version?: number };
  expect([places?.count, geometry?.index, parts.labels().length]).toEqual([count, null, 1]);
  const center = parts.bounds.center.toArray();

  parts.setLook({ ...look, hidden: ['category/1'], leastScore: 0.6 });
  expect(geometry?.drawRange.count).toBe(count * 0.75);
  expect(geometry?.index?.getX(0)).toBe(1);
  expect(parts.labels()).toHaveLength(0);
  const before = colors?.getX(0);
  parts.setLook({ ...look, colors: 'height' });
  expect(geometry?.drawRange.count).toBe(count);
  expect(geometry?.index?.getX(0)).toBe(0);
  expect(colors?.getX(0)).not.toBe(before);
  expect(parts.labels()).toHaveLength(1);

  expect(geometry?.getAttribute('position')).toBe(places);
  expect(geometry?.getAttribute('color')).toBe(colors);
  expect((places as { version?: number }).version).toBe(version);
  expect(parts.bounds.center.toArray()).toEqual(center);
  parts.end();
});
