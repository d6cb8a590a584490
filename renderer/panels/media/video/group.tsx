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
import { LoopButton, RateMenu } from './controls.tsx';
import { NO_VIDEOS, VideoGroup, type VideoHandle, type VideoState } from './video-group.ts';
import styles from './video.module.css';

const GroupContext = createContext<VideoGroup | undefined>(undefined);

export function VideoGroupProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [group] = useState(() => new VideoGroup());
  return <GroupContext value={group}>{children}</GroupContext>;
}

/** Makes a video one of its panel's; the handle keeps its identity. */
export function useVideoGroup(handle: VideoHandle, { isPlaying, rate, isLooping }: VideoState): void {
  const group = useContext(GroupContext);
  useEffect(() => group?.add(handle), [group, handle]);
  useEffect(() => group?.tell(handle, { isPlaying, rate, isLooping }), [group, handle, isPlaying, rate, isLooping]);
}

/** How fast and whether over and over all videos of the panel were set to play; one that comes later does too. */
export function useVideoStart(usual: { readonly isLooping: boolean }): Pick<VideoState, 'rate' | 'isLooping'> {
  const group = useContext(GroupContext);
  return { rate: 1, ...usual, ...group?.chosen };
}

const nothing = (): (() => void) => () => undefined;

/** Moves all videos of the panel together; there when there are several. */
export function VideoGroupBar(): ReactElement | undefined {
  const group = useContext(GroupContext);
  const { count, isPlaying, rate, isLooping } = useSyncExternalStore(
    group?.listen ?? nothing,
    group?.state ?? (() => NO_VIDEOS),
  );
  if (group === undefined || count < 2) return undefined;
  return (
    <div className={styles.group} role="group" aria-label={strings.playAll}>
      <IconButton label={strings.restartAll} size="small" onClick={() => group.all((one) => one.seek(0))}>
        <SkipBack size={14} aria-hidden />
      </IconButton>
      <IconButton label={strings.frameBack} size="small" onClick={() => group.all((one) => one.stepFrame(-1))}>
        <StepBack size={14} aria-hidden />
      </IconButton>
      {isPlaying ? (
        <IconButton label={strings.pauseAll} size="small" onClick={() => group.all((one) => one.pause())}>
          <Pause size={14} aria-hidden />
        </IconButton>
      ) : (
        <IconButton label={strings.playAll} size="small" onClick={() => group.play()}>
          <Play size={14} aria-hidden />
        </IconButton>
      )}
      <IconButton label={strings.frameOn} size="small" onClick={() => group.all((one) => one.stepFrame(1))}>
        <StepForward size={14} aria-hidden />
      </IconButton>
      <span className={styles.groupWords}>{strings.videoCount(count)}</span>
      <RateMenu rate={rate} label={strings.speedOfAll} onRate={(to) => group.choose({ rate: to })} />
      <LoopButton isLooping={isLooping} label={strings.loopAll} onLoop={(isLooping) => group.choose({ isLooping })} />
    </div>
  );
}
