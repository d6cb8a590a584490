/** Decimal units, as in `formatBytes`. */
export const SPEED_UNITS = ['kB/s', 'MB/s'] as const;
export type SpeedUnit = (typeof SPEED_UNITS)[number];

const BYTES: Readonly<Record<SpeedUnit, number>> = { 'kB/s': 1000, 'MB/s': 1_000_000 };

/** A limit in bytes a second as it stands in the form; undefined = no limit. */
export function speedOf(bytesPerSecond: number | undefined): { readonly text: string; readonly unit: SpeedUnit } {
  if (bytesPerSecond === undefined) return { text: '', unit: 'MB/s' };
  const unit = bytesPerSecond >= BYTES['MB/s'] ? 'MB/s' : 'kB/s';
  return { text: String(Number((bytesPerSecond / BYTES[unit]).toPrecision(6))), unit };
}

/** Bytes a second, whole; undefined for an empty text, NaN for one that is no number: the host says what is wrong with it. */
export function readSpeed(text: string, unit: SpeedUnit): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? undefined : Math.round(Number(trimmed) * BYTES[unit]);
}
