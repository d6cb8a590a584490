/** How a video plays. */
export interface VideoState {
  readonly isPlaying: boolean;
  readonly rate: number;
  readonly isLooping: boolean;
}

/** What a video offers to whoever moves several at once. */
export interface VideoHandle {
  /** Together with others: it stops none that sounds. */
  readonly playAlong: () => void;
  readonly pause: () => void;
  readonly seek: (seconds: number) => void;
  readonly stepFrame: (by: 1 | -1) => void;
  readonly setRate: (rate: number) => void;
  readonly setLooping: (isLooping: boolean) => void;
  /** Where it is and how long it is, in seconds; 0 while that is not known. */
  readonly place: () => { readonly seconds: number; readonly duration: number };
}

/** Of all videos: `isPlaying` when any does, `rate` when it is the same of all, `isLooping` when all do. */
export interface GroupState {
  readonly count: number;
  readonly isPlaying: boolean;
  readonly rate: number | undefined;
  readonly isLooping: boolean;
}

export const NO_VIDEOS: GroupState = { count: 0, isPlaying: false, rate: 1, isLooping: false };

const AT_REST: VideoState = { isPlaying: false, rate: 1, isLooping: false };
/** A video this near to its end has nothing left to play: browsers end some a frame early. */
const END_SECONDS = 0.08;

/** The videos of one panel that are on the screen. */
export class VideoGroup {
  readonly #videos = new Map<VideoHandle, VideoState>();
  readonly #listeners = new Set<() => void>();
  #state = NO_VIDEOS;
  /** What was chosen for all of them. */
  chosen: Partial<Pick<VideoState, 'rate' | 'isLooping'>> = {};

  add(handle: VideoHandle): () => void {
    this.#videos.set(handle, AT_REST);
    this.#changed();
    return () => {
      this.#videos.delete(handle);
      this.#changed();
    };
  }

  /** To be told by each video as it changes, whoever changed it. */
  tell(handle: VideoHandle, state: VideoState): void {
    this.#videos.set(handle, state);
    this.#changed();
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): GroupState => this.#state;

  all(act: (handle: VideoHandle) => void): void {
    for (const handle of this.#videos.keys()) act(handle);
  }

  /** Goes on from one place for all, so that they stay in step: the earliest that any is at; from the beginning after the end. */
  play(): void {
    const places = [...this.#videos.keys()].map((handle) => ({ handle, ...handle.place() }));
    const unfinished = places.filter(({ seconds, duration }) => seconds < duration - END_SECONDS);
    const from = unfinished.length === 0 ? 0 : Math.min(...unfinished.map(({ seconds }) => seconds));
    for (const { handle, duration } of places) {
      // A shorter one that is over waits at its last frame, as it would have had they never paused.
      if (from > 0 && from >= duration - END_SECONDS) continue;
      handle.seek(from);
      handle.playAlong();
    }
  }

  /** The same speed, or over and over, for all. */
  choose(part: Partial<Pick<VideoState, 'rate' | 'isLooping'>>): void {
    this.chosen = { ...this.chosen, ...part };
    const { rate, isLooping } = part;
    this.all((one) => {
      if (rate !== undefined) one.setRate(rate);
      if (isLooping !== undefined) one.setLooping(isLooping);
    });
  }

  #changed(): void {
    const all = [...this.#videos.values()];
    const [first = AT_REST] = all;
    this.#state = {
      count: all.length,
      isPlaying: all.some((one) => one.isPlaying),
      rate: all.every((one) => one.rate === first.rate) ? first.rate : undefined,
      isLooping: all.length > 0 && all.every((one) => one.isLooping),
    };
    for (const listener of this.#listeners) listener();
  }
}
