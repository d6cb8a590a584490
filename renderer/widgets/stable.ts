import { useLayoutEffect, useRef, useState } from 'react';

/**
 * The same functions for the component's whole life, each calling its latest version, so that memoised rows stay as
 * they are. The set of names must not change.
 */
export function useStable<T extends object>(acts: T): T {
  const latest = useRef(acts);
  useLayoutEffect(() => {
    latest.current = acts;
  });
  const [stable] = useState(() => {
    const names = Object.keys(acts) as (keyof T)[];
    const call =
      (name: keyof T) =>
      (...args: readonly unknown[]) =>
        (latest.current[name] as (...args: readonly unknown[]) => unknown)(...args);
    return Object.fromEntries(names.map((name) => [name, call(name)])) as T;
  });
  return stable;
}
