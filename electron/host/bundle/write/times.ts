import type { Decoded } from '#sdk/journal';

const BILLION = 1e9;
/** Readings of a time differ by what a float64 of that size cannot tell apart: about 240 ns. */
const TRIES_NS = [0, 60, -60, 120, -120, 180, -180, 240, -240, 300, -300] as const;

/** Seconds since 1970 as a protobuf Timestamp that is read as the same float64, where there is one. */
export function protoSeconds(seconds: number): Decoded {
  const whole = Math.floor(seconds);
  const nanos = Math.round((seconds - whole) * BILLION);
  const reads = (ns: number): boolean => (whole * 1000 + ns / 1e6) / 1000 === seconds;
  const change = TRIES_NS.find((ns) => nanos + ns >= 0 && nanos + ns < BILLION && reads(nanos + ns)) ?? 0;
  return stamp(whole, nanos + change);
}

/** When a run began by one of its rows: `timestamp` less `runtime`, both in seconds, to the nanosecond. */
export function startOf(timestamp: number, runtime: number): Decoded {
  const whole = Math.floor(timestamp);
  return stamp(whole, Math.round((timestamp - whole) * BILLION) - Math.round(runtime * BILLION));
}

function stamp(seconds: number, nanos: number): Decoded {
  const carried = Math.floor(nanos / BILLION);
  const rest = nanos - carried * BILLION;
  return { seconds: seconds + carried, ...(rest === 0 ? {} : { nanos: rest }) };
}
