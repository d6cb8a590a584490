import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';

/** Moves the other clips of a panel to where one of them was moved. */
export class SoundCursor {
  readonly #clips = new Set<(seconds: number) => void>();

  /** `seek` is called with the place of another clip, in seconds. */
  add(seek: (seconds: number) => void): () => void {
    this.#clips.add(seek);
    return () => this.#clips.delete(seek);
  }

  move(seconds: number, by: (seconds: number) => void): void {
    for (const seek of this.#clips) if (seek !== by) seek(seconds);
  }
}

const CursorContext = createContext<SoundCursor | undefined>(undefined);

/** The clips within share their place in time, so that the same moment is compared in all. */
export function SoundCursorProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [cursor] = useState(() => new SoundCursor());
  return <CursorContext value={cursor}>{children}</CursorContext>;
}

/** Joins a clip to those of its panel; `seek` keeps its identity. The answer tells them where this one was moved. */
export function useSoundCursor(seek: (seconds: number) => void): (seconds: number) => void {
  const cursor = useContext(CursorContext);
  useEffect(() => cursor?.add(seek), [cursor, seek]);
  return (seconds) => cursor?.move(seconds, seek);
}
