import { Pause, Play, SkipBack, StepBack, StepForward } from 'lucide-react';
import {
  createContext,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import { IconButton } from '#ui/widgets';
import { strings } from '../strings.ts';
import styles from './video.module.css';

/** What a video offers to whoever moves several at once. */
export interface VideoHandle {
  readonly play: () => void;
  readonly pause: () => void;
  readonly restart: () => void;
  readonly stepFrame: (by: 1 | -1) => void;
}

/** The videos of one panel that are on the screen. */
export class VideoGroup {
  readonly #handles = new Set<VideoHandle>();
  readonly #listeners = new Set<() => void>();

  add(handle: VideoHandle): () => void {
    this.#handles.add(handle);
    this.#tell();
    return () => {
      this.#handles.delete(handle);
      this.#tell();
    };
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly count = (): number => this.#handles.size;

  all(act: (handle: VideoHandle) => void): void {
    for (const handle of this.#handles) act(handle);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const GroupContext = createContext<VideoGroup | undefined>(undefined);

export function VideoGroupProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [group] = useState(() => new VideoGroup());
  return <GroupContext value={group}>{children}</GroupContext>;
}

/** Makes a video one of its panel's; the handle keeps its identity. */
export function useVideoGroup(handle: VideoHandle): void {
  const group = useContext(GroupContext);
  useEffect(() => group?.add(handle), [group, handle]);
}

const nothing = (): (() => void) => () => undefined;

/** Moves all videos of the panel together; there when there are several. */
export function VideoGroupBar(): ReactElement | undefined {
  const group = useContext(GroupContext);
  const [isPlaying, setPlaying] = useState(false);
  const count = useSyncExternalStore(group?.listen ?? nothing, group?.count ?? (() => 0));
  if (group === undefined || count < 2) return undefined;
  const act = (next: boolean | undefined, each: (handle: VideoHandle) => void): void => {
    group.all(each);
    if (next !== undefined) setPlaying(next);
  };
  return (
    <div className={styles.group} role="group" aria-label={strings.playAll}>
      <IconButton label={strings.restartAll} size="small" onClick={() => act(undefined, (one) => one.restart())}>
        <SkipBack size={14} aria-hidden />
      </IconButton>
      <IconButton label={strings.frameBack} size="small" onClick={() => act(false, (one) => one.stepFrame(-1))}>
        <StepBack size={14} aria-hidden />
      </IconButton>
      {isPlaying ? (
        <IconButton label={strings.pauseAll} size="small" onClick={() => act(false, (one) => one.pause())}>
          <Pause size={14} aria-hidden />
        </IconButton>
      ) : (
        <IconButton
          label={strings.playAll}
          size="small"
          onClick={() => {
            // All begin at the same place, so that they stay in step.
            group.all((one) => one.restart());
            act(true, (one) => one.play());
          }}
        >
          <Play size={14} aria-hidden />
        </IconButton>
      )}
      <IconButton label={strings.frameOn} size="small" onClick={() => act(false, (one) => one.stepFrame(1))}>
        <StepForward size={14} aria-hidden />
      </IconButton>
      <span className={styles.groupWords}>{strings.videoCount(count)}</span>
    </div>
  );
}
