import type { Decoded } from '../log/protobuf.ts';

/** The last moment that a date can hold, in milliseconds; damaged logs name later ones. */
const LAST_MS = 8.64e15;

function dateOf(ms: number): Date {
  return new Date(Number.isFinite(ms) ? Math.min(LAST_MS, Math.max(0, ms)) : 0);
}

/** A protobuf Timestamp in milliseconds since 1970, with fractions. */
export function timestampMs(time: Decoded | undefined): number | undefined {
  if (time === undefined) return undefined;
  return Number(time.seconds ?? 0) * 1000 + Number(time.nanos ?? 0) / 1e6;
}

/** A protobuf Timestamp in seconds since 1970, as the client's core writes it into lines. */
export function timestampSeconds(time: Decoded | undefined): number {
  return Number(time?.seconds ?? 0) + Number(time?.nanos ?? 0) / 1e9;
}

/** Milliseconds since 1970 as a protobuf Timestamp, to the microsecond. */
export function protoTime(ms: number): Decoded {
  const micros = Math.floor(ms * 1000);
  const seconds = Math.floor(micros / 1e6);
  const nanos = (micros - seconds * 1e6) * 1000;
  return { seconds, ...(nanos === 0 ? {} : { nanos }) };
}

/** A protobuf Timestamp as protojson writes it: 0, 3, 6 or 9 digits behind the point. */
export function isoNanos(time: Decoded): string {
  const nanos = Number(time.nanos ?? 0);
  const base = dateOf(Number(time.seconds ?? 0) * 1000)
    .toISOString()
    .slice(0, 19);
  if (nanos === 0) return `${base}Z`;
  const digits = String(nanos).padStart(9, '0');
  const length = digits.endsWith('000000') ? 3 : digits.endsWith('000') ? 6 : 9;
  return `${base}.${digits.slice(0, length)}Z`;
}

/** Milliseconds with fractions as the client's console writes them: `2026-01-01T00:00:00.000000`, UTC. */
export function isoMicros(ms: number): string {
  const micros = Math.max(0, Math.floor(ms * 1000 + 1e-3));
  const base = dateOf(Math.floor(micros / 1000))
    .toISOString()
    .slice(0, 23);
  return `${base}${String(micros % 1000).padStart(3, '0')}`;
}
