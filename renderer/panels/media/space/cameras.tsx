import { createContext, useContext, useState, type ReactElement, type ReactNode } from 'react';
import { SharedCamera } from '#ui/scene';

/** Cameras of panels by their names; a panel that was scrolled away is looked at from where it was left. */
const cameras = new Map<string, SharedCamera>();
/** More panels than a person turns in one sitting. */
const MOST_CAMERAS = 200;

const CameraContext = createContext<SharedCamera | undefined>(undefined);

/** All things in space of a panel are looked at from the same place. */
export function CameraProvider({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactElement {
  return <CameraContext value={cameraOf(name)}>{children}</CameraContext>;
}

/** The camera of the panel, or one of its own outside of panels. */
export function useCamera(): SharedCamera {
  const [own] = useState(() => new SharedCamera());
  return useContext(CameraContext) ?? own;
}

function cameraOf(name: string): SharedCamera {
  const known = cameras.get(name);
  if (known !== undefined) return known;
  if (cameras.size >= MOST_CAMERAS) cameras.delete(cameras.keys().next().value ?? '');
  const made = new SharedCamera();
  cameras.set(name, made);
  return made;
}
