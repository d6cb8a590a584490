/** How far the counters of a log are moved: a resumed script counts from 0, its run does not. */
export interface Shift {
  readonly step: number;
  readonly seconds: number;
}

export const NO_SHIFT: Shift = { step: 0, seconds: 0 };

/** True for a shift that changes nothing; it may have come from another thread. */
export function isNoShift({ step, seconds }: Shift): boolean {
  return step === 0 && seconds === 0;
}
