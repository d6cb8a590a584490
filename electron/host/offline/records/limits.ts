/** A log without an end is looked at for so long after it last grew: training pauses, machines sleep. */
export const FOLLOWED_MS = 24 * 60 * 60 * 1000;
