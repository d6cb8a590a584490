export { SharedCamera, type UpAxis } from './camera.ts';
export { loadScene, type SceneContent } from './load.ts';
export { SceneView, type SceneHandle, type SceneViewProps } from './scene-view.tsx';
export type { SceneLook } from './stage.ts';
