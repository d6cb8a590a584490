import {
  Color,
  Fog,
  LinearSRGBColorSpace,
  PerspectiveCamera,
  PointsMaterial,
  Scene,
  type Sphere,
  Spherical,
  SRGBColorSpace,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { firstPlace, goTo, placeOf, type SharedCamera, type UpAxis } from './camera.ts';
import type { CloudLook } from './colors.ts';
import type { SceneContent } from './load.ts';
import { buildParts, type SceneLabel, type SceneParts } from './parts.ts';

/** How a scene is looked at. */
export interface SceneLook extends CloudLook {
  /** Of points, in pixels of the page. */
  readonly pointSize: number;
  readonly hasLabels: boolean;
  readonly hasAxes: boolean;
  /** What is far fades into the ground. */
  readonly hasFog: boolean;
  readonly up: UpAxis;
  /** CSS colour of the ground. */
  readonly ground: string;
  /** CSS colour of words. */
  readonly ink: string;
  readonly font: string;
}

const REST_MS = 250;

let renderer: WebGLRenderer | undefined;

/** The page's one renderer. Throws where the browser has no WebGL. */
function rendererOf(): WebGLRenderer {
  if (renderer !== undefined && !renderer.getContext().isContextLost()) return renderer;
  renderer?.dispose();
  renderer = new WebGLRenderer({ antialias: true, alpha: false, powerPreference: 'high-performance' });
  return renderer;
}

/** One view of a content on a canvas of the page. Draws when something changed, at most once a frame. */
export class Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(40, 1, 0.01, 1000);
  readonly #controls: OrbitControls;
  readonly #shared: SharedCamera;
  readonly #stopListening: () => void;
  #parts: SceneParts | undefined;
  #content: SceneContent | undefined;
  #look: SceneLook;
  #frame = 0;
  #later = 0;
  #isFollowing = false;
  #isEnded = false;
  readonly #onFault: (fault: string) => void;

  constructor(canvas: HTMLCanvasElement, look: SceneLook, shared: SharedCamera, onFault: (fault: string) => void) {
    this.#canvas = canvas;
    this.#look = look;
    this.#shared = shared;
    this.#onFault = onFault;
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.zoomToCursor = true;
    this.#controls.addEventListener('change', () => this.#moved());
    this.#stopListening = shared.listen((_place, by) => {
      if (by !== this) this.#follow();
    });
  }

  show(content: SceneContent): void {
    if (content === this.#content) return;
    this.#content = content;
    this.#parts?.end();
    this.#parts = buildParts(content, this.#look);
    this.#scene.clear();
    this.#scene.add(this.#parts.root);
    this.#follow();
  }

  setLook(look: SceneLook): void {
    const isTurned = look.up !== this.#look.up;
    this.#look = look;
    this.#parts?.setLook(look);
    if (isTurned) this.#follow();
    this.draw();
  }

  /** Back to where everything is seen. */
  reset(): void {
    this.#shared.move(undefined, this);
    this.#follow();
  }

  /** Turns by angles, moves nearer (`zoom` < 1) or farther. */
  turn(aroundBy: number, overBy: number, zoom = 1): void {
    const { position, up } = this.#camera;
    const arm = position.clone().sub(this.#controls.target);
    const toY = new Vector3(0, 1, 0);
    const isZ = up.z > 0.5;
    // Spherical angles are about y.
    const bent = isZ ? new Vector3(arm.x, arm.z, -arm.y) : arm;
    const angles = new Spherical().setFromVector3(bent);
    angles.theta += aroundBy;
    angles.phi = Math.min(Math.PI - 0.01, Math.max(0.01, angles.phi + overBy));
    angles.radius *= zoom;
    bent.setFromSpherical(angles);
    position.copy(this.#controls.target).add(isZ ? new Vector3(bent.x, -bent.z, bent.y) : bent);
    toY.copy(up);
    this.#controls.update();
    this.#moved();
  }

  draw(): void {
    if (this.#frame !== 0 || this.#isEnded) return;
    clearTimeout(this.#later);
    // Behind a dialog, where the panel in full screen moves the same camera, it is enough to follow once it rests.
    if (!isBehind(this.#canvas)) this.#drawNextFrame();
    else this.#later = window.setTimeout(() => this.#drawNextFrame(), REST_MS);
  }

  #drawNextFrame(): void {
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      try {
        this.#paint();
      } catch (error) {
        this.#onFault(error instanceof Error ? error.message : String(error));
      }
    });
  }

  end(): void {
    this.#isEnded = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#later);
    this.#stopListening();
    this.#controls.dispose();
    this.#parts?.end();
  }

  /** Looks from where the shared camera is; the first time from where everything is seen. */
  #follow(): void {
    if (this.#parts === undefined) return;
    const { up } = this.#look;
    this.#camera.up.set(0, up === 'y' ? 1 : 0, up === 'z' ? 1 : 0);
    this.#isFollowing = true;
    goTo(this.#shared.place ?? firstPlace(up), this.#camera, this.#controls, this.#parts.bounds);
    this.#isFollowing = false;
    this.draw();
  }

  #moved(): void {
    this.draw();
    if (this.#isFollowing || this.#parts === undefined) return;
    this.#shared.move(placeOf(this.#camera, this.#controls, this.#parts.bounds), this);
  }

  #paint(): void {
    const parts = this.#parts;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (parts === undefined || width === 0 || height === 0) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const gl = rendererOf();
    gl.setPixelRatio(ratio);
    gl.setSize(width, height, false);
    // Colours of clouds are shown as they were logged; models are lit.
    const isLit = this.#content?.kind === 'model';
    gl.outputColorSpace = isLit ? SRGBColorSpace : LinearSRGBColorSpace;
    const ground = new Color().setStyle(this.#look.ground, isLit ? SRGBColorSpace : LinearSRGBColorSpace);
    gl.setClearColor(ground);
    this.#scene.fog = this.#look.hasFog ? fogOf(this.#camera, parts.bounds, ground) : null;
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
    parts.axes.visible = this.#look.hasAxes;
    for (const points of parts.points) {
      if (points.material instanceof PointsMaterial) points.material.size = this.#look.pointSize * ratio;
    }
    gl.render(this.#scene, this.#camera);
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    const flat = this.#canvas.getContext('2d');
    if (flat === null) return;
    flat.drawImage(gl.domElement, 0, 0);
    if (this.#look.hasLabels) this.#writeLabels(flat, parts.labels(), ratio);
    this.#canvas.dataset['drawn'] = '';
  }

  #writeLabels(flat: CanvasRenderingContext2D, labels: readonly SceneLabel[], ratio: number): void {
    const { width, height } = this.#canvas;
    flat.font = `${11 * ratio}px ${this.#look.font}`;
    flat.textAlign = 'center';
    flat.lineWidth = 3 * ratio;
    flat.lineJoin = 'round';
    for (const { at, text } of labels) {
      const place = at.clone().project(this.#camera);
      if (place.z > 1 || Math.abs(place.x) > 1.1 || Math.abs(place.y) > 1.1) continue;
      const x = ((place.x + 1) / 2) * width;
      const y = ((1 - place.y) / 2) * height - 5 * ratio;
      flat.strokeStyle = this.#look.ground;
      flat.strokeText(text, x, y);
      flat.fillStyle = this.#look.ink;
      flat.fillText(text, x, y);
    }
  }
}

/** Begins at the nearest point of the scene and leaves a little of the farthest. */
function fogOf(camera: PerspectiveCamera, { center, radius }: Sphere, ground: Color): Fog {
  const away = camera.position.distanceTo(center);
  return new Fog(ground, Math.max(0, away - radius), away + radius * 1.4);
}

/** Whether a dialog lies over the page that this canvas is no part of. */
function isBehind(canvas: HTMLCanvasElement): boolean {
  const dialog = [...document.querySelectorAll('[role=dialog][aria-modal=true]')].at(-1);
  return dialog !== undefined && !dialog.contains(canvas);
}
