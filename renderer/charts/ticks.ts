import type { XKind } from './lines.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Tick distances in seconds that read well as durations. */
export const DURATION_INCREMENTS: number[] = [
  [1e-3, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
  [1, [1, 2, 5, 10, 15, 30]],
  [MINUTE, [1, 2, 5, 10, 15, 30]],
  [HOUR, [1, 2, 3, 6, 12]],
  [DAY, [1, 2, 5, 10, 20, 50, 100, 200, 500]],
].flatMap(([unit, counts]) => (counts as number[]).map((count) => count * (unit as number)));

/** Tick distances of whole steps. */
export const STEP_INCREMENTS: number[] = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map((n) => n * 10 ** power),
).flat();

/** From here on the letter T would stand behind a row of zeros. */
const MOST_IN_UNITS = 1e17;

const SI_UNITS = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A tick that is `increment` away from the next: `1.5k`, `20M`, `0.05`, `1e-7`. Same digits along one axis. */
export function formatTick(value: number, increment: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= MOST_IN_UNITS) return exponential(value, increment);
  // Very small distances beside large values would need a dozen digits; they are the reader's wish, so write them.
  for (const [unit, letter] of SI_UNITS) {
    if (size < unit || (unit === 1e3 && size < 10_000 && increment < 100)) continue;
    if (increment < unit / 1000) break;
    return `${trim((value / unit).toFixed(decimals(increment / unit)))}${letter}`;
  }
  if (size < 1e-4) return exponential(value, increment);
  return value.toFixed(decimals(increment));
}

function exponential(value: number, increment: number): string {
  const digits = decimals(increment / 10 ** Math.floor(Math.log10(Math.abs(value))));
  return value.toExponential(digits).replace('e+', 'e');
}

/** A duration tick in seconds: `250ms`, `45s`, `5m`, `1h 30m`, `2d 6h`. */
export function formatDurationTick(seconds: number, increment: number): string {
  if (seconds === 0) return '0';
  const sign = seconds < 0 ? '-' : '';
  const rest = Math.abs(seconds);
  if (increment < 1 && rest < 1) return `${sign}${trim((rest * 1000).toFixed(0))}ms`;
  if (increment < 1) return `${sign}${rest.toFixed(decimals(increment))}s`;
  return sign + largestUnits(Math.round(rest));
}

function largestUnits(seconds: number): string {
  const parts = [
    [Math.floor(seconds / DAY), 'd'],
    [Math.floor((seconds % DAY) / HOUR), 'h'],
    [Math.floor((seconds % HOUR) / MINUTE), 'm'],
    [seconds % MINUTE, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count}${unit}`).join(' ');
}

/** Wall-time ticks in local time; the date stands under the first tick and wherever it changes. Input in Unix seconds. */
export function formatTimeTicks(splits: readonly number[], increment: number): string[] {
  let lastDate = '';
  return splits.map((seconds) => {
    const [date, time] = isoParts(seconds * 1000);
    const isNewDate = date !== lastDate;
    lastDate = date;
    if (increment >= DAY) return date;
    const clock = increment < MINUTE ? time : time.slice(0, 5);
    return isNewDate ? `${clock}\n${date}` : clock;
  });
}

function isoParts(ms: number): readonly [date: string, time: string] {
  const at = new Date(ms);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return [date, `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`];
}

/** An x value as the cursor and the tooltip write it, in full. */
export function formatX(value: number, kind: XKind): string {
  if (kind === 'time') return isoParts(value * 1000).join(' ');
  if (kind === 'duration') return value < 60 ? `${Number(value.toPrecision(4))}s` : largestUnits(Math.round(value));
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return String(Number(value.toPrecision(6)));
}

function decimals(increment: number): number {
  if (increment <= 0 || !Number.isFinite(increment)) return 0;
  return Math.min(12, Math.max(0, -Math.floor(Math.log10(increment) + 1e-9) + (isRound(increment) ? 0 : 1)));
}

/** 1, 2 and 5 times a power of ten need no digit more than the power says; 2.5 does. */
function isRound(increment: number): boolean {
  const lead = increment / 10 ** Math.floor(Math.log10(increment) + 1e-9);
  return Math.abs(lead - Math.round(lead)) < 1e-6;
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
