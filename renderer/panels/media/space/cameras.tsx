import { createContext, useContext, useState, type ReactElement, type ReactNode } from 'react';
import { Shared, SharedCamera } from '#ui/scene';
import type { SpaceConfig } from '../config.ts';
import { type Cameras, camerasOf } from './camera-store.ts';

const CameraContext = createContext<Cameras | undefined>(undefined);
const SaveContext = createContext<((config: SpaceConfig) => void) | undefined>(undefined);

/** All things in space of a panel are looked at from the same place and in the same way; linked panels share the place. */
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
    <CameraContext value={camerasOf(name)}>
      <SaveContext value={onConfig}>{children}</SaveContext>
    </CameraContext>
  );
}

/** The cameras of the panel, or some of its own outside of panels. */
export function useCameras(): Cameras {
  const [own] = useState<Cameras>(() => ({ scenes: new SharedCamera(), molecules: new Shared() }));
  return useContext(CameraContext) ?? own;
}

/** How things are looked at, and what changes it: for the whole panel, or for this thing alone outside of panels. */
export function useSpaceConfig(given: SpaceConfig): readonly [SpaceConfig, (config: SpaceConfig) => void] {
  const [own, setOwn] = useState<SpaceConfig | undefined>(undefined);
  const save = useContext(SaveContext);
  return save === undefined ? [own ?? given, setOwn] : [given, save];
}
