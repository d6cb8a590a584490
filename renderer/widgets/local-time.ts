const parts = { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const short = new Intl.DateTimeFormat(undefined, parts);
const withZone = new Intl.DateTimeFormat(undefined, { ...parts, second: '2-digit', timeZoneName: 'short' });

/** Local date and time to the minute. `at` in ms since 1970, as below. */
export function localTime(at: number): string {
  return short.format(at);
}

/** Local date and time with its zone, for hover. */
export function exactTime(at: number): string {
  return withZone.format(at);
}
