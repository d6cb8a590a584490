import { lazy } from 'react';
import type { SceneContent } from './load.ts';

export { type CameraPlace, Shared, SharedCamera, type UpAxis } from './camera.ts';
export {
  boxKindsOf,
  categoriesOf,
  type CloudKind,
  colorsInUse,
  type PointColors,
  RAMP,
  rangeOf,
  type Rgb,
  shownBoxes,
  shownPoints,
} from './colors.ts';
export type { Cloud } from './cloud.ts';
export type { SceneContent } from './load.ts';
export type { SceneHandle, SceneViewProps } from './scene-view.tsx';
export type { SceneLook } from './stage.ts';

/** Comes with three.js, which is fetched with the first scene and not before. */
export const SceneView = lazy(async () => ({ default: (await import('./scene-view.tsx')).SceneView }));

/** Reads a point cloud, scene or model at `href`; rejects with a reason for people when it cannot be shown. */
export async function loadScene(file: string, href: string, sizeBytes: number): Promise<SceneContent> {
  const { loadScene: load } = await import('./load.ts');
  return load(file, href, sizeBytes);
}
