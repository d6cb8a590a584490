/** Something that needs a WebGL context of its own; told when it gets one and when it has to give it away. */
export interface SlotHolder {
  readonly onChange: (isHeld: boolean) => void;
}

/**
 * Places for things of which a page may hold only so many at a time. A place is taken before anything is built, so that
 * many that come in the same moment share the bound; those without one wait, and come in order as places become free.
 */
export class Slots {
  readonly #most: number;
  /** Longest held first. */
  readonly #held = new Set<SlotHolder>();
  readonly #waiting = new Set<SlotHolder>();

  constructor(most: number) {
    this.#most = most;
  }

  get heldCount(): number {
    return this.#held.size;
  }

  /** Asks for a place: now where one is free, else when one becomes free. */
  ask(holder: SlotHolder): void {
    if (this.#held.has(holder)) return;
    if (this.#held.size < this.#most) this.#give(holder);
    else this.#waiting.add(holder);
  }

  /** Takes a place in any case; who has held one for longest waits then. */
  claim(holder: SlotHolder): void {
    if (this.#held.has(holder)) return;
    const [eldest] = this.#held;
    if (this.#held.size >= this.#most && eldest !== undefined) {
      this.#held.delete(eldest);
      this.#waiting.add(eldest);
      eldest.onChange(false);
    }
    this.#give(holder);
  }

  /** Neither holds nor waits any more; who waits for longest gets the place. */
  leave(holder: SlotHolder): void {
    this.#waiting.delete(holder);
    if (!this.#held.delete(holder)) return;
    const [next] = this.#waiting;
    if (next !== undefined) this.#give(next);
  }

  #give(holder: SlotHolder): void {
    this.#waiting.delete(holder);
    this.#held.add(holder);
    holder.onChange(true);
  }
}
