/** Numbers as people read them, exact on hover; structures as JSON. */
export function cellText(value: unknown): string {
  if (typeof value === 'number') {
    if (Number.isInteger(value)) return String(value);
    const short = Number(value.toPrecision(5));
    return String(short);
  }
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** The exact words, for hover and copies. */
export function exactText(value: unknown): string {
  return typeof value === 'number' ? String(value) : cellText(value);
}

/** Whether a cell holds something that is shown, not written. */
export function isMedia(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && '_type' in value;
}
