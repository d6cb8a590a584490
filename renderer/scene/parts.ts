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
import { type CloudLook, colorPoints, colorsInUse, shownBoxes, shownPoints } from './colors.ts';
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
  readonly bounds: Sphere;
  /** Words of the boxes that are drawn. */
  labels(): readonly SceneLabel[];
  /** Changes only what the new look asks for: colours, which points are drawn, boxes; places stay on the graphics card. */
  setLook(look: CloudLook): void;
  end(): void;
}

/** What is drawn of a content. Its bounds are those of all of it, whatever is left away. */
export function buildParts(content: SceneContent, look: CloudLook): SceneParts {
  const root = new Group();
  return content.kind === 'model' ? modelParts(root, content.object) : cloudParts(root, content.cloud, look);
}

function modelParts(root: Group, object: Object3D): SceneParts {
  const points: Points[] = [];
  root.add(object, ...lights());
  object.traverse((one) => {
    if (one instanceof Points) points.push(one);
  });
  const bounds = boundsOf(root, []);
  const axes = addAxes(root, bounds);
  return { root, points, axes, bounds, labels: () => [], setLook: () => undefined, end: () => dispose(root, true) };
}

function cloudParts(root: Group, cloud: Cloud, first: CloudLook): SceneParts {
  const points = cloud.positions.length > 0 ? new CloudPoints(cloud) : undefined;
  const boxes = new Group();
  if (points !== undefined) root.add(points.object);
  root.add(boxes);
  addArrows(root, cloud);
  const bounds = boundsOf(root, cloud.boxes);
  const axes = addAxes(root, bounds);
  let labels: readonly SceneLabel[] = [];
  let shown: readonly SceneBox[] = [];
  const setLook = (look: CloudLook): void => {
    points?.setLook(look);
    const wanted = shownBoxes(cloud, look);
    if (wanted.length === shown.length && wanted.every((box, i) => box === shown[i])) return;
    shown = wanted;
    dispose(boxes, false);
    labels = fillBoxes(boxes, wanted);
  };
  setLook(first);
  return {
    root,
    points: points === undefined ? [] : [points.object],
    axes,
    bounds,
    labels: () => labels,
    setLook,
    end: () => dispose(root, false),
  };
}

function addAxes(root: Group, bounds: Sphere): Object3D {
  const axes = new AxesHelper(bounds.radius * 0.35);
  root.add(axes);
  return axes;
}

/** The points of a cloud: one buffer of places for good, and colours and numbers that are written anew in place. */
class CloudPoints {
  readonly object: Points;
  readonly #cloud: Cloud;
  readonly #colors: BufferAttribute;
  readonly #geometry = new BufferGeometry();
  #order: BufferAttribute | undefined;
  #use = '';
  #hidden: readonly string[] = [];

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#colors = new BufferAttribute(new Uint8Array(cloud.positions.length), 3, true);
    this.#geometry.setAttribute('position', new BufferAttribute(cloud.positions, 3));
    this.#geometry.setAttribute('color', this.#colors);
    this.object = new Points(
      this.#geometry,
      new PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: true }),
    );
  }

  setLook({ colors, hidden }: CloudLook): void {
    const use = colorsInUse(this.#cloud, colors);
    if (use !== this.#use) {
      this.#use = use;
      this.#colors.array.set(colorPoints(this.#cloud, colors));
      this.#colors.needsUpdate = true;
    }
    if (hidden !== this.#hidden) this.#choose(hidden);
  }

  /** Numbers of the drawn points stand at the front of a buffer for all, which is made when points are first left away. */
  #choose(hidden: readonly string[]): void {
    this.#hidden = hidden;
    const shown = shownPoints(this.#cloud, { hidden });
    if (shown === undefined && this.#order === undefined) return;
    const count = this.#cloud.positions.length / 3;
    this.#order ??= new BufferAttribute(new Uint32Array(count), 1);
    if (shown === undefined) for (let i = 0; i < count; i++) this.#order.array[i] = i;
    else this.#order.array.set(shown);
    this.#order.needsUpdate = true;
    this.#geometry.setIndex(this.#order);
    this.#geometry.setDrawRange(0, shown?.length ?? count);
  }
}

function lights(): readonly Object3D[] {
  const key = new DirectionalLight(0xffffff, 1.6);
  key.position.set(1, 2, 3);
  const rim = new DirectionalLight(0xffffff, 0.7);
  rim.position.set(-2, 1, -2);
  return [new AmbientLight(0xffffff, 0.5), new HemisphereLight(0xffffff, 0x8899a0, 0.9), key, rim];
}

function fillBoxes(group: Group, shown: readonly SceneBox[]): readonly SceneLabel[] {
  if (shown.length === 0) return [];
  const labels: SceneLabel[] = [];
  const positions = new Float32Array(shown.length * 72);
  const colors = new Uint8Array(shown.length * 72);
  for (const [i, box] of shown.entries()) {
    positions.set(box.edges, i * 72);
    for (let n = 0; n < 24; n++) colors.set(box.color, i * 72 + n * 3);
    const score = box.score === undefined ? '' : ` ${box.score.toFixed(2)}`;
    const text = `${box.label ?? ''}${score}`.trim();
    if (text !== '') labels.push({ at: new Vector3(...box.top), text, color: `rgb(${box.color.join(' ')})` });
  }
  group.add(linesOf(positions, colors));
  return labels;
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

/** A model is shared by those that show the same file and is kept; clouds are built from their arrays. */
function dispose(root: Group, isKept: boolean): void {
  root.traverse((one) => {
    if (isKept && !(one instanceof AxesHelper)) return;
    const { geometry, material } = one as unknown as { geometry?: Disposable; material?: Disposable | Disposable[] };
    geometry?.dispose?.();
    for (const each of Array.isArray(material) ? material : [material]) each?.dispose?.();
  });
  root.clear();
}
