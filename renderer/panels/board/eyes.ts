/** Which runs are shown: all or none but for the named ones, so that new runs fall under the rule by themselves. */
export interface Eyes {
  readonly isOpenByDefault: boolean;
  /** Ids of runs whose eye is the other way, sorted. */
  readonly except: readonly string[];
}

export const ALL_OPEN: Eyes = { isOpenByDefault: true, except: [] };

/** Whether a run's eye is open. */
export function isOpen(eyes: Eyes, id: string): boolean {
  return eyes.except.includes(id) ? !eyes.isOpenByDefault : eyes.isOpenByDefault;
}

/** A quick form of `isOpen` for many runs. */
export function openTest(eyes: Eyes): (id: string) => boolean {
  const except = new Set(eyes.except);
  return (id) => except.has(id) !== eyes.isOpenByDefault;
}

/** Opens or closes the eyes of some runs. */
export function setEyes(eyes: Eyes, ids: readonly string[], open: boolean): Eyes {
  const except = new Set(eyes.except);
  for (const id of ids) {
    if (open === eyes.isOpenByDefault) except.delete(id);
    else except.add(id);
  }
  return { ...eyes, except: [...except].sort() };
}

/** Shows these alone: runs, or groups with their runs. */
export function onlyEyes(ids: readonly string[]): Eyes {
  return { isOpenByDefault: false, except: [...ids].sort() };
}

/** Shows one run alone. */
export function soloEye(id: string): Eyes {
  return onlyEyes([id]);
}

/** Whether exactly this run is shown. */
export function isSolo(eyes: Eyes, id: string): boolean {
  return !eyes.isOpenByDefault && eyes.except.length === 1 && eyes.except[0] === id;
}

/** Whether two boards show the same runs. */
export function isSame(one: Eyes, other: Eyes): boolean {
  return one.isOpenByDefault === other.isOpenByDefault && one.except.join('\n') === other.except.join('\n');
}

/** Reads saved eyes; what is not understood opens all. */
export function readEyes(saved: unknown): Eyes {
  if (typeof saved !== 'object' || saved === null) return ALL_OPEN;
  const { isOpenByDefault, except } = saved as Partial<Record<keyof Eyes, unknown>>;
  const ids = Array.isArray(except) ? except.filter((one): one is string => typeof one === 'string') : [];
  return { isOpenByDefault: isOpenByDefault !== false, except: ids };
}
