import { createContext, useContext, useState, type ReactElement, type ReactNode } from 'react';
import { SharedCamera } from '#ui/scene';
import type { SpaceConfig } from '../config.ts';

/** Cameras of panels by their names; a panel that was scrolled away is looked at from where it was left. */
const cameras = new Map<string, SharedCamera>();
/** More panels than a person turns in one sitting. */
const MOST_CAMERAS = 200;

const CameraContext = createContext<SharedCamera | undefined>(undefined);
const SaveContext = createContext<((config: SpaceConfig) => void) | undefined>(undefined);

/** All things in space of a panel are looked at from the same place and in the same way. */
export function CameraProvider({
  name,
  onConfig,
  children,
}: {
  readonly name: string;
  readonly onConfig: (config: SpaceConfig) => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <CameraContext value={cameraOf(name)}>
      <SaveContext value={onConfig}>{children}</SaveContext>
    </CameraContext>
  );
}

/** The camera of the panel, or one of its own outside of panels. */
export function useCamera(): SharedCamera {
  const [own] = useState(() => new SharedCamera());
  return useContext(CameraContext) ?? own;
}

/** How things are looked at, and what changes it: for the whole panel, or for this thing alone outside of panels. */
export function useSpaceConfig(given: SpaceConfig): readonly [SpaceConfig, (config: SpaceConfig) => void] {
  const [own, setOwn] = useState<SpaceConfig | undefined>(undefined);
  const save = useContext(SaveContext);
  return save === undefined ? [own ?? given, setOwn] : [given, save];
}

function cameraOf(name: string): SharedCamera {
  const known = cameras.get(name);
  if (known !== undefined) return known;
  if (cameras.size >= MOST_CAMERAS) cameras.delete(cameras.keys().next().value ?? '');
  const made = new SharedCamera();
  cameras.set(name, made);
  return made;
}
