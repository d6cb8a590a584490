/** Numbers as people read them, exact on hover; structures as JSON. */
export function cellText(value: unknown): string {
  if (typeof value === 'number') return String(shortNumber(value));
  return typeof value === 'object' && value !== null ? JSON.stringify(value, shorten) : exactText(value);
}

/** The exact words, for hover and copies. */
export function exactText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? shortNumber(value) : value;
}

function shortNumber(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}

/** Whether a cell holds something that is shown, not written. */
export function isMedia(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && '_type' in value;
}
