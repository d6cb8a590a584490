import type { RunHead } from '#shared/api';
import { formatDuration } from '#shared/units';
import { exactTime } from '#ui/widgets';
import { strings } from './strings.ts';

export { exactTime };

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
/** A duration that grows each second: whole seconds, so that it ticks without flicker. */
export function elapsed(durationMs: number): string {
  const whole = Math.floor(Math.max(0, durationMs) / 1000);
  return whole < 60 ? strings.secondsLong(whole) : formatDuration(whole * 1000);
}

/** A run that was silent for so long in all has rested: it was resumed, or what it did elsewhere is still arriving. */
const RESTED_MS = 3_600_000;

/**
 * How long a running run has worked, in ms; `now` in ms since 1970. The host's figure is as old as its last answer, so
 * the clock goes on here, without the time in which the run rested.
 */
export function workedMs(run: Pick<RunHead, 'createdAt' | 'heartbeatAt' | 'durationMs'>, now: number): number {
  const { createdAt, heartbeatAt, durationMs } = run;
  if (heartbeatAt - createdAt - durationMs > RESTED_MS) return durationMs + Math.max(0, now - heartbeatAt);
  return Math.max(durationMs, now - createdAt);
}

/** `3 min. ago`, `yesterday`; `just now` below a minute. Both in ms since 1970. */
export function timeAgo(at: number, now: number): string {
  const past = now - at;
  if (past < 60_000) return strings.justNow;
  for (const [unit, size] of STEPS) {
    if (past >= size) return relative.format(-Math.floor(past / size), unit);
  }
  return strings.justNow;
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A text of the host in which instants stand as ISO in UTC, with local times in their place. */
export function withLocalTimes(text: string): string {
  return text.replace(INSTANT, (instant) => exactTime(Date.parse(instant)));
}
