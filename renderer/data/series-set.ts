import { useEffect, useState, useSyncExternalStore } from 'react';
import { useData } from './provider.tsx';
import type { SeriesLoader, SeriesSubscription } from './series-loader.ts';
import { curveKey, NO_SERIES, type SeriesState, type SeriesWant } from './series-want.ts';

/** Places at the loader for a panel that draws several keys; one for each, however the list changes. */
class SeriesSet {
  readonly #loader: SeriesLoader;
  readonly #listeners = new Set<() => void>();
  readonly #places = new Map<string, { readonly subscription: SeriesSubscription; readonly stop: () => void }>();
  #order: readonly string[] = [];
  #states: readonly SeriesState[] = [];

  constructor(loader: SeriesLoader) {
    this.#loader = loader;
  }

  readonly states = (): readonly SeriesState[] => this.#states;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** undefined: out of sight; what was there stays. */
  setWants(wants: readonly SeriesWant[] | undefined): void {
    if (wants === undefined) {
      for (const { subscription } of this.#places.values()) subscription.setWant(undefined);
      return;
    }
    const order = wants.map(curveKey);
    this.#order = order;
    for (const [key, place] of this.#places) {
      if (order.includes(key)) continue;
      place.stop();
      place.subscription.setWant(undefined);
      this.#places.delete(key);
    }
    wants.forEach((want, i) => this.#place(order[i] ?? '').setWant(want));
    this.#publish();
  }

  /** Asks again for what has failed. */
  readonly retry = (): void => {
    for (const { subscription } of this.#places.values()) subscription.retry();
  };

  #place(key: string): SeriesSubscription {
    const known = this.#places.get(key);
    if (known !== undefined) return known.subscription;
    const subscription = this.#loader.subscription();
    this.#places.set(key, { subscription, stop: subscription.listen(() => this.#publish()) });
    return subscription;
  }

  #publish(): void {
    const states = this.#order.map((key) => this.#places.get(key)?.subscription.state() ?? NO_SERIES);
    const isSame = states.length === this.#states.length && states.every((state, i) => state === this.#states[i]);
    // Nothing yet and nothing still look the same.
    const isStillNothing = this.#states.length === 0 && states.every(isAwaited);
    if (isSame || isStillNothing) return;
    this.#states = states;
    for (const listener of this.#listeners) listener();
  }
}

const NOTHING: readonly SeriesState[] = [];

function isAwaited(state: SeriesState): boolean {
  return state.isLoading && state.lines.size === 0 && state.problem === undefined;
}

/**
 * The lines of several wants, in their order, kept fresh. `wants` must keep its identity while it means the same and
 * hold no curve twice; undefined = out of sight. No states until a line, a failure or the end of loading comes.
 */
export function useSeriesSet(wants: readonly SeriesWant[] | undefined): {
  readonly states: readonly SeriesState[];
  readonly retry: () => void;
} {
  const { series } = useData();
  const [set] = useState(() => new SeriesSet(series));
  useEffect(() => set.setWants(wants), [set, wants]);
  useEffect(() => () => set.setWants(undefined), [set]);
  const states = useSyncExternalStore(set.listen, set.states, () => NOTHING);
  return { states, retry: set.retry };
}
