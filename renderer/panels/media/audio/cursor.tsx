import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';

/** Goes to a place, in seconds; `isPassing`: another clip plays there now and goes on. */
type Follow = (seconds: number, isPassing: boolean) => void;

/** Moves the other clips of a panel to where one of them was moved, or is playing. */
export class SoundCursor {
  readonly #clips = new Set<Follow>();

  /** `follow` is called with the place of another clip. */
  add(follow: Follow): () => void {
    this.#clips.add(follow);
    return () => this.#clips.delete(follow);
  }

  move(seconds: number, isPassing: boolean, by: Follow): void {
    for (const follow of this.#clips) if (follow !== by) follow(seconds, isPassing);
  }
}

const CursorContext = createContext<SoundCursor | undefined>(undefined);

/** The clips within share their place in time, so that the same moment is compared in all. */
export function SoundCursorProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [cursor] = useState(() => new SoundCursor());
  return <CursorContext value={cursor}>{children}</CursorContext>;
}

/** Joins a clip to those of its panel; `follow` keeps its identity. The answer tells them where this one is. */
export function useSoundCursor(follow: Follow): Follow {
  const cursor = useContext(CursorContext);
  useEffect(() => cursor?.add(follow), [cursor, follow]);
  return (seconds, isPassing) => cursor?.move(seconds, isPassing, follow);
}
