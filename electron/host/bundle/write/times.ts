import type { Decoded } from '#sdk/journal';

const BILLION = 1e9;

/** Seconds since 1970 as a protobuf Timestamp: a nanosecond is far finer than a float64 of that size, so it is read as the same one. */
export function protoSeconds(seconds: number): Decoded {
  const whole = Math.floor(seconds);
  return stamp(whole, Math.round((seconds - whole) * BILLION));
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
