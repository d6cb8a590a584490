import { strings } from './strings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How long a run can still be restored, to the nearest day; the host looks each hour. Both in ms since 1970. */
export function expiryText(expiresAt: number, now: number): string {
  const left = expiresAt - now;
  if (left < HOUR_MS) return strings.expiresSoon;
  if (left < DAY_MS) return strings.expiresToday;
  return strings.expiresIn(Math.round(left / DAY_MS));
}
