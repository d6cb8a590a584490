import {
  AmbientLight,
  AxesHelper,
  Box3,
  BufferAttribute,
  BufferGeometry,
  Color,
  ConeGeometry,
  DirectionalLight,
  Group,
  HemisphereLight,
  InstancedMesh,
  LinearSRGBColorSpace,
  LineBasicMaterial,
  LineSegments,
  Matrix4,
  MeshBasicMaterial,
  type Object3D,
  Points,
  PointsMaterial,
  Quaternion,
  Sphere,
  Vector3,
} from 'three';
import type { Cloud, SceneBox } from './cloud.ts';
import { type CloudLook, colorPoints, shownBoxes, shownPoints } from './colors.ts';
import type { SceneContent } from './load.ts';

/** Words that stand at a place in space. */
export interface SceneLabel {
  readonly at: Vector3;
  readonly text: string;
  readonly color: string;
}

/** What is drawn of a content, with what it takes to look at it and to let it go. */
export interface SceneParts {
  readonly root: Group;
  readonly points: readonly Points[];
  readonly axes: Object3D;
  readonly labels: readonly SceneLabel[];
  readonly bounds: Sphere;
  readonly end: () => void;
}

/** What is drawn of a content. Its bounds are those of all of it, whatever is left away. */
export function buildParts(content: SceneContent, look: CloudLook): SceneParts {
  const root = new Group();
  const labels: SceneLabel[] = [];
  const points: Points[] = [];
  if (content.kind === 'model') {
    root.add(content.object, ...lights());
    content.object.traverse((one) => {
      if (one instanceof Points) points.push(one);
    });
  } else {
    const { cloud } = content;
    if (cloud.positions.length > 0) {
      const made = pointsOf(cloud, look);
      points.push(made);
      root.add(made);
    }
    addBoxes(root, labels, cloud, look);
    addArrows(root, cloud);
  }
  const bounds = boundsOf(root, content.kind === 'cloud' ? content.cloud.boxes : []);
  const axes = new AxesHelper(bounds.radius * 0.35);
  root.add(axes);
  return { root, points, axes, labels, bounds, end: () => dispose(root, content.kind === 'model') };
}

function lights(): readonly Object3D[] {
  const key = new DirectionalLight(0xffffff, 1.6);
  key.position.set(1, 2, 3);
  const rim = new DirectionalLight(0xffffff, 0.7);
  rim.position.set(-2, 1, -2);
  return [new AmbientLight(0xffffff, 0.5), new HemisphereLight(0xffffff, 0x8899a0, 0.9), key, rim];
}

function pointsOf(cloud: Cloud, look: CloudLook): Points {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(cloud.positions, 3));
  geometry.setAttribute('color', new BufferAttribute(colorPoints(cloud, look.colors), 3, true));
  const shown = shownPoints(cloud, look);
  if (shown !== undefined) geometry.setIndex(new BufferAttribute(shown, 1));
  return new Points(geometry, new PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: true }));
}

function addBoxes(root: Group, labels: SceneLabel[], cloud: Cloud, look: CloudLook): void {
  const shown = shownBoxes(cloud, look);
  if (shown.length === 0) return;
  const positions = new Float32Array(shown.length * 72);
  const colors = new Uint8Array(shown.length * 72);
  for (const [i, box] of shown.entries()) {
    positions.set(box.edges, i * 72);
    for (let n = 0; n < 24; n++) colors.set(box.color, i * 72 + n * 3);
    const score = box.score === undefined ? '' : ` ${box.score.toFixed(2)}`;
    const text = `${box.label ?? ''}${score}`.trim();
    if (text !== '') labels.push({ at: new Vector3(...box.top), text, color: `rgb(${box.color.join(' ')})` });
  }
  root.add(linesOf(positions, colors));
}

function addArrows(root: Group, { arrows, arrowColors }: Cloud): void {
  const count = arrows.length / 6;
  if (count === 0) return;
  const colors = new Uint8Array(arrows.length);
  const cone = new ConeGeometry(0.035, 0.12, 10).translate(0, -0.06, 0);
  const heads = new InstancedMesh(cone, new MeshBasicMaterial(), count);
  const up = new Vector3(0, 1, 0);
  for (let i = 0; i < count; i++) {
    const color = arrowColors.subarray(i * 3, i * 3 + 3);
    colors.set(color, i * 6);
    colors.set(color, i * 6 + 3);
    const start = new Vector3().fromArray(arrows, i * 6);
    const end = new Vector3().fromArray(arrows, i * 6 + 3);
    const along = end.clone().sub(start);
    const turn = new Quaternion().setFromUnitVectors(up, along.clone().normalize());
    const size = along.length();
    heads.setMatrixAt(i, new Matrix4().compose(end, turn, new Vector3(size, size, size)));
    const [r = 0, g = 0, b = 0] = color;
    heads.setColorAt(i, new Color().setRGB(r / 255, g / 255, b / 255, LinearSRGBColorSpace));
  }
  root.add(linesOf(arrows, colors), heads);
}

function linesOf(positions: Float32Array, colors: Uint8Array): LineSegments {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('color', new BufferAttribute(colors, 3, true));
  return new LineSegments(geometry, new LineBasicMaterial({ vertexColors: true }));
}

function boundsOf(root: Group, boxes: readonly SceneBox[]): Sphere {
  const box = new Box3().setFromObject(root);
  // Boxes that are left away count too: the view does not jump when they come back.
  for (const { edges } of boxes) box.union(new Box3().setFromArray(edges));
  const sphere = box.isEmpty() ? new Sphere(new Vector3(), 1) : box.getBoundingSphere(new Sphere());
  // A single point has no extent, but a place from which it is seen.
  if (!(sphere.radius > 0)) sphere.radius = 1;
  return sphere;
}

interface Disposable {
  dispose?: () => void;
}

/** A model is shared by those that show the same file and is kept; clouds are rebuilt from their arrays. */
function dispose(root: Group, isKept: boolean): void {
  root.traverse((one) => {
    if (isKept && !(one instanceof AxesHelper)) return;
    const { geometry, material } = one as unknown as { geometry?: Disposable; material?: Disposable | Disposable[] };
    geometry?.dispose?.();
    for (const each of Array.isArray(material) ? material : [material]) each?.dispose?.();
  });
  root.clear();
}
