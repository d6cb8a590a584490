import type { Vector3 } from 'three';
import { type PerspectiveCamera } from 'three';
import type { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** From where a scene is looked at, measured in its own size, so that scenes of any size share it. */
export interface CameraPlace {
  /** From the middle of what is seen to the eye, in radii. */
  readonly eye: readonly [number, number, number];
  /** What is in the middle, away from the scene's own middle, in radii. */
  readonly middle: readonly [number, number, number];
}

/** A place that several views share, and that outlives them. */
export class Shared<Place> {
  place: Place | undefined;
  readonly #listeners = new Set<(place: Place | undefined, by: object) => void>();

  constructor(place?: Place) {
    this.place = place;
  }

  listen(listener: (place: Place | undefined, by: object) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `by` is who moved it and need not be told. undefined: back to where it began. */
  move(place: Place | undefined, by: object): void {
    this.place = place;
    for (const listener of this.#listeners) listener(place, by);
  }
}

/** A camera that several scenes look through. */
export class SharedCamera extends Shared<CameraPlace> {}

/** Which way is up. */
export type UpAxis = 'y' | 'z';

/** A little from the side and from above, so that all of it is seen. */
export function firstPlace(up: UpAxis): CameraPlace {
  return { eye: up === 'z' ? [1.5, -2.1, 1.2] : [1.5, 1.1, 2.2], middle: [0, 0, 0] };
}

export function placeOf(
  camera: PerspectiveCamera,
  controls: OrbitControls,
  bounds: { readonly center: Vector3; readonly radius: number },
): CameraPlace {
  const eye = camera.position.clone().sub(controls.target).divideScalar(bounds.radius);
  const middle = controls.target.clone().sub(bounds.center).divideScalar(bounds.radius);
  return { eye: [eye.x, eye.y, eye.z], middle: [middle.x, middle.y, middle.z] };
}

export function goTo(
  place: CameraPlace,
  camera: PerspectiveCamera,
  controls: OrbitControls,
  bounds: { readonly center: Vector3; readonly radius: number },
): void {
  controls.target.fromArray(place.middle).multiplyScalar(bounds.radius).add(bounds.center);
  camera.position.fromArray(place.eye).multiplyScalar(bounds.radius).add(controls.target);
  camera.near = bounds.radius / 500;
  camera.far = bounds.radius * 100;
  camera.updateProjectionMatrix();
  controls.update();
}
