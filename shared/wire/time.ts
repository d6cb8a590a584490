/**
 * Milliseconds since 1970 of a time as clients write it; NaN for a text that is none. One without a zone is UTC, wherever
 * it is read: older clients leave the zone out.
 */
export function clientTime(text: string): number {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes(':');
  return Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`);
}
