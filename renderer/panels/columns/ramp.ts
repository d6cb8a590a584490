/**
 * Colours from low to high, seen on light and dark ground alike: the lightness climbs with the value, from violet over
 * teal to a deep yellow, so that it reads in grey and for colour-blind eyes too.
 */
const STOPS = [
  [88, 62, 172],
  [58, 110, 186],
  [32, 150, 158],
  [76, 178, 106],
  [198, 182, 36],
] as const;
const STEPS = 64;

const TABLE: readonly string[] = Array.from({ length: STEPS + 1 }, (_, step) => {
  const at = (step / STEPS) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(at));
  const from = STOPS[low] ?? STOPS[0];
  const to = STOPS[low + 1] ?? from;
  const parts = from.map((part, i) => Math.round(part + ((to[i] ?? part) - part) * (at - low)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
});

/** The colour of a share of the way from lowest (0) to highest (1). One of 65, so that points can be drawn by colour. */
export function rampColor(share: number): string {
  return TABLE[Math.round(Math.min(1, Math.max(0, share)) * STEPS)] ?? '#000000';
}
