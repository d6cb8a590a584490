import { formatTick } from './ticks.ts';

/** Ticks of an axis; `increment` is undefined where they are no even steps apart. */
export interface Ticks {
  readonly values: readonly number[];
  readonly increment: number | undefined;
}

/** A tick by how far it is from the next; alone, as a log axis writes it. */
export function tickLabel(value: number, increment: number | undefined): string {
  return increment === undefined ? formatLogTick(value) : formatTick(value, increment);
}

/** A tick of a log axis: powers of ten as such, others short. */
export function formatLogTick(value: number): string {
  if (value === 0) return '0';
  if (value < 0) return `-${formatLogTick(-value)}`;
  if (value >= 1e-3 && value < 1e4) return String(Number(value.toPrecision(3)));
  const power = Math.log10(value);
  return Math.abs(power - Math.round(power)) < 1e-9
    ? `1e${Math.round(power)}`
    : value.toExponential(0).replace('e+', 'e');
}

/** So many decades leave no room for anything between the powers of ten. */
const MOST_FULL_DECADES = 20;

/** Round places on a log axis: 1 to 9 times each power of ten, or even steps where a range is too narrow for two of them. */
export function logTicks(min: number, max: number): Ticks {
  const lowest = Math.floor(Math.log10(min));
  const count = Math.ceil(Math.log10(max)) - lowest;
  const leads = count > MOST_FULL_DECADES ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const ticks = Array.from({ length: count + 1 }, (_, i) => leads.map((lead) => Number(`${lead}e${lowest + i}`)))
    .flat()
    .filter((tick) => tick >= min && tick <= max);
  if (ticks.length >= 2) return { values: ticks, increment: undefined };
  const increment = 10 ** Math.floor(Math.log10((max - min) / 2));
  const first = Math.ceil(min / increment);
  const values = Array.from({ length: Math.floor(max / increment) - first + 1 }, (_, i) =>
    Number(((first + i) * increment).toPrecision(12)),
  );
  return { values, increment };
}

/** What is kept of the ticks of each decade, from all to the power of ten alone. */
const LEADS = ['123456789', '12357', '125', '1'];
/** What is kept of ticks that are even steps apart. */
const STRIDES = [1, 2, 5, 10];

/** The ticks of a log axis that can have labels `space` pixels apart: the roundest, else as many as there is room for. */
export function spacedTicks(
  { values, increment }: Ticks,
  toPx: (value: number) => number,
  space: number,
): readonly number[] {
  const isFar = (a: number, b: number | undefined): boolean => b === undefined || Math.abs(toPx(a) - toPx(b)) >= space;
  const choices =
    increment === undefined
      ? LEADS.map((leads) => values.filter((value) => leads.includes(value.toExponential().charAt(0))))
      : STRIDES.map((stride) => values.filter((value) => Math.round(value / increment) % stride === 0));
  const fitting = choices.find((some) => some.length > 0 && some.every((value, i) => isFar(value, some[i - 1])));
  if (fitting !== undefined) return fitting;
  const kept: number[] = [];
  for (const value of values) if (isFar(value, kept.at(-1))) kept.push(value);
  return kept;
}
